//! A project whose store remembers scripted runs.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{
    Outcome, RunId, Series, SeriesRun, StepMark, TestRef, Timings, Trigger, Variant,
};
use runner_store::{Record, Store};

pub(crate) use crate::harness::{Ended, Project};

/// Two services, three monitors that run once a minute.
const PLACES: &str = "\
version: 1
services: { payments: { owner: team-money }, search: {} }
environments:
  here: { services: { payments: ORIGIN, search: ORIGIN } }
monitors:
  payments-eu: { run: [payments.trip.yaml], every: 1m }
  payments-us: { run: [payments.trip.yaml], every: 1m }
  search: { run: [search.trip.yaml], every: 1m }
";

const SUITES: [(&str, &str); 2] = [
    (
        "payments.trip.yaml",
        "name: payments\nservice: payments\nsteps:\n  - { name: pay, get: / }\n",
    ),
    ("search.trip.yaml", "name: search\nservice: search\nsteps:\n  - { name: find, get: / }\n"),
];

/// `10:02:10` on 20 November 2026.
pub(crate) fn at(clock: &str) -> Timestamp {
    format!("2026-11-20T{clock}Z").parse().unwrap()
}

/// A run of a monitor that began and ended so.
pub(crate) fn run(
    monitor: &str,
    began: Timestamp,
    outcome: Outcome,
    trigger: Trigger,
) -> SeriesRun {
    let suite = if monitor == "search" { "search" } else { "payments" };
    let series = Series {
        monitor: monitor.try_into().unwrap(),
        test: TestRef {
            suite: suite.try_into().unwrap(),
            test: "main".try_into().unwrap(),
            variant: Variant::default(),
        },
        location: "here".try_into().unwrap(),
    };
    let took = Duration::from_millis(120);
    let timings = Some(Timings { wait: took, ..Timings::default() });
    SeriesRun {
        run: RunId::at(began, std::array::from_fn(|byte| monitor.as_bytes()[byte % monitor.len()])),
        series,
        planned: began,
        started: began,
        took,
        outcome,
        first_try: true,
        trigger,
        steps: vec![StepMark { outcome, took, status: Some(200), timings }],
        detail: None,
    }
}

/// One run a minute, one for each letter: passed, degraded, failed, errored; none for another one.
pub(crate) fn minutes(monitor: &str, from: Timestamp, letters: &str) -> Vec<SeriesRun> {
    let runs = (0..).zip(letters.chars()).filter_map(|(minute, letter)| {
        let outcome = match letter {
            '.' => Outcome::Passed,
            'w' => Outcome::Degraded,
            'x' => Outcome::Failed,
            '?' => Outcome::Errored,
            _ => return None,
        };
        Some(run(monitor, from + SignedDuration::from_mins(minute), outcome, Trigger::Schedule))
    });
    runs.collect()
}

impl Project {
    /// The three monitors, and what `rest` says.
    pub(crate) fn promising(rest: &str) -> Self {
        let project = Self::bare().file("tripline.yaml", &format!("{PLACES}{rest}"));
        SUITES.iter().fold(project, |project, (file, text)| project.file(file, text))
    }

    /// The store remembers these runs, too.
    pub(crate) fn remembers(self, runs: Vec<SeriesRun>) -> Self {
        self.store(async |store| {
            store.record(Record { runs, ..Record::default() }).await.unwrap();
        });
        self
    }

    /// Does something with the store.
    pub(crate) fn store<T>(&self, work: impl AsyncFnOnce(&Store) -> T) -> T {
        let path = self.path("tripline.db");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&path).await.unwrap();
            let done = work(&store).await;
            store.close().await;
            done
        })
    }

    /// `tripline slo …`, as things stood at that time of the day.
    pub(crate) fn slo(&self, clock: &str, args: &[&str]) -> Ended {
        let now = at(clock).to_string();
        self.tripline(&[&["slo"], args, &["--at", &now]].concat())
    }
}
