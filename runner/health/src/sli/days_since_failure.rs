//! The number that hangs on the wall.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::calendar::Span;
use crate::elapsed::between;
use crate::series::{History, State};
use crate::written;

/// How long nothing has failed, counted from the *end* of the last failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysSinceFailure {
    /// It fails, or was not seen to work since it did.
    Failing,
    /// It does not.
    Since {
        /// Since when: the end of the last failure, or the first time that anything is known.
        since: Timestamp,
        /// From then on.
        lasted: Duration,
        /// For how much of that nothing is known.
        unobserved: Duration,
        /// There was a failure before; otherwise none is remembered.
        failed_before: bool,
    },
    /// Nothing is known at all.
    Unknown,
}

impl DaysSinceFailure {
    /// How it stands at the end of `history`.
    pub fn at_the_end_of(history: &History) -> Self {
        let slices = history.slices();
        let failed = slices.iter().rposition(|slice| slice.state == State::Down);
        let after = failed.map_or(0, |index| index + 1);
        let works = slices[after..].iter().find(|slice| slice.state.is_available());
        let (Some(works), until) = (works, history.span().until) else {
            return if failed.is_some() { Self::Failing } else { Self::Unknown };
        };
        let since = failed.map_or(works.span.from, |index| slices[index].span.until);
        let part = Span { from: since, until };
        let unobserved = history.times_within(part).unknown;
        let lasted = between(since, until);
        Self::Since { since, lasted, unobserved, failed_before: failed.is_some() }
    }

    /// Whole days; 0 while it fails, `None` when nothing is known.
    pub fn days(&self) -> Option<u64> {
        match self {
            Self::Failing => Some(0),
            Self::Since { lasted, .. } => Some(lasted.as_secs() / 86_400),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for DaysSinceFailure {
    /// `6 days (3 h not observed)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(days) = self.days() else { return f.write_str("nothing is known") };
        write!(f, "{days} {}", if days == 1 { "day" } else { "days" })?;
        match self {
            Self::Since { unobserved, .. } if !unobserved.is_zero() => {
                write!(f, " ({} not observed)", written::apart(*unobserved))
            }
            Self::Since { .. } | Self::Failing | Self::Unknown => Ok(()),
        }
    }
}
