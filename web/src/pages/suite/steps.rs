//! How long each step takes.

use std::time::Duration;

use runner_model::{Outcome, SeriesRun};

/// How long a step took in the last runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepTimes {
    pub(crate) name: String,
    /// In each run that carried it out, oldest first.
    pub(crate) took: Vec<Duration>,
    /// Half of these were done within it; `None` when there is none.
    pub(crate) p50: Option<Duration>,
    /// 95 of 100 of these were done within it.
    pub(crate) p95: Option<Duration>,
    pub(crate) failed: usize,
}

/// Each step of the last runs, which stand oldest first. `names` are those of the steps, as far as
/// they are known.
pub(super) fn steps(runs: &[SeriesRun], names: &[String]) -> Vec<StepTimes> {
    let most = runs.iter().map(|run| run.steps.len()).max().unwrap_or_default();
    (0..most).map(|number| step(number, runs, names.get(number))).collect()
}

fn step(number: usize, runs: &[SeriesRun], name: Option<&String>) -> StepTimes {
    let marks: Vec<_> = runs.iter().filter_map(|run| run.steps.get(number)).collect();
    let carried_out = marks.iter().filter(|mark| mark.outcome != Outcome::Skipped);
    let took: Vec<Duration> = carried_out.map(|mark| mark.took).collect();
    let mut sorted = took.clone();
    sorted.sort();
    let at = |percent: usize| {
        let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(rank).copied()
    };
    StepTimes {
        name: name.cloned().unwrap_or_else(|| format!("step {}", number + 1)),
        p50: at(50),
        p95: at(95),
        failed: marks.iter().filter(|mark| mark.outcome == Outcome::Failed).count(),
        took,
    }
}
