//! What runs leave behind, taken from real ones: `tripline run`, once for a suite that passes and
//! once for one that fails.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use benches::tripline;
use jiff::Timestamp;
use runner_model::{RunId, SeriesRun, TestResult, Trigger};
use serde_json::Value;

use crate::extent::Size;
use crate::project::{FAILING, Watched, suite};

/// One result of each kind.
pub(crate) struct Results {
    passed: TestResult,
    failed: TestResult,
}

/// Numbers that look like chance, and are the same each time.
#[derive(Clone, Copy)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Below `bound`, which is small.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % bound
    }

    fn bytes(&mut self) -> [u8; 10] {
        std::array::from_fn(|_| self.below(256) as u8)
    }
}

impl Results {
    /// Runs a suite of each kind of the project in `folder`.
    pub(crate) fn of(folder: &Path) -> Result<Self, Box<dyn Error>> {
        Ok(Self { passed: result(folder, FAILING)?, failed: result(folder, 0)? })
    }

    /// A run of `watched` that was due at `planned`: with everything about it when `in_full` says
    /// so.
    pub(crate) fn run(
        &self,
        watched: Watched,
        planned: Timestamp,
        (has_failed, in_full): (bool, bool),
        dice: &mut Dice,
    ) -> SeriesRun {
        let like = if has_failed { &self.failed } else { &self.passed };
        let started = planned + Duration::from_micros(300 + dice.below(5_000));
        let series = watched.series();
        let id = RunId::at(started, dice.bytes());
        let mut test = like.clone();
        test.test = series.test.clone();
        test.name = format!("Order {:04}", watched.suite);
        test.started = started;
        // Everything takes its time, some more than other.
        let factor = 0.8 + 0.01 * dice.below(60) as f64;
        test.took = (test.took + Duration::from_millis(80)).mul_f64(factor);
        for step in &mut test.steps {
            step.started = started;
            step.took = step.took.mul_f64(factor);
        }
        let run = SeriesRun::of(series, id, planned, Trigger::Schedule, &test);
        SeriesRun { detail: in_full.then(|| Box::new(test)), ..run }
    }
}

/// The runs of a monitor: due every `every`, the last one just before `until`.
pub(crate) fn planned(size: Size, every: Duration, until: Timestamp) -> Vec<Timestamp> {
    let count = u32::try_from(size.runs_each()).unwrap_or(u32::MAX);
    (0..count).rev().map(|back| until - every * back).collect()
}

/// The only result of a suite.
fn result(folder: &Path, number: usize) -> Result<TestResult, Box<dyn Error>> {
    let report = folder.join("report.json");
    let mut command = Command::new(tripline()?);
    command.current_dir(folder).args(["run", &format!("{}.trip.yaml", suite(number))]);
    command.args(["-e", "production", "--report"]).arg(format!("json={}", report.display()));
    let output = command.stdin(Stdio::null()).output()?;
    let read = std::fs::read(&report).map_err(|_| {
        format!("a suite could not be run:\n{}", String::from_utf8_lossy(&output.stderr))
    })?;
    let report: Value = serde_json::from_slice(&read)?;
    let test = report.pointer("/suites/0/variants/0/tests/0");
    let test = test.ok_or("a report without a test")?;
    Ok(serde_json::from_value(test.clone())?)
}
