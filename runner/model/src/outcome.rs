//! How a step ended, and whose fault it was.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Place, SecretName, TransportError, millis};

/// How a step ended. What its checks found stands in the checks of its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    /// Every check held.
    Passed,
    /// Only `warn` checks did not hold.
    Degraded,
    /// The service is at fault. Counts as downtime.
    Failed(Failure),
    /// We are at fault, or cannot tell. Never counts as downtime, never as up.
    Errored(StepError),
    /// Not attempted. Says nothing about the service.
    Skipped(SkipReason),
}

impl StepOutcome {
    /// What this outcome says about the service; `None` when it says nothing.
    pub fn is_up(&self) -> Option<bool> {
        match self {
            Self::Passed | Self::Degraded => Some(true),
            Self::Failed(_) => Some(false),
            Self::Errored(_) | Self::Skipped(_) => None,
        }
    }

    /// The outcome without its data.
    pub fn summary(&self) -> Outcome {
        match self {
            Self::Passed => Outcome::Passed,
            Self::Degraded => Outcome::Degraded,
            Self::Failed(_) => Outcome::Failed,
            Self::Errored(_) => Outcome::Errored,
            Self::Skipped(_) => Outcome::Skipped,
        }
    }
}

/// What the service did wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// It could not be reached, or did not answer in time, or not as HTTP.
    Transport(TransportError),
    /// It answered, and at least one check does not hold: see the step's checks.
    Checks,
    /// It answered without a value that the suite saves.
    NothingToSave {
        /// The variable that was to be set.
        variable: String,
        /// The subject as written: `$.token`.
        subject: String,
        /// Why there is no value, and the nearest path that exists.
        message: String,
        /// Where the suite says so.
        place: Place,
    },
    /// It was asked again and again and never said what `until` waits for.
    Polling {
        /// Why asking ended.
        end: PollEnd,
        /// How often it was asked.
        tries: u32,
        /// For how long the last answer had been the same.
        #[serde(with = "millis")]
        unchanged_for: Duration,
    },
    /// The time of the whole test was up.
    TestTimeout {
        /// How long it may take.
        #[serde(with = "millis")]
        limit: Duration,
    },
}

/// Why polling ended without success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollEnd {
    /// `for_up_to` ran out.
    TimeUp {
        /// How long it was asked.
        #[serde(with = "millis")]
        limit: Duration,
    },
    /// `stop_when` holds: a known bad state.
    Stopped {
        /// The check that holds, as written.
        because: String,
    },
}

/// Why we could not carry a step out.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepError {
    /// A secret could not be had.
    #[error("the secret `{name}` is not to be had: {cause}")]
    MissingSecret {
        /// Its name.
        name: SecretName,
        /// Why: `the variable TEST_PASSWORD is not set`.
        cause: String,
    },
    /// A secret is so short that it could not be masked.
    #[error(
        "the secret `{name}` has fewer than four characters and could not be masked in reports"
    )]
    ShortSecret {
        /// The secret or the captured variable.
        name: String,
    },
    /// A value cannot stand where it is put: a line break in a header, a list in a URL.
    #[error("{message}")]
    Value {
        /// What does not fit where, and the way out.
        message: String,
        /// Where the suite says so.
        place: Place,
    },
    /// A file that the step needs cannot be read.
    #[error("{path} cannot be read: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: String,
    },
    /// The run was stopped from outside.
    #[error("the run was stopped")]
    Stopped,
    /// Something in tripline itself went wrong.
    #[error("tripline could not carry this out: {0}")]
    Internal(String),
}

/// Why a step was not attempted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Its `if` does not hold.
    Condition {
        /// The check that does not hold, as written: `var case.method: card`.
        check: String,
    },
    /// An earlier step of the chain did not pass.
    EarlierStep {
        /// That step's name.
        step: String,
    },
    /// It needs a variable that was never set.
    Unset {
        /// The variable.
        variable: String,
        /// The step that was to save it, when there is one.
        step: Option<String>,
    },
    /// There was no element to do it for.
    NothingToLoopOver,
}

/// How a step, test, suite or run ended, without the reasons.
///
/// In a roll-up the worst wins: `Failed > Errored > Degraded > Passed > Skipped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing was attempted.
    Skipped,
    /// Every check held.
    Passed,
    /// Only `warn` checks did not hold, or a cleanup left something behind.
    Degraded,
    /// We are at fault, or cannot tell.
    Errored,
    /// The service is at fault.
    Failed,
}

impl Outcome {
    /// The worst of several; [`Outcome::Skipped`] of none.
    pub fn worst(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().max().unwrap_or(Self::Skipped)
    }

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Passed => "passed",
            Self::Degraded => "degraded",
            Self::Errored => "errored",
            Self::Failed => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_is_worse_than_errored_is_worse_than_degraded() {
        assert_eq!(
            Outcome::worst([Outcome::Passed, Outcome::Failed, Outcome::Errored]),
            Outcome::Failed
        );
        assert_eq!(Outcome::worst([Outcome::Degraded, Outcome::Errored]), Outcome::Errored);
        assert_eq!(Outcome::worst([Outcome::Skipped, Outcome::Passed]), Outcome::Passed);
        assert_eq!(Outcome::worst([]), Outcome::Skipped);
    }
}
