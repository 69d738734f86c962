//! What holds whatever happened.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use runner_health::budget::{BurnDown, ErrorBudget};
use runner_health::calendar::Span;
use runner_health::deploy::{Answer, DeployRun, DeployVerdict, Evidence, Stage, judge};
use runner_health::exact::{Fraction, whole};
use runner_health::rollup::Rollup;
use runner_health::series::{
    Aspect, ExcludedBy, Exclusion, Exclusions, History, RunCounts, Sample, State,
};
use runner_health::sli::{Availability, Reliability};
use runner_health::{Interval, Target};
use runner_model::{Outcome, Ratio, Trigger};

const MINUTE: Duration = Duration::from_secs(60);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn span(from: i64, until: i64) -> Span {
    Span { from: at(from), until: at(until) }
}

fn hold() -> Duration {
    Interval::new(MINUTE).unwrap().hold()
}

fn states() -> impl Strategy<Value = State> {
    prop_oneof![
        4 => Just(State::Up),
        1 => Just(State::Degraded),
        2 => Just(State::Down),
        1 => Just(State::Unknown),
        1 => Just(State::Excluded(ExcludedBy::Customer)),
    ]
}

fn triggers() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        6 => Just(Trigger::Schedule),
        1 => Just(Trigger::Confirmation),
        1 => Just(Trigger::Deploy),
    ]
}

/// Some hours of runs: about one a minute, some late, some missing, some not scheduled.
fn histories() -> impl Strategy<Value = Vec<Sample>> {
    let run = (1_i64..150, states(), states(), triggers(), any::<bool>(), 0_u64..2_000_000_000);
    prop::collection::vec(run, 0..150).prop_map(|runs| {
        let mut second = 0;
        let sample =
            |(after, front_door, transaction, trigger, retried, took): (_, _, _, _, _, _)| {
                second += after;
                let took = Some(Duration::from_nanos(took));
                Sample { at: at(second), trigger, front_door, transaction, retried, took }
            };
        runs.into_iter().map(sample).collect()
    })
}

fn exclusions() -> impl Strategy<Value = Exclusions> {
    prop::collection::vec((0_i64..9000, 0_i64..2000), 0..4).prop_map(|parts| {
        let part = |(from, length): (i64, i64)| Exclusion {
            span: span(from, from + length),
            by: ExcludedBy::Maintenance,
        };
        Exclusions::new(parts.into_iter().map(part))
    })
}

fn availability(samples: &[Sample], of: Span, exclusions: &Exclusions) -> Availability {
    let history = History::of(samples, Aspect::FrontDoor, of, hold(), exclusions).unwrap();
    Availability::of(&history.times())
}

fn is_share(share: &Fraction) -> bool {
    *share >= whole(0) && *share <= whole(1)
}

