//! A job that must report.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{About, HeartbeatName};
use serde::{Deserialize, Serialize};

use super::pulse::between;

/// A job that must report: it is missing when it has not in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heartbeat {
    /// It has never reported.
    New {
        /// Since when it is to.
        since: Timestamp,
    },
    /// It reported in time.
    Beats {
        /// When it last did.
        last: Timestamp,
    },
    /// It did not.
    Missing {
        /// When it last did.
        last: Option<Timestamp>,
        /// When it was to at the latest.
        due: Timestamp,
    },
}

/// How often a job is to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// How often.
    pub every: Duration,
    /// How much later it may be.
    pub grace: Duration,
}

impl Heartbeat {
    /// A job that is to report, from `since` on.
    pub fn new(since: Timestamp) -> Self {
        Self::New { since }
    }

    /// When it is to report at the latest.
    pub fn due(&self, rhythm: &Rhythm) -> Timestamp {
        let from = match self {
            Self::New { since } => *since,
            Self::Beats { last } => *last,
            Self::Missing { due, .. } => return *due,
        };
        let allowed = rhythm.every.saturating_add(rhythm.grace);
        from.checked_add(allowed).unwrap_or(Timestamp::MAX)
    }

    /// The same by a clock that was set by so much.
    #[must_use]
    pub fn by_a_clock_set(self, by: SignedDuration) -> Self {
        let moved = |at: Timestamp| at.checked_add(by).unwrap_or(at);
        match self {
            Self::New { since } => Self::New { since: moved(since) },
            Self::Beats { last } => Self::Beats { last: moved(last) },
            Self::Missing { last, due } => Self::Missing { last: last.map(moved), due: moved(due) },
        }
    }

    /// It reported at `at`.
    #[must_use]
    pub fn beat(self, at: Timestamp, name: &HeartbeatName) -> (Self, Option<About>) {
        let about = match self {
            Self::New { .. } | Self::Beats { .. } => None,
            Self::Missing { due, .. } => {
                Some(About::HeartbeatBack { heartbeat: name.clone(), lasted: between(due, at) })
            }
        };
        (Self::Beats { last: at }, about)
    }

    /// Whether it is overdue.
    #[must_use]
    pub fn check(
        self,
        now: Timestamp,
        rhythm: &Rhythm,
        name: &HeartbeatName,
    ) -> (Self, Option<About>) {
        let due = self.due(rhythm);
        let last = match self {
            Self::New { .. } => None,
            Self::Beats { last } => Some(last),
            Self::Missing { .. } => return (self, None),
        };
        if now <= due {
            return (self, None);
        }
        let about = About::HeartbeatMissing { heartbeat: name.clone(), last, due };
        (Self::Missing { last, due }, Some(about))
    }
}
