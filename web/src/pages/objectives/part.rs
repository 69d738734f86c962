//! Parts of a budget.

use runner_health::exact::{Fraction, fraction};
use runner_health::series::State as Is;
use runner_monitor::promises::{Entry, Promise};
use suites::Budgeting;

const BILLION: u64 = 1_000_000_000;

/// A part of a budget, in billionths of what it is counted in: seconds, or runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part(u64);

impl Part {
    /// What an entry takes out of the budget.
    pub(super) fn of(entry: &Entry, promise: &Promise) -> Self {
        match promise.budgeting {
            Budgeting::Timeslices => {
                let down = entry.times().down;
                Self(u64::try_from(down.as_nanos()).unwrap_or(u64::MAX))
            }
            Budgeting::Occurrences => match entry {
                Entry::Run(run) if run.state == Is::Down && run.standing.counts() => Self(BILLION),
                Entry::Run(_) | Entry::Nothing(_) | Entry::Excluded { .. } => Self(0),
            },
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.0 == 0
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) fn sum(parts: impl Iterator<Item = Self>) -> Self {
        parts.fold(Self::default(), Self::and)
    }

    /// In seconds or runs.
    pub(crate) fn exact(self) -> Fraction {
        fraction(self.0, BILLION)
    }

    /// The same, as a number for a drawing.
    pub(super) fn rough(self) -> f64 {
        self.0 as f64 / BILLION as f64
    }

    #[cfg(test)]
    pub(super) fn of_runs(runs: u64) -> Self {
        Self(runs * BILLION)
    }
}
