//! The number that is promised, with what is known of it.

use runner_health::exact::{Fraction, fraction};
use runner_health::series::{RunCounts, StateTimes};
use runner_health::sli::Availability;

/// The number that is promised. Never show [`share`](Self::share) without the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Good in known; `None` when nothing is known.
    pub share: Option<Fraction>,
    /// What it would be if all that is unknown were bad.
    pub lowest: Option<Fraction>,
    /// What it would be if all that is unknown were good.
    pub highest: Option<Fraction>,
    /// Known in known and unknown.
    pub coverage: Option<Fraction>,
}

impl Figure {
    /// The share of time.
    pub fn of_times(times: &StateTimes) -> Self {
        let Availability { share, coverage, lowest, highest } = Availability::of(times);
        Self { share, lowest, highest, coverage }
    }

    /// The share of runs.
    pub fn of_runs(runs: &RunCounts) -> Self {
        let in_all = |part: u64, all: u64| (all > 0).then(|| fraction(part, all));
        Self {
            share: in_all(runs.succeeded(), runs.valid()),
            lowest: in_all(runs.succeeded(), runs.due()),
            highest: in_all(runs.succeeded().saturating_add(runs.unknown), runs.due()),
            coverage: in_all(runs.valid(), runs.due()),
        }
    }
}
