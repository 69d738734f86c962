//! How long it takes to read a year of one series, run once a minute: from its runs, and from the
//! sums of its hours. From runs it should take less than a second, from hours less than 50 ms.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a bench is its failure")]

use std::time::Duration;

use divan::{Bencher, black_box};
use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::rollup::{LatencySketch, Rollup};
use runner_health::series::{Aspect, ExcludedBy, Exclusion, Exclusions, Sample, State};
use runner_health::sli::{Attainment, Availability, Reliability};
use runner_health::{Interval, Target};
use runner_model::{Ratio, Trigger};

const MINUTE: Duration = Duration::from_secs(60);
const YEAR: Duration = Duration::from_secs(365 * 86_400);

fn main() {
    divan::main();
}

fn year() -> Span {
    Span::starting("2025-01-01T00:00:00Z".parse().unwrap(), YEAR)
}

fn hold() -> Duration {
    Interval::new(MINUTE).unwrap().hold()
}

/// 525,600 runs. One in 997 fails, one in 311 needs a retry, one in 5000 is missing.
fn runs() -> Vec<Sample> {
    let begins = year().from;
    let minutes = u32::try_from(YEAR.as_secs() / 60).unwrap();
    let run = |minute: u32| {
        let state = if minute.is_multiple_of(997) { State::Down } else { State::Up };
        Sample {
            at: begins + MINUTE * minute,
            trigger: Trigger::Schedule,
            front_door: state,
            transaction: state,
            retried: minute.is_multiple_of(311),
            took: Some(Duration::from_micros(u64::from(80_000 + minute * 7919 % 300_000))),
        }
    };
    (0..minutes).filter(|minute| minute % 5000 != 4999).map(run).collect()
}

/// Two hours of maintenance each week.
fn maintenance() -> Exclusions {
    let week = Duration::from_secs(7 * 86_400);
    let night = |number| Exclusion {
        span: Span::starting(year().from + week * number, Duration::from_secs(7200)),
        by: ExcludedBy::Maintenance,
    };
    Exclusions::new((0..52).map(night))
}

/// All that a page about a year shows.
fn numbers(year: &Rollup) -> (Availability, Reliability, Attainment, Option<Duration>) {
    let target = Target::new(Ratio::from_percent_text("99.9%").unwrap()).unwrap();
    let door = year.tally(Aspect::FrontDoor);
    (
        Availability::of(&door.times),
        Reliability::of(&year.transaction.runs),
        Attainment::of_availability(target, &door.times, &door.runs),
        year.latency.percentiles().map(|percentiles| percentiles.p99),
    )
}

#[divan::bench]
fn from_runs(bencher: Bencher<'_, '_>) {
    let (runs, maintenance) = (runs(), maintenance());
    bencher.bench(|| numbers(&Rollup::of(black_box(&runs), year(), hold(), &maintenance).unwrap()));
}

#[divan::bench]
fn from_hours(bencher: Bencher<'_, '_>) {
    let hours = Rollup::hourly(&runs(), year(), hold(), &maintenance()).unwrap();
    bencher.bench(|| {
        let mut year = Rollup::default();
        black_box(&hours).iter().for_each(|(_, hour)| year += hour);
        numbers(&year)
    });
}

#[divan::bench]
fn from_hours_as_they_are_kept(bencher: Bencher<'_, '_>) {
    let hours = Rollup::hourly(&runs(), year(), hold(), &maintenance()).unwrap();
    let kept: Vec<(Rollup, Vec<u8>)> = hours
        .into_iter()
        .map(|(_, hour)| {
            let bytes = hour.latency.to_bytes();
            (Rollup { latency: LatencySketch::default(), ..hour }, bytes)
        })
        .collect();
    bencher.bench(|| {
        let mut year = Rollup::default();
        for (hour, bytes) in black_box(&kept) {
            year += hour;
            year.latency.merge(&LatencySketch::from_bytes(bytes).unwrap());
        }
        numbers(&year)
    });
}

#[divan::bench]
fn into_hours(bencher: Bencher<'_, '_>) {
    let (runs, maintenance) = (runs(), maintenance());
    bencher.bench(|| Rollup::hourly(black_box(&runs), year(), hold(), &maintenance).unwrap());
}

#[divan::bench]
fn one_hour_of_runs(bencher: Bencher<'_, '_>) {
    let runs = runs();
    let hour = Span::starting(Timestamp::from_second(1_735_700_400).unwrap(), MINUTE * 60);
    let first = runs.partition_point(|run| run.at < hour.from);
    let recent = &runs[first..first + 61];
    bencher.bench(|| Rollup::of(black_box(recent), hour, hold(), &Exclusions::default()).unwrap());
}
