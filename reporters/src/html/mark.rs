//! An outcome as a page shows it: a shape, a word and a colour; never the colour alone.

use runner_model::{CheckResult, Outcome, TryResult};
use serde::Serialize;

/// How something came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Mark {
    /// The name of the shape, and of the class.
    pub(super) icon: &'static str,
    /// The word, for those who do not see the shape.
    pub(super) word: &'static str,
}

impl Mark {
    /// Of a check of `expect`.
    pub(super) fn of_check(check: &CheckResult) -> Self {
        if check.held() { Self::HELD } else { Self::BROKEN }
    }

    /// Of a check of `warn`.
    pub(super) fn of_warning(check: &CheckResult) -> Self {
        if check.held() { Self::HELD } else { Self { icon: "warn", word: "Warning" } }
    }

    /// Of a try: an answer is one, whatever it says.
    pub(super) fn of_try(result: &TryResult) -> Self {
        match result {
            TryResult::Status(200..=299) => Self { icon: "ok", word: "Answered" },
            TryResult::Status(_) => Self { icon: "skip", word: "Answered" },
            TryResult::Error(_) => Self { icon: "bad", word: "No answer" },
        }
    }

    const HELD: Self = Self { icon: "ok", word: "Holds" };
    const BROKEN: Self = Self { icon: "bad", word: "Broken" };
}

impl From<Outcome> for Mark {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self { icon: "ok", word: "Passed" },
            Outcome::Degraded => Self { icon: "warn", word: "Degraded" },
            Outcome::Failed => Self { icon: "bad", word: "Failed" },
            Outcome::Errored => Self { icon: "unsure", word: "Errored" },
            Outcome::Skipped => Self { icon: "skip", word: "Skipped" },
        }
    }
}
