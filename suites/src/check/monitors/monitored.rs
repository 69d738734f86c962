//! Which suites a monitor runs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::language::{Monitor, RunTarget, Suite};

/// Those of `suites` that `monitor` runs. A flow that needs inputs is left to the suites that use
/// it, unless it is named itself.
pub(crate) fn suites_of(
    monitor: &Monitor,
    suites: &[Arc<Suite>],
    flows: &BTreeMap<PathBuf, Arc<Suite>>,
) -> Vec<Arc<Suite>> {
    let left_to_others = |suite: &Suite| {
        flows.contains_key(&suite.path)
            && suite.inputs.iter().any(|input| input.default.is_none())
            && !monitor.run.iter().any(|target| names(target, suite))
    };
    let runs = |suite: &&Arc<Suite>| suite.tests.iter().any(|test| monitor.runs(suite, test));
    suites.iter().filter(runs).filter(|suite| !left_to_others(suite)).cloned().collect()
}

/// It names this file, not a folder or a pattern that it lies in.
fn names(target: &RunTarget, suite: &Suite) -> bool {
    match target {
        RunTarget::Path { written, files, .. } => {
            let name = suite.path.file_name().map(|name| name.to_string_lossy());
            let path = written.value.rsplit_once("::").map_or(&*written.value, |(path, _)| path);
            files.as_slice() == [suite.path.clone()]
                && name.is_some_and(|name| path.ends_with(&*name))
        }
        RunTarget::Tags(_) => false,
    }
}
