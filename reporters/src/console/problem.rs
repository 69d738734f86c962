//! What went wrong, in words and with its place.
//!
//! Lives here: from a [`StepOutcome`] to the sentence a person reads first.
//! Lives elsewhere: drawing it (`snippet`), all the rest of the block (`block`).

use runner_model::{
    CheckResult, CheckVerdict, Failure, Phase, Place, PollEnd, StepError, StepOutcome, StepResult,
    TestResult, TransportError, TransportErrorKind,
};

use super::text;
use crate::human;

/// No part of a message is longer than this: a body that was compared whole is shown further down.
const LONGEST: usize = 400;

/// What is wrong, and where the suite says that it should be otherwise.
pub(crate) struct Problem<'a> {
    /// The place to point at.
    pub(crate) place: &'a Place,
    /// The sentence, in parts that may stand on lines of their own.
    pub(crate) label: Vec<String>,
    /// What may help.
    pub(crate) hint: Option<&'a str>,
    /// The broken checks that the sentence does not speak of.
    pub(crate) others: Vec<&'a CheckResult>,
    /// What the sentence is about, when only the source line says so.
    pub(crate) subject: Option<&'a str>,
}

impl<'a> Problem<'a> {
    /// Of a step that failed or errored; `None` when it did neither.
    pub(crate) fn of_step(step: &'a StepResult) -> Option<Self> {
        match &step.outcome {
            StepOutcome::Failed(failure) => Some(Self::of_failure(step, failure)),
            StepOutcome::Errored(error) => {
                let place = match error {
                    StepError::Value { place, .. } => place,
                    StepError::MissingSecret { .. }
                    | StepError::ShortSecret { .. }
                    | StepError::File { .. }
                    | StepError::Stopped
                    | StepError::Internal(_) => &step.place,
                };
                Some(Self::told(step, place, error.to_string()))
            }
            StepOutcome::Passed | StepOutcome::Degraded | StepOutcome::Skipped(_) => None,
        }
    }

    /// Of what the suite expects of the whole test; `None` when all of that holds.
    pub(crate) fn of_test(test: &'a TestResult) -> Option<Self> {
        Self::of_checks(&test.checks)
    }

    fn of_failure(step: &'a StepResult, failure: &'a Failure) -> Self {
        match failure {
            Failure::Checks => Self::of_checks(&step.checks)
                .unwrap_or_else(|| Self::told(step, &step.place, "a check does not hold".into())),
            Failure::Transport(error) => Self::told(step, &step.place, no_answer(step, error)),
            Failure::NothingToSave { variable, subject, message, place } => {
                let found = format!("found no {subject} to save as `{variable}`");
                Self { hint: Some(message), ..Self::told(step, place, found) }
            }
            Failure::Polling { end, .. } => Self::of_checks(&step.checks).unwrap_or_else(|| {
                let said = match end {
                    PollEnd::TimeUp { .. } => "`until` did not come true".to_owned(),
                    PollEnd::Stopped { because } => format!("`stop_when` came true: {because}"),
                };
                Self::told(step, &step.place, said)
            }),
            Failure::TestTimeout { limit } => {
                let limit = human::duration(*limit);
                let said = format!("the time of the test ({limit}) was up during this step");
                Self::told(step, &step.place, said)
            }
        }
    }

    /// A sentence that is not about a check; whatever checks are broken too are the others.
    fn told(step: &'a StepResult, place: &'a Place, sentence: String) -> Self {
        let others = broken(&step.checks).collect();
        Self { place, label: vec![short(&sentence)], hint: None, others, subject: None }
    }

    /// The broken check that tells most comes first.
    fn of_checks(checks: &'a [CheckResult]) -> Option<Self> {
        let main = broken(checks).min_by_key(|check| rank(&check.subject))?;
        let others = broken(checks).filter(|check| !std::ptr::eq(*check, main)).collect();
        let (mut label, hint) = match &main.verdict {
            CheckVerdict::Held => (Vec::new(), None),
            CheckVerdict::Broken { expected, got, hint } => (parts(expected, got), hint.as_deref()),
        };
        // The implied 2xx stands on no line of its own.
        let named = main.place.source.contains(&main.subject);
        if let Some(first) = label.first_mut().filter(|_| !named) {
            *first = format!("{}: {first}", main.subject);
        }
        let subject = named.then_some(main.subject.as_str());
        Some(Self { place: &main.place, label, hint, others, subject })
    }

    /// In one line, for lists: `$.total: expected a number over 0, got the string "12.50"`.
    pub(crate) fn in_one_line(&self) -> String {
        let label = self.label.join(", ");
        let sentence = match self.subject {
            Some(subject) => format!("{subject}: {label}"),
            None => label,
        };
        text::one_line(&sentence).into_owned()
    }
}

/// The checks that do not hold.
pub(crate) fn broken(checks: &[CheckResult]) -> impl Iterator<Item = &CheckResult> {
    checks.iter().filter(|check| !check.held())
}

/// A broken check in one line; `at` stands behind the subject:
/// `header content-type (31:29) expected to contain "json", got "text/html"`.
pub(crate) fn told_with(check: &CheckResult, at: &str) -> String {
    let subject = text::one_line(&check.subject);
    match &check.verdict {
        CheckVerdict::Held => format!("{subject} ({at}) holds"),
        CheckVerdict::Broken { expected, got, hint } => {
            let said = parts(expected, got).join(", ");
            let hint = hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
            format!("{subject} ({at}) {}{}", text::one_line(&said), text::one_line(&hint))
        }
    }
}

/// A broken check in one line: `status: expected 2xx, got 502`.
pub(crate) fn told(check: &CheckResult) -> String {
    let subject = text::one_line(&check.subject);
    match &check.verdict {
        CheckVerdict::Held => format!("{subject} holds"),
        CheckVerdict::Broken { expected, got, .. } => {
            format!("{subject}: {}", text::one_line(&parts(expected, got).join(", ")))
        }
    }
}

fn parts(expected: &str, got: &str) -> Vec<String> {
    vec![format!("expected {}", short(expected)), format!("got {}", short(got))]
}

fn short(said: &str) -> String {
    text::cut(said, LONGEST).into_owned()
}

/// Which of several broken checks tells most: a wrong status explains a missing value, and not the
/// other way round.
pub(crate) fn rank(subject: &str) -> u8 {
    let word = subject.split(' ').next().unwrap_or_default();
    match word {
        "status" | "error" => 0,
        "time" | "took" | "time_to_first_byte" | "dns_time" | "connect_time" | "tls_time"
        | "size" => 3,
        "header" | "cookie" | "url" | "redirects" | "protocol" | "request" | "ip" => 2,
        _ => 1,
    }
}

fn no_answer(step: &StepResult, error: &TransportError) -> String {
    let came = step.exchange.as_ref().and_then(|exchange| exchange.answer.response()).is_some();
    let what = if came { "no whole answer" } else { "no answer" };
    format!("{what}, {}: {}", during(error), error.message)
}

/// What was being done when the exchange broke off: `while connecting`.
pub(crate) fn during(error: &TransportError) -> &'static str {
    match (error.kind, error.phase) {
        (TransportErrorKind::Redirect, _) => "while following redirects",
        (_, Phase::Dns) => "while looking up the host name",
        (_, Phase::Connect) => "while connecting",
        (_, Phase::Tls) => "in the TLS handshake",
        (_, Phase::Send) => "while sending the request",
        (_, Phase::Wait) => "while waiting for the first byte",
        (_, Phase::Receive) => "while receiving the body",
    }
}
