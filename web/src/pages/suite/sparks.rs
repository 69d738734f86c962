//! How long each step takes, as lines through the last runs, and as a table.

use std::time::Duration;

use runner_model::{Outcome, SeriesRun, human};
use serde::Serialize;

use super::steps::StepTimes;
use crate::pages::link;
use crate::pages::table::Table;

const WIDTH: f64 = 180.0;
const HEIGHT: f64 = 30.0;

/// How long a step took in the last runs.
#[derive(Debug, Serialize)]
pub(super) struct Spark {
    name: String,
    p50: String,
    p95: String,
    failed: usize,
    /// A line through the last runs.
    line: String,
    sentence: String,
}

impl Spark {
    pub(super) fn of(step: &StepTimes) -> Self {
        let text = |time: Option<Duration>| time.map_or_else(|| "–".to_owned(), human::duration);
        let (name, p50, p95) = (step.name.clone(), text(step.p50), text(step.p95));
        let sentence = format!("{name}: half of the runs within {p50}, 95 % within {p95}");
        Self { line: line(&step.took), name, p50, p95, failed: step.failed, sentence }
    }
}

/// How long each step took in each of these runs, newest first.
pub(super) fn each_run(runs: &[SeriesRun], steps: &[StepTimes]) -> Table {
    let names = steps.iter().map(|step| step.name.clone());
    let mut table = Table::new(std::iter::once("Began".to_owned()).chain(names), steps.len());
    for run in runs.iter().rev() {
        let began = run.started.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        let took = (0..steps.len()).map(|number| match run.steps.get(number) {
            Some(mark) if mark.outcome == Outcome::Skipped => "skipped".to_owned(),
            Some(mark) if mark.outcome == Outcome::Failed => {
                format!("{}, failed", human::duration(mark.took))
            }
            Some(mark) => human::duration(mark.took),
            None => "–".to_owned(),
        });
        table.add_linked(link::run(&run.run), std::iter::once(began).chain(took));
    }
    table
}

fn line(took: &[Duration]) -> String {
    let longest = took.iter().max().copied().unwrap_or_default().as_secs_f64().max(0.000_1);
    let step = WIDTH / (took.len().saturating_sub(1).max(1)) as f64;
    let points = took.iter().enumerate().map(|(number, time)| {
        let y = HEIGHT - 2.0 - (HEIGHT - 4.0) * time.as_secs_f64() / longest;
        let command = if number == 0 { "M" } else { "L" };
        format!("{command}{:.1} {y:.1}", number as f64 * step)
    });
    points.collect()
}
