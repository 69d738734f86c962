//! How many runs ended how.

use std::ops::AddAssign;

use super::sample::counting;
use super::{Aspect, Exclusions, HistoryError, Sample, Standing, State};
use crate::calendar::Span;

/// How many scheduled runs ended how. Counts of different runs can be added in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// Passed.
    pub up: u64,
    /// Only warnings.
    pub degraded: u64,
    /// Failed.
    pub down: u64,
    /// Could not be carried out.
    pub unknown: u64,
    /// Do not count: hours, maintenance, customer.
    pub excluded: u64,
    /// Of those that succeeded, how many needed no second try of any step.
    pub first_attempt: u64,
}

impl RunCounts {
    /// Counts the scheduled runs that began in `span`.
    ///
    /// # Errors
    /// [`HistoryError`] when runs do not stand in order.
    pub fn of(
        samples: &[Sample],
        aspect: Aspect,
        span: Span,
        exclusions: &Exclusions,
    ) -> Result<Self, HistoryError> {
        let mut counts = Self::default();
        for sample in counting(samples) {
            let sample = sample?;
            if span.contains(sample.at) {
                counts.add(sample, aspect, exclusions);
            }
        }
        Ok(counts)
    }

    /// Counts one run; one that was not scheduled is left out.
    pub(crate) fn add(&mut self, sample: &Sample, aspect: Aspect, exclusions: &Exclusions) {
        match Standing::of(sample, aspect, exclusions) {
            Standing::Counted | Standing::Retry => {
                self.add_counted(sample.state(aspect), sample.retried);
            }
            Standing::Unknown => self.unknown += 1,
            Standing::Hours | Standing::Maintenance | Standing::Customer => self.excluded += 1,
            Standing::Confirmation | Standing::Manual | Standing::Deploy => {}
        }
    }

    fn add_counted(&mut self, state: State, retried: bool) {
        match state {
            State::Up => self.up += 1,
            State::Degraded => self.degraded += 1,
            State::Down => self.down += 1,
            State::Unknown => self.unknown += 1,
            State::Excluded(_) => self.excluded += 1,
        }
        self.first_attempt += u64::from(state.is_available() && !retried);
    }

    /// Those that succeeded, with or without warnings.
    pub fn succeeded(&self) -> u64 {
        self.up.saturating_add(self.degraded)
    }

    /// Those that say something: succeeded and failed.
    pub fn valid(&self) -> u64 {
        self.succeeded().saturating_add(self.down)
    }

    /// Those that should say something: valid and unknown.
    pub fn due(&self) -> u64 {
        self.valid().saturating_add(self.unknown)
    }
}

impl AddAssign<&Self> for RunCounts {
    fn add_assign(&mut self, other: &Self) {
        self.up = self.up.saturating_add(other.up);
        self.degraded = self.degraded.saturating_add(other.degraded);
        self.down = self.down.saturating_add(other.down);
        self.unknown = self.unknown.saturating_add(other.unknown);
        self.excluded = self.excluded.saturating_add(other.excluded);
        self.first_attempt = self.first_attempt.saturating_add(other.first_attempt);
    }
}
