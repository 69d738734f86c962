//! A run of a series, as history keeps it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Outcome, RunId, Section, Series, TestResult, Timings, Trigger, millis};

/// One run of one [`Series`]: what is remembered of every run, whether it passed or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRun {
    /// What was run.
    pub series: Series,
    /// The run it belongs to; tests of a monitor that run together share it.
    pub run: RunId,
    /// When it was due. Started − planned is how late it was.
    pub planned: Timestamp,
    /// When it began.
    pub started: Timestamp,
    /// From its first step to its last.
    #[serde(with = "millis")]
    pub took: Duration,
    /// How it ended, retries of steps included.
    pub outcome: Outcome,
    /// No step of it was tried more than once.
    pub first_try: bool,
    /// Why it took place.
    pub trigger: Trigger,
    /// Its steps in the order they were carried out, cleanup apart.
    pub steps: Vec<StepMark>,
    /// Everything about it; kept for failures and for the last pass of a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Box<TestResult>>,
}

/// What is remembered of every step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepMark {
    /// How it ended.
    pub outcome: Outcome,
    /// Tries and waits included.
    #[serde(with = "millis")]
    pub took: Duration,
    /// The status of its final answer, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where the time of its final exchange went, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}

impl SeriesRun {
    /// What is remembered of `test`, which `series` is.
    pub fn of(
        series: Series,
        run: RunId,
        planned: Timestamp,
        trigger: Trigger,
        test: &TestResult,
    ) -> Self {
        let chain = test.steps.iter().filter(|step| step.section == Section::Steps);
        let steps = chain.map(|step| {
            let exchange = step.exchange.as_deref();
            StepMark {
                outcome: step.outcome.summary(),
                took: step.took,
                status: exchange.and_then(|e| e.answer.response()).map(|r| r.status),
                timings: exchange.map(|e| e.timings),
            }
        });
        Self {
            series,
            run,
            planned,
            started: test.started,
            took: test.took,
            outcome: test.outcome,
            first_try: test.steps.iter().all(|step| step.tries.len() <= 1),
            trigger,
            steps: steps.collect(),
            detail: None,
        }
    }
}
