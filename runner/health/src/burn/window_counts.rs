//! What runs in a window say about the rate at which a budget burns.

use std::time::Duration;

use jiff::Timestamp;
use num_traits::ToPrimitive;

use super::run_sums::Sums;
use crate::calendar::Span;
use crate::exact::{Fraction, seconds, share};
use crate::interval::Interval;
use crate::series::{Aspect, Exclusions, RunCounts, Sample, Standing};
use crate::target::Target;

/// What runs in a window say. What is unknown is not good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WindowCounts {
    /// Runs that succeeded.
    pub good: u64,
    /// Runs that failed.
    pub bad: u64,
    /// Runs that say nothing, and runs that should have been there.
    pub unknown: u64,
}

/// What is watched: how often it should be run, and since when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// From one run to the next.
    pub interval: Interval,
    /// When it was run for the first time: before that no run is missing.
    pub since: Timestamp,
    /// Which part of a run counts.
    pub aspect: Aspect,
}

impl WindowCounts {
    /// What `samples`, which stand in order, say about the time of this length before `now`: later
    /// than its beginning, and up to now.
    pub fn of(
        samples: &[Sample],
        watch: Watch,
        exclusions: &Exclusions,
        window: Duration,
        now: Timestamp,
    ) -> Self {
        let begins = Span::ending(now, window).from;
        let first = samples.partition_point(|sample| sample.at <= begins);
        let last = samples.partition_point(|sample| sample.at <= now);
        let mut sums = Sums::default();
        for sample in samples.get(first..last).unwrap_or_default() {
            sums += kind(sample, watch.aspect, exclusions);
        }
        sums.with_missing(due(watch, exclusions, Span { from: begins, until: now }))
    }

    /// Bad runs in valid ones; `None` without any.
    pub fn error_ratio(&self) -> Option<Fraction> {
        share(self.bad.into(), u128::from(self.good) + u128::from(self.bad))
    }

    /// Valid runs in those that should be there; `None` when there should be none.
    pub fn coverage(&self) -> Option<Fraction> {
        let valid = u128::from(self.good) + u128::from(self.bad);
        share(valid, valid + u128::from(self.unknown))
    }

    /// How many times faster than even the budget burns; `None` without a valid run.
    pub fn burn(&self, target: Target) -> Option<Fraction> {
        Some(self.error_ratio()? / target.bad())
    }
}

impl From<&RunCounts> for WindowCounts {
    /// From sums that are kept, for long windows. Runs that are missing are not in them.
    fn from(counts: &RunCounts) -> Self {
        Self { good: counts.succeeded(), bad: counts.down, unknown: counts.unknown }
    }
}

/// What one run adds.
pub(super) fn kind(sample: &Sample, aspect: Aspect, exclusions: &Exclusions) -> Sums {
    let mut one = Sums::default();
    let of_its_kind = match Standing::of(sample, aspect, exclusions) {
        Standing::Counted | Standing::Retry if sample.state(aspect).is_available() => {
            &mut one.counts.good
        }
        Standing::Counted | Standing::Retry => &mut one.counts.bad,
        Standing::Unknown => &mut one.counts.unknown,
        Standing::Customer => &mut one.excluded,
        Standing::Hours
        | Standing::Maintenance
        | Standing::Confirmation
        | Standing::Manual
        | Standing::Deploy => return one,
    };
    *of_its_kind = 1;
    one
}

/// How many runs should have begun in `span`, up to its end, after the first run, outside of what
/// is excluded. A part of an interval is no run.
pub(super) fn due(watch: Watch, exclusions: &Exclusions, span: Span) -> u64 {
    // The first run itself is due, too: it begins where a first interval would end.
    let begins = Span::ending(watch.since, watch.interval.duration()).from;
    let span = Span { from: span.from.max(begins), until: span.until };
    let excluded: Duration = exclusions
        .as_slice()
        .iter()
        .filter_map(|exclusion| exclusion.span.within(span))
        .map(|part| part.length())
        .sum();
    let operating = span.length().saturating_sub(excluded);
    let intervals = seconds(operating) / seconds(watch.interval.duration());
    intervals.to_integer().to_u64().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use runner_model::Trigger;

    use super::*;
    use crate::series::{ExcludedBy, Exclusion, State};

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    /// One run in each of these minutes, the last of which failed.
    fn runs(minutes: impl IntoIterator<Item = i64>) -> Vec<Sample> {
        let run = |minute| Sample {
            at: at(minute),
            trigger: Trigger::Schedule,
            front_door: State::Up,
            transaction: State::Up,
            retried: false,
            took: None,
        };
        let mut runs: Vec<Sample> = minutes.into_iter().map(run).collect();
        if let Some(last) = runs.last_mut() {
            last.front_door = State::Down;
        }
        runs
    }

    fn counts(samples: &[Sample], exclusions: &Exclusions, now: i64) -> (u64, u64, u64) {
        let interval = Interval::new(Duration::from_secs(60)).unwrap();
        let watch = Watch { interval, since: at(0), aspect: Aspect::FrontDoor };
        let counts = WindowCounts::of(samples, watch, exclusions, HOUR, at(now));
        (counts.good, counts.bad, counts.unknown)
    }

    #[test]
    fn a_window_ends_with_the_run_of_now_and_begins_after_its_first_moment() {
        assert_eq!(counts(&runs(0..=120), &Exclusions::default(), 120), (59, 1, 0));
    }

    #[test]
    fn a_missing_run_is_unknown_unless_nobody_asked_for_it() {
        let none = Exclusions::default();
        let gap = (0..80).chain(100..=120);
        assert_eq!(counts(&runs(gap.clone()), &none, 120), (39, 1, 20));
        let span = Span { from: at(80), until: at(100) };
        let night = Exclusions::new([Exclusion { span, by: ExcludedBy::Hours }]);
        assert_eq!(counts(&runs(gap), &night, 120), (39, 1, 0));
    }

    #[test]
    fn before_the_first_run_none_is_missing() {
        assert_eq!(counts(&runs(0..=9), &Exclusions::default(), 9), (9, 1, 0));
    }

    #[test]
    fn a_confirmation_is_not_counted() {
        let mut samples = runs(0..=120);
        samples.push(Sample { trigger: Trigger::Confirmation, ..samples[120] });
        assert_eq!(counts(&samples, &Exclusions::default(), 120), (59, 1, 0));
    }
}
