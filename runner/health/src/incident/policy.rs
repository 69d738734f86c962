//! From which runs on a series is down, and from which it is up again.

use std::num::NonZeroU32;
use std::time::Duration;

use thiserror::Error;

/// The most runs that are looked at. More would keep an incident from ever opening, and each of
/// them is kept in the state.
const MOST: u32 = 1000;

/// How runs are judged: `confirm`, `down_after`, `up_after` of a monitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How a failed run is repeated before it counts; it counts at once without.
    pub confirm: Option<Confirm>,
    /// From which runs on it is down, and, in the same way, degraded.
    pub down_after: OutOf,
    /// After how many good runs in a row it is up again.
    pub up_after: NonZeroU32,
}

/// `confirm: { times: 2, after: 10s }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// How often; all must fail. With 0 a failed run counts at once.
    pub times: u32,
    /// From the end of a run to the beginning of the next.
    pub after: Duration,
}

/// `2 of 3 runs`: so many of the last so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOf {
    runs: u32,
    last: u32,
}

/// No run could ever make it true, or the first good one would.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{runs} of {last} runs` cannot be: write 1 to {last} of at most {MOST}")]
pub struct InvalidOutOf {
    runs: u32,
    last: u32,
}

impl OutOf {
    /// `runs` of the `last` runs: 1 ≤ `runs` ≤ `last` ≤ 1000.
    ///
    /// # Errors
    /// When it is not so.
    pub fn new(runs: u32, last: u32) -> Result<Self, InvalidOutOf> {
        if (1..=last).contains(&runs) && last <= MOST {
            Ok(Self { runs, last })
        } else {
            Err(InvalidOutOf { runs, last })
        }
    }

    /// How many must be bad.
    pub(super) fn runs(self) -> usize {
        self.runs as usize
    }

    /// Of how many.
    pub(super) fn last(self) -> usize {
        self.last as usize
    }
}

impl Default for Policy {
    /// The first failed run opens, the first good one closes.
    fn default() -> Self {
        Self { confirm: None, down_after: OutOf { runs: 1, last: 1 }, up_after: NonZeroU32::MIN }
    }
}
