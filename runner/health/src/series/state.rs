//! How a series stands at one moment.

use runner_model::Outcome;

/// How a series stands at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It works.
    Up,
    /// It works, but a `warn` check does not hold. Counts as available.
    Degraded,
    /// It does not work.
    Down,
    /// Nothing is known: never up and never down.
    Unknown,
    /// It does not count.
    Excluded(ExcludedBy),
}

/// Why a time does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExcludedBy {
    /// It lies outside of the operating period.
    Hours,
    /// It was announced.
    Maintenance,
    /// What fails is what the customer is responsible for.
    Customer,
}

impl State {
    /// What a run that ended like this says; `None` when it says nothing.
    pub fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Passed => Some(Self::Up),
            Outcome::Degraded => Some(Self::Degraded),
            Outcome::Failed => Some(Self::Down),
            Outcome::Errored => Some(Self::Unknown),
            Outcome::Skipped => None,
        }
    }

    /// Up or degraded.
    pub fn is_available(self) -> bool {
        match self {
            Self::Up | Self::Degraded => true,
            Self::Down | Self::Unknown | Self::Excluded(_) => false,
        }
    }

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Degraded => "degraded",
            Self::Down => "down",
            Self::Unknown => "unknown",
            Self::Excluded(_) => "excluded",
        }
    }
}
