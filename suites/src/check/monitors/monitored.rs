//! Which suites a monitor runs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::language::{Monitor, RunTarget, Suite};

/// Those of `suites`, which are sorted by path, that `monitor` runs. A flow that needs inputs is
/// left to the suites that use it, unless it is named itself.
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
    let chosen = candidates(monitor, suites).into_iter().filter(runs);
    chosen.filter(|suite| !left_to_others(suite)).cloned().collect()
}

/// Those that lie where its targets are, in the same order: of thousands of monitors with a file
/// each, none looks at the files of the others.
fn candidates<'s>(monitor: &Monitor, suites: &'s [Arc<Suite>]) -> Vec<&'s Arc<Suite>> {
    let mut found = Vec::new();
    for target in &monitor.run {
        match target {
            RunTarget::Path { files, .. } => found.extend(
                files
                    .iter()
                    .filter_map(|file| suites.binary_search_by(|suite| suite.path.cmp(file)).ok()),
            ),
            RunTarget::Tags(_) => return suites.iter().collect(),
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|place| &suites[place]).collect()
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
