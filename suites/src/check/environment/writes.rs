//! E402: steps that write where it is not allowed.
//!
//! Three must agree: the suite (`writes`), the environment (`allow_writes`) and, for canaries, a
//! tenant that is one.

use std::collections::HashSet;

use super::place::Place;
use crate::check::environment::together::with_flows;
use crate::check::every_step::every_step;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Environment, HttpStep, Step, StepKind, Suite, Writes};

/// What of `suite`, flows included, would write and may not.
pub(super) fn writes(suite: &Suite, place: &Place<'_>) -> Vec<Diagnostic> {
    let Some(environment) = place.environment.filter(|environment| environment.protected) else {
        return Vec::new();
    };
    let Some(refusal) = refusal(suite, environment) else { return Vec::new() };
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for part in with_flows(suite) {
        for (step, http) in writing(part) {
            if !seen.insert(step.span) {
                continue;
            }
            let name = &environment.name;
            let message = format!("this {} would write, and `{name}` is protected", http.method);
            let diagnostic = Diagnostic::new(Code::E402, step.span, message).help(&refusal);
            found.push(if std::ptr::eq(part, suite) {
                diagnostic
            } else {
                diagnostic.related(suite.name.span, "used by this suite")
            });
        }
    }
    found
}

/// The steps that may change something.
fn writing(suite: &Suite) -> impl Iterator<Item = (&Step, &HttpStep)> {
    every_step(suite).into_iter().filter_map(|step| match &step.kind {
        StepKind::Http(http) if !http.is_read() && !step.safe => Some((step, &**http)),
        StepKind::Http(_)
        | StepKind::Use(_)
        | StepKind::Group(_)
        | StepKind::Check(_)
        | StepKind::Set(_)
        | StepKind::Wait(_) => None,
    })
}

/// Who does not agree, as the way out; `None` when all do.
fn refusal(suite: &Suite, environment: &Environment) -> Option<String> {
    let name = &environment.name;
    let safe = "if it only reads, say `safe: true`";
    let canaries = environment
        .matrix
        .iter()
        .any(|dimension| dimension.entries.iter().any(|entry| entry.canary));
    Some(match (suite.writes, environment.allow_writes) {
        (Writes::Any, Writes::Any) => return None,
        (Writes::Canary, Writes::Canary | Writes::Any) if canaries => return None,
        (Writes::Canary, Writes::Canary | Writes::Any) => {
            format!(
                "{safe}; the suite writes for canaries, and no tenant of `{name}` is `canary: true`"
            )
        }
        (Writes::None, Writes::Canary) => {
            format!("{safe}; `{name}` allows canaries to write: add `writes: canary` to the suite")
        }
        (Writes::None, Writes::Any) => {
            format!("{safe}; `{name}` allows suites to write: add `writes: any` to the suite")
        }
        (Writes::Any, Writes::Canary) => {
            format!(
                "{safe}; `{name}` allows only canaries to write: say `writes: canary` in the suite"
            )
        }
        (Writes::None | Writes::Canary | Writes::Any, Writes::None) => {
            format!("{safe}; `{name}` allows no writes: that is up to its `allow_writes`")
        }
    })
}
