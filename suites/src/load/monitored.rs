//! The files of monitors, and the suites that they run.

use std::sync::Arc;

use super::find::suites_at;
use super::loader::is_of_another;
use super::project::ReadProject;
use super::request::Loaded;
use crate::check::suites_of;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Monitor, RunTarget, Suite};
use crate::source::Sources;

/// Finds the files that monitors name. What stands for none is reported.
pub(super) fn find_monitored(
    read: &mut ReadProject,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut monitors = std::mem::take(&mut read.project.monitors);
    for target in monitors.iter_mut().flat_map(|monitor| &mut Arc::make_mut(monitor).run) {
        let RunTarget::Path { written, files, .. } = target else { continue };
        let path = written.value.rsplit_once("::").map_or(&*written.value, |(path, _)| path);
        match suites_at(sources.folder(written.span.file), path) {
            Ok(mut found) => {
                found.retain(|path| !is_of_another(path, Some(read)));
                found.sort();
                *files = found;
            }
            Err(why) => {
                let mut diagnostic = Diagnostic::new(Code::E218, written.span, why.message);
                diagnostic.help = why.help;
                diagnostics.push(diagnostic);
            }
        }
    }
    read.project.monitors = monitors;
}

impl Loaded {
    /// The suites that a monitor runs, when all of the project have been loaded; which tests of
    /// them, [`Monitor::runs`] says. A flow that needs inputs is left to the suites that use it,
    /// unless it is named itself.
    pub fn monitored(&self, monitor: &Monitor) -> Vec<Arc<Suite>> {
        suites_of(monitor, &self.suites, &self.flows)
    }
}
