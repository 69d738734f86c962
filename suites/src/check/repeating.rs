//! E310: what must not be repeated. W302: waiting for a fixed time.

use super::every_step::every_step;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Setting, Step, StepKind, Suite};
use crate::source::Span;

/// What is wrong with `retry`, `until` and `wait` in `suite`.
pub(super) fn repeating(suite: &Suite) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in every_step(suite) {
        if let Some((word, span)) = repeats(step)
            && let Some(culprit) = steps_within(step).find(|inner| !is_repeatable(inner))
        {
            found.push(unrepeatable(word, span, step, culprit));
        }
        if matches!(step.kind, StepKind::Wait(_)) {
            found.push(
                Diagnostic::new(Code::W302, step.span, "a fixed wait is too short or too long")
                    .help("prefer `until` on the step that needs it"),
            );
        }
    }
    found
}

/// The key that repeats the step, when it is its own. A `retry` from further up leaves requests
/// alone that must not be repeated.
fn repeats(step: &Step) -> Option<(&'static str, Span)> {
    if let Some(until) = &step.until {
        return Some(("until", until.span));
    }
    match &step.kind {
        StepKind::Http(http) => match &http.settings.retry {
            Setting::Set(retry) if retry.own && retry.times > 0 => Some(("retry", retry.span)),
            Setting::Set(_) | Setting::Inherit | Setting::Remove => None,
        },
        StepKind::Use(_)
        | StepKind::Group(_)
        | StepKind::Check(_)
        | StepKind::Set(_)
        | StepKind::Wait(_) => None,
    }
}

/// The steps that are repeated with `step`: itself, those of its group, those of its flow.
fn steps_within(step: &Step) -> Box<dyn Iterator<Item = &Step> + '_> {
    match &step.kind {
        StepKind::Use(call) => {
            let tests = call.flow.iter().flat_map(|flow| &flow.tests);
            Box::new(tests.flat_map(|test| &test.steps).flat_map(steps_within))
        }
        StepKind::Group(inner) => Box::new(inner.iter().flat_map(steps_within)),
        StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {
            Box::new(std::iter::once(step))
        }
    }
}

/// Doing it twice is the same as doing it once, or is said to be.
fn is_repeatable(step: &Step) -> bool {
    match &step.kind {
        StepKind::Http(http) => http.is_idempotent() || step.safe || step.idempotency_key.is_some(),
        StepKind::Use(_)
        | StepKind::Group(_)
        | StepKind::Check(_)
        | StepKind::Set(_)
        | StepKind::Wait(_) => true,
    }
}

fn unrepeatable(word: &str, span: Span, step: &Step, culprit: &Step) -> Diagnostic {
    let method = match &culprit.kind {
        StepKind::Http(http) => http.method.as_str(),
        StepKind::Use(_)
        | StepKind::Group(_)
        | StepKind::Check(_)
        | StepKind::Set(_)
        | StepKind::Wait(_) => "this step",
    };
    let message = format!("`{word}` could do the work of this {method} twice");
    let diagnostic = Diagnostic::new(Code::E310, span, message)
        .help("add `idempotency_key: auto`; if it only reads, say `safe: true`");
    if std::ptr::eq(step, culprit) {
        diagnostic
    } else {
        diagnostic.related(culprit.span, "this is what would be repeated")
    }
}