proptest! {
    #[test]
    fn an_availability_is_a_share_between_its_bounds(
        samples in histories(), from in 0_i64..9000, length in 0_i64..9000, exclusions in exclusions(),
    ) {
        let of = span(from, from + length);
        let found = availability(&samples, of, &exclusions);
        let shares = [&found.share, &found.coverage, &found.lowest, &found.highest];
        prop_assert!(shares.into_iter().flatten().all(is_share));
        if let (Some(share), Some(low), Some(high)) = (found.share, found.lowest, found.highest) {
            prop_assert!(low <= share && share <= high);
        }
        let counts = RunCounts::of(&samples, Aspect::Transaction, of, &exclusions).unwrap();
        let reliability = Reliability::of(&counts);
        prop_assert!(reliability.first_attempt <= reliability.share);
        prop_assert!(reliability.share.iter().all(is_share));
    }

    #[test]
    fn every_moment_of_a_span_is_in_one_state(
        samples in histories(), from in 0_i64..9000, length in 0_i64..9000, exclusions in exclusions(),
    ) {
        let of = span(from, from + length);
        let history = History::of(&samples, Aspect::FrontDoor, of, hold(), &exclusions).unwrap();
        prop_assert_eq!(history.times().total(), of.length());
        let mut drawn = of.from;
        for slice in history.slices() {
            prop_assert!(slice.span.from == drawn && slice.span.until > drawn);
            drawn = slice.span.until;
        }
        prop_assert!(drawn == of.until);
        prop_assert!(history.slices().windows(2).all(|pair| pair[0].state != pair[1].state));
    }

    #[test]
    fn a_longer_outage_never_raises_the_availability(
        samples in histories(), first in 0_usize..150, length in 0_usize..20, more in 0_usize..20,
    ) {
        let with_outage = |length: usize| {
            let mut samples = samples.clone();
            for sample in samples.iter_mut().skip(first).take(length) {
                sample.front_door = State::Down;
            }
            availability(&samples, span(0, 9000), &Exclusions::default())
        };
        let (shorter, longer) = (with_outage(length), with_outage(length + more));
        if shorter.share.is_some() {
            prop_assert!(longer.share <= shorter.share);
        }
        prop_assert!(longer.lowest <= shorter.lowest);
        prop_assert!(longer.highest <= shorter.highest);
    }

    #[test]
    fn unknown_time_never_becomes_up(samples in histories(), lost in any::<prop::sample::Index>()) {
        let none = Exclusions::default();
        let history = |samples: &[Sample]| {
            History::of(samples, Aspect::FrontDoor, span(0, 9000), hold(), &none).unwrap()
        };
        let known = history(&samples);
        // Whenever it is up, the newest scheduled run said so, and not long ago.
        for slice in known.slices().iter().filter(|slice| slice.state == State::Up) {
            let last = at(slice.span.until.as_second() - 1);
            let newest = samples.iter().rfind(|s| s.trigger == Trigger::Schedule && s.at <= last).unwrap();
            prop_assert_eq!(newest.front_door, State::Up);
            prop_assert!(last < newest.at + hold());
        }
        // And when a run turns out to be our own fault, nothing becomes better.
        let mut errored = samples;
        if !errored.is_empty() {
            let lost = lost.index(errored.len());
            errored[lost].front_door = State::Unknown;
            let less = history(&errored);
            prop_assert!(less.times().good() <= known.times().good());
            prop_assert!(less.times().known() <= known.times().known());
        }
    }

    #[test]
    fn sums_can_be_merged_in_any_order(
        samples in histories(), mut cuts in prop::array::uniform2(0_i64..9000), exclusions in exclusions(),
    ) {
        cuts.sort_unstable();
        let rollup = |from, until| Rollup::of(&samples, span(from, until), hold(), &exclusions).unwrap();
        let parts = [rollup(0, cuts[0]), rollup(cuts[0], cuts[1]), rollup(cuts[1], 9000)];
        let merged = |a: &Rollup, b: &Rollup| {
            let mut merged = a.clone();
            merged += b;
            merged
        };
        let left = merged(&merged(&parts[0], &parts[1]), &parts[2]);
        let right = merged(&parts[0], &merged(&parts[1], &parts[2]));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(&left, &merged(&parts[2], &merged(&parts[1], &parts[0])));
        prop_assert_eq!(&left, &rollup(0, 9000));
    }

    #[test]
    fn hours_and_what_is_left_over_are_the_whole(
        samples in histories(), from in 0_i64..9000, length in 0_i64..9000, exclusions in exclusions(),
    ) {
        let of = span(from, from + length);
        let mut sum = Rollup::default();
        let cut = runner_health::rollup::WholeHours::of(of);
        for part in [cut.before, cut.after] {
            sum += &Rollup::of(&samples, part, hold(), &exclusions).unwrap();
        }
        for (_, hour) in Rollup::hourly(&samples, of, hold(), &exclusions).unwrap() {
            sum += &hour;
        }
        prop_assert_eq!(sum, Rollup::of(&samples, of, hold(), &exclusions).unwrap());
    }

    #[test]
    fn a_budget_never_grows_within_its_window(
        samples in histories(), percent in 1_u64..100, step in 1_usize..3000, exclusions in exclusions(),
    ) {
        let window = span(0, 9000);
        let history = History::of(&samples, Aspect::FrontDoor, window, hold(), &exclusions).unwrap();
        let target = Target::new(Ratio::new(percent, 100).unwrap()).unwrap();
        let excluded = history.times().excluded;
        let budget = ErrorBudget::of_time(target, window.length(), excluded);
        let moments = (0..=9000).step_by(step).chain([9000]).map(at);
        let line = BurnDown::of(&budget, &history, window, moments);
        let falls = |pair: &[runner_health::budget::BurnDownPoint]| {
            pair[1].remaining <= pair[0].remaining
        };
        prop_assert!(line.points().windows(2).all(falls));
        let last = line.points().last().unwrap();
        prop_assert_eq!(last.at, window.until);
        prop_assert_eq!(&last.remaining, &budget.after(history.times().down).remaining_share);
    }

    #[test]
    fn a_gate_without_a_failure_is_never_worse(
        before in prop::collection::vec((0_u8..4, 1_u64..10_000), 0..30),
        after in prop::collection::vec((1_u8..4, 1_u64..10_000), 0..12),
        control in prop::collection::vec((0_u8..4, 1_u64..10_000), 0..12),
        extended: bool,
    ) {
        let runs = |runs: &[(u8, u64)]| -> Vec<DeployRun> {
            let outcome = |kind| match kind {
                0 => Outcome::Failed,
                1 => Outcome::Errored,
                2 => Outcome::Degraded,
                _ => Outcome::Passed,
            };
            let run = |&(kind, ms): &(u8, u64)| DeployRun {
                outcome: outcome(kind),
                took: Duration::from_millis(ms),
            };
            runs.iter().map(run).collect()
        };
        let evidence = |before, after| Evidence {
            test: "pay".to_owned(),
            before: runs(before),
            after: runs(after),
        };
        let stage = if extended { Stage::Extended } else { Stage::First };
        let answer = judge(&[evidence(&before, &after)], &[evidence(&before, &control)], stage);
        let Answer::Verdict(report) = answer else { panic!("nothing failed, and more is asked for") };
        let valid = after.iter().filter(|(kind, _)| *kind != 1).count();
        prop_assert_ne!(report.verdict, DeployVerdict::Worse);
        prop_assert_eq!(report.verdict == DeployVerdict::CannotTell, valid < 4);
    }
}
