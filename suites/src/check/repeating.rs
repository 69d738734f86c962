//! E310: what must not be repeated. W302: waiting for a fixed time.

use super::every_step::every_step;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{HttpStep, Setting, Step, StepKind, Suite};
use crate::source::Span;

/// What is wrong with `retry`, `until` and `wait` in `suite`.
pub(super) fn repeating(suite: &Suite) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in every_step(suite) {
        if let StepKind::Http(http) = &step.kind
            && let Some((word, span)) = repeats(step, http)
            && !is_repeatable(step, http)
        {
            let message = format!("`{word}` could do the work of this {} twice", http.method);
            found.push(
                Diagnostic::new(Code::E310, span, message)
                    .help("add `idempotency_key: auto`; if it only reads, say `safe: true`"),
            );
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
fn repeats(step: &Step, http: &HttpStep) -> Option<(&'static str, Span)> {
    if let Some(until) = &step.until {
        return Some(("until", until.span));
    }
    match &http.settings.retry {
        Setting::Set(retry) if retry.own && retry.times > 0 => Some(("retry", retry.span)),
        Setting::Set(_) | Setting::Inherit | Setting::Remove => None,
    }
}

/// Doing it twice is the same as doing it once, or is said to be.
fn is_repeatable(step: &Step, http: &HttpStep) -> bool {
    http.is_idempotent() || step.safe || step.idempotency_key.is_some()
}
