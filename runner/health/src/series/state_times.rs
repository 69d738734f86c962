//! How long a series was in each state.

use std::ops::AddAssign;
use std::time::Duration;

use super::State;

/// How long a series was in each state. Sums of disjoint periods can be added in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateTimes {
    /// It worked.
    pub up: Duration,
    /// It worked, with warnings.
    pub degraded: Duration,
    /// It did not work.
    pub down: Duration,
    /// Nothing is known.
    pub unknown: Duration,
    /// It did not count.
    pub excluded: Duration,
}

impl StateTimes {
    /// Up and degraded.
    pub fn good(&self) -> Duration {
        self.up.saturating_add(self.degraded)
    }

    /// What is known: good and down.
    pub fn known(&self) -> Duration {
        self.good().saturating_add(self.down)
    }

    /// What counts: known and unknown.
    pub fn operating(&self) -> Duration {
        self.known().saturating_add(self.unknown)
    }

    /// All of it.
    pub fn total(&self) -> Duration {
        self.operating().saturating_add(self.excluded)
    }

    /// Adds time in one state.
    pub fn add(&mut self, state: State, time: Duration) {
        let sum = match state {
            State::Up => &mut self.up,
            State::Degraded => &mut self.degraded,
            State::Down => &mut self.down,
            State::Unknown => &mut self.unknown,
            State::Excluded(_) => &mut self.excluded,
        };
        *sum = sum.saturating_add(time);
    }
}

impl AddAssign<&Self> for StateTimes {
    fn add_assign(&mut self, other: &Self) {
        self.up = self.up.saturating_add(other.up);
        self.degraded = self.degraded.saturating_add(other.degraded);
        self.down = self.down.saturating_add(other.down);
        self.unknown = self.unknown.saturating_add(other.unknown);
        self.excluded = self.excluded.saturating_add(other.excluded);
    }
}
