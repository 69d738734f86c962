//! E403: checks that compare with an environment that does not exist.

use super::Names;
use super::every_step::every_step;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Check, Matcher, StepKind, Subject, Suite, ValueTemplate};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::Span;

/// Names of environments in `suite` that the project does not have.
pub(super) fn environments_named(suite: &Suite, names: &Names) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in every_step(suite) {
        let own = match &step.kind {
            StepKind::Check(checks) => checks.as_slice(),
            StepKind::Http(_)
            | StepKind::Use(_)
            | StepKind::Group(_)
            | StepKind::Set(_)
            | StepKind::Wait(_) => &[],
        };
        let checks = step.condition.iter().chain(own).chain(&step.expect).chain(&step.warn);
        found.extend(checks.flat_map(|check| unknown(check, names)));
    }
    found
}

fn unknown(check: &Check, names: &Names) -> Vec<Diagnostic> {
    if check.subject.value != Subject::Environment {
        return Vec::new();
    }
    let mut found = Vec::new();
    for matcher in &check.condition.matchers {
        collect(&matcher.value, matcher.span, names, &mut found);
    }
    found
}

fn collect(matcher: &Matcher, span: Span, names: &Names, found: &mut Vec<Diagnostic>) {
    match matcher {
        Matcher::Is(value) => found.extend(compared(value, span, names)),
        Matcher::OneOf(values) => {
            found.extend(values.iter().filter_map(|value| compared(value, span, names)));
        }
        Matcher::Not(condition) => {
            for matcher in &condition.matchers {
                collect(&matcher.value, matcher.span, names, found);
            }
        }
        Matcher::AnyOf(conditions) | Matcher::AllOf(conditions) => {
            for matcher in conditions.iter().flat_map(|condition| &condition.matchers) {
                collect(&matcher.value, matcher.span, names, found);
            }
        }
        Matcher::Exists(_)
        | Matcher::Empty(_)
        | Matcher::Type(_)
        | Matcher::Compare(..)
        | Matcher::Between(..)
        | Matcher::CloseTo(..)
        | Matcher::Contains(_)
        | Matcher::StartsWith(_)
        | Matcher::EndsWith(_)
        | Matcher::Matches(_)
        | Matcher::Length(_)
        | Matcher::Count(_)
        | Matcher::Each(_)
        | Matcher::Any(_)
        | Matcher::NoneOf(_)
        | Matcher::Unique(_)
        | Matcher::Sorted(_)
        | Matcher::Before(_)
        | Matcher::After(_)
        | Matcher::Within(_)
        | Matcher::Like(_)
        | Matcher::Schema(_) => {}
    }
}

fn compared(value: &ValueTemplate, span: Span, names: &Names) -> Option<Diagnostic> {
    let ValueTemplate::Fixed(value) = value else { return None };
    let name = value.as_str()?;
    let known = || names.runnable();
    if known().any(|known| known == name) || known().next().is_none() {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::E403, span, format!("unknown environment `{name}`"));
    Some(match nearest(name, known()) {
        Some(near) => diagnostic.help(did_you_mean(near)),
        None => diagnostic.help(there_are(known())),
    })
}
