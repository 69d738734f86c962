//! Sums of runs, from which any window is counted at once.

use std::time::Duration;

use jiff::Timestamp;

use super::window_counts::{Watch, WindowCounts, due, kind};
use crate::calendar::Span;
use crate::series::{Exclusions, Sample};

/// Sums of runs: says of any window what [`WindowCounts::of`] does, in a time that hardly grows
/// with the number of runs. For long histories that are looked at again and again.
#[derive(Clone, Debug)]
pub struct RunSums {
    watch: Watch,
    exclusions: Exclusions,
    /// When each run began.
    at: Vec<Timestamp>,
    /// Of the runs before each of them, and of all.
    before: Vec<Sums>,
}

/// How many runs there were of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) counts: WindowCounts,
    /// Those that failed at what the customer is responsible for.
    pub(super) excluded: u64,
}

impl RunSums {
    /// Of runs that stand in order.
    pub fn of(samples: &[Sample], watch: Watch, exclusions: Exclusions) -> Self {
        let mut sums = Sums::default();
        let mut before = vec![sums];
        for sample in samples {
            sums += kind(sample, watch.aspect, &exclusions);
            before.push(sums);
        }
        Self { watch, exclusions, at: samples.iter().map(|sample| sample.at).collect(), before }
    }

    /// What the runs say about the time of this length before `now`: later than its beginning, and
    /// up to now.
    pub fn window(&self, length: Duration, now: Timestamp) -> WindowCounts {
        let begins = Span::ending(now, length).from;
        let until = |at: Timestamp| self.before[self.at.partition_point(|began| *began <= at)];
        let (first, last) = (until(begins), until(now));
        let within = last - first;
        within.with_missing(due(self.watch, &self.exclusions, Span { from: begins, until: now }))
    }
}

impl Sums {
    /// With those of the runs that were due and are not there.
    pub(super) fn with_missing(self, due: u64) -> WindowCounts {
        let Self { counts, excluded } = self;
        let seen = counts.good + counts.bad + counts.unknown + excluded;
        WindowCounts { unknown: counts.unknown + due.saturating_sub(seen), ..counts }
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.counts.good += other.counts.good;
        self.counts.bad += other.counts.bad;
        self.counts.unknown += other.counts.unknown;
        self.excluded += other.excluded;
    }
}

impl std::ops::Sub for Sums {
    type Output = Self;

    /// `other` is a part of it.
    fn sub(self, other: Self) -> Self {
        let counts = WindowCounts {
            good: self.counts.good - other.counts.good,
            bad: self.counts.bad - other.counts.bad,
            unknown: self.counts.unknown - other.counts.unknown,
        };
        Self { counts, excluded: self.excluded - other.excluded }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use runner_model::Trigger;

    use super::*;
    use crate::Interval;
    use crate::series::{Aspect, ExcludedBy, Exclusion, State};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn runs() -> impl Strategy<Value = Vec<Sample>> {
        let state = prop_oneof![
            4 => Just(State::Up),
            2 => Just(State::Down),
            1 => Just(State::Unknown),
            1 => Just(State::Excluded(ExcludedBy::Customer)),
        ];
        let trigger = prop_oneof![4 => Just(Trigger::Schedule), 1 => Just(Trigger::Confirmation)];
        let run = (1_i64..200, state, trigger);
        prop::collection::vec(run, 0..40).prop_map(|runs| {
            let mut second = 0;
            let run = |(later, state, trigger)| {
                second += later;
                Sample {
                    at: at(second),
                    trigger,
                    front_door: state,
                    transaction: state,
                    retried: false,
                    took: None,
                }
            };
            runs.into_iter().map(run).collect()
        })
    }

    proptest! {
        #[test]
        fn sums_say_of_every_window_what_its_runs_do(
            runs in runs(),
            excluded in (0_i64..3000, 1_i64..900),
            window in 1_u64..4000,
            now in 0_i64..5000,
        ) {
            let (from, length) = excluded;
            let span = Span { from: at(from), until: at(from + length) };
            let exclusions = Exclusions::new([Exclusion { span, by: ExcludedBy::Maintenance }]);
            let interval = Interval::new(Duration::from_secs(60)).unwrap();
            let watch = Watch { interval, since: at(60), aspect: Aspect::FrontDoor };
            let window = Duration::from_secs(window);
            let counted = WindowCounts::of(&runs, watch, &exclusions, window, at(now));
            let sums = RunSums::of(&runs, watch, exclusions);
            prop_assert_eq!(sums.window(window, at(now)), counted);
        }
    }
}
