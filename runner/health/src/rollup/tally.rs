//! Time and runs of one aspect of a series.

use std::ops::AddAssign;

use crate::series::{RunCounts, StateTimes};

/// For how long a series was in each state, and how many runs ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For how long it was in each state.
    pub times: StateTimes,
    /// How many runs ended how.
    pub runs: RunCounts,
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.times += &other.times;
        self.runs += &other.runs;
    }
}
