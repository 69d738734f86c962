//! How often a series is run.

use std::time::Duration;

use thiserror::Error;

/// The time from one scheduled run to the next; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(Duration);

/// Runs cannot follow each other without any time between them.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("an interval of zero: write how much time lies between two runs, as in `every: 1m`")]
pub struct ZeroInterval;

impl Interval {
    /// The time between two scheduled runs.
    ///
    /// # Errors
    /// [`ZeroInterval`].
    pub fn new(duration: Duration) -> Result<Self, ZeroInterval> {
        if duration.is_zero() { Err(ZeroInterval) } else { Ok(Self(duration)) }
    }

    /// The time itself.
    pub fn duration(self) -> Duration {
        self.0
    }

    /// For how long a result holds when none follows: 1.5 intervals (SLO.md, section 2). One late
    /// run is forgiven, a missing one is not.
    pub fn hold(self) -> Duration {
        self.0.saturating_add(self.0 / 2)
    }

    /// So many intervals; as long as can be when that is too long.
    pub(crate) fn times(self, count: u32) -> Duration {
        self.0.saturating_mul(count)
    }
}
