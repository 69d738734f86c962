//! What probing now and then can see of an outage.

use std::time::Duration;

use num_traits::One;

use crate::exact::{Fraction, seconds, whole};
use crate::interval::Interval;

/// How long an outage was of which so many runs in a row failed: longer than one number, shorter
/// than another, and as much as a third at a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutageLength {
    /// From the first failure to the next success: n intervals.
    pub estimate: Duration,
    /// It was longer than from the first failure to the last.
    pub longer_than: Duration,
    /// It was shorter than from the last success before to the first after.
    pub shorter_than: Duration,
}

impl OutageLength {
    /// Of `failures` runs in a row.
    pub fn of(failures: u32, interval: Interval) -> Self {
        Self {
            estimate: interval.times(failures),
            longer_than: interval.times(failures.saturating_sub(1)),
            shorter_than: interval.times(failures).saturating_add(interval.duration()),
        }
    }
}

/// Which outages are seen by a run in every interval, when a failure is repeated before it counts.
/// Runs are taken to be instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// From one scheduled run to the next.
    pub interval: Interval,
    /// How often a failed run is repeated; all must fail.
    pub retries: u32,
    /// From one of these runs to the next.
    pub delay: Duration,
}

impl Sight {
    /// Outages so long, and longer ones, are surely seen.
    pub fn surely_from(&self) -> Duration {
        self.interval.duration().saturating_add(self.confirming())
    }

    /// The chance that an outage of this length is seen, when it begins at any moment alike.
    pub fn chance(&self, outage: Duration) -> Fraction {
        let left = outage.saturating_sub(self.confirming());
        (seconds(left) / seconds(self.interval.duration())).clamp(whole(0), Fraction::one())
    }

    fn confirming(&self) -> Duration {
        self.delay.saturating_mul(self.retries)
    }
}
