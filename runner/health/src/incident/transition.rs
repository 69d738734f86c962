//! What a run changes.

use jiff::Timestamp;

/// What a run changes for a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transition {
    /// Nothing yet: run it again, with [`Trigger::Confirmation`](runner_model::Trigger).
    Confirm {
        /// When.
        at: Timestamp,
    },
    /// It is degraded: it was up, or it was down and works again, though not as it should.
    Degraded(Onset),
    /// It is down.
    Down(Onset),
    /// It works again.
    Recovered {
        /// The first bad run.
        since: Timestamp,
        /// The run that settled it.
        at: Timestamp,
    },
}

impl Transition {
    /// How it began, when something did.
    pub fn onset(&self) -> Option<&Onset> {
        match self {
            Self::Degraded(onset) | Self::Down(onset) => Some(onset),
            Self::Confirm { .. } | Self::Recovered { .. } => None,
        }
    }
}

/// How it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onset {
    /// The first bad run, not the one that crossed the threshold.
    pub since: Timestamp,
    /// The first bad run fell into this maintenance.
    pub maintenance: Option<String>,
}
