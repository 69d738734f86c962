//! Stores and runs to try things with.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{
    Outcome, Place, RunId, Series, SeriesRun, StepMark, TestRef, TestResult, Timings, Trigger,
    Variant,
};
use runner_store::{Record, Store};
use tempfile::TempDir;

/// A store in a folder of its own, which goes with it.
pub(crate) struct Sample {
    folder: TempDir,
    pub(crate) store: Store,
}

impl Sample {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().expect("a folder for tests can be made");
        let store =
            Store::open(&folder.path().join("trip.db")).await.expect("a new store can be made");
        Self { folder, store }
    }

    /// A file in its folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// `2026-01-01T00:00:00Z` and so many seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).expect("it is in this era")
}

pub(crate) fn series(monitor: &str) -> Series {
    Series {
        monitor: monitor.try_into().expect("it is a name"),
        test: TestRef {
            suite: "suites/checkout".try_into().expect("it is a name"),
            test: "main".try_into().expect("it is a name"),
            variant: Variant::default(),
        },
        location: "eu-west".try_into().expect("it is a name"),
    }
}

/// Nothing but runs.
pub(crate) fn record(runs: Vec<SeriesRun>) -> Record {
    Record { runs, ..Record::default() }
}

/// A run of one step that passed, due at [`at`] these seconds and 300 ms late.
pub(crate) fn passed(monitor: &str, seconds: i64) -> SeriesRun {
    let planned = at(seconds);
    let started = planned + Duration::from_millis(300);
    let us = Duration::from_micros;
    let timings = Timings {
        dns: Some(us(1_204)),
        connect: Some(us(18_390)),
        tls: Some(us(41_022)),
        send: us(61),
        wait: us(112_847),
        receive: us(1_733),
    };
    let mark = StepMark {
        outcome: Outcome::Passed,
        took: timings.total(),
        status: Some(200),
        timings: Some(timings),
    };
    SeriesRun {
        series: series(monitor),
        run: RunId::at(started, random(monitor, seconds)),
        planned,
        started,
        took: timings.total() + us(912),
        outcome: Outcome::Passed,
        first_try: true,
        trigger: Trigger::Schedule,
        steps: vec![mark],
        detail: None,
    }
}

/// The same, failed.
pub(crate) fn failed(monitor: &str, seconds: i64) -> SeriesRun {
    let mut run = passed(monitor, seconds);
    run.outcome = Outcome::Failed;
    run.steps[0].outcome = Outcome::Failed;
    run.steps[0].status = Some(502);
    run
}

/// The same with its detail.
pub(crate) fn in_full(mut run: SeriesRun) -> SeriesRun {
    run.detail = Some(Box::new(TestResult {
        test: run.series.test.clone(),
        name: "Checkout".into(),
        place: Place {
            file: "checkout.trip.yaml".into(),
            line: 1,
            column: 1,
            width: 1,
            source: "steps:".into(),
        },
        outcome: run.outcome,
        started: run.started,
        took: run.took,
        steps: Vec::new(),
        checks: Vec::new(),
        rerun: "tripline run checkout.trip.yaml".into(),
    }));
    run
}

/// Bytes that differ from run to run, and are the same each time.
fn random(monitor: &str, seconds: i64) -> [u8; 10] {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut next = |byte: u8| {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        (state >> 32) as u8
    };
    monitor.bytes().chain(seconds.to_le_bytes()).for_each(|byte| {
        next(byte);
    });
    std::array::from_fn(|index| next(index as u8))
}
