//! What one run says about a service.

use runner_model::{Outcome, Trigger};
use serde::{Deserialize, Serialize};

/// What one run of a series says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// How it ended. Our own outage is [`Outcome::Errored`].
    pub outcome: Outcome,
    /// Why it took place.
    pub trigger: Trigger,
    /// What was in force that silences.
    pub silence: Option<Silence>,
}

/// Why nobody is to be woken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// During the maintenance of this name.
    Maintenance(String),
    /// Outside the operating hours.
    OutsideHours,
}

/// How a service is, as far as a run can tell; the worse, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It works.
    Up,
    /// It works, and not as it should.
    Degraded,
    /// It does not work.
    Down,
}

impl Level {
    /// What a run that ended so says; `None` when it says nothing.
    pub fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Passed => Some(Self::Up),
            Outcome::Degraded => Some(Self::Degraded),
            Outcome::Failed => Some(Self::Down),
            Outcome::Errored | Outcome::Skipped => None,
        }
    }
}
