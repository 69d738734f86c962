//! E302: variables in `good_when`, which is judged when the test is over.

use crate::check::uses::Uses;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Project;

/// Variables in the objectives of a project.
pub(crate) fn good_when(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for objective in &project.objectives {
        for mentioned in Uses::of(|uses| uses.checks(&objective.good_when)) {
            let message = format!("`{}` is not known in `good_when`", mentioned.path);
            found.push(
                Diagnostic::new(Code::E302, mentioned.span, message)
                    .help("write the value out: an objective means the same in every run"),
            );
        }
    }
    found
}
