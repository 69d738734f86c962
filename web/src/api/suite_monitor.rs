//! A suite as one monitor runs it, step by step and day by day.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::millis::millis;
use super::named::Named;
use super::offered::not_read;
use super::suites::{FailedLine, SuiteMonitor};
use crate::pages::suite::{Day, StepTimes, Watched};
use crate::problem::Problem;
use crate::router::Inside;

/// A suite as one monitor runs it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuiteWatched {
    /// What history calls the suite.
    suite: String,
    #[serde(flatten)]
    monitor: SuiteMonitor,
    /// When it is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Timestamp>,
    /// The last 90 days, oldest first; the last one is today.
    days: Vec<DayLine>,
    /// The steps of the last 90 runs of the test that is worst at present.
    steps: Vec<StepLine>,
    /// What failed most often in its last runs that failed.
    failed_most: Vec<FailedLine>,
}

/// The runs of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayLine {
    /// In UTC: `2026-01-31`.
    #[schema(format = Date)]
    date: String,
    passed: u64,
    /// Those that passed or failed: of the others nothing is known.
    known: u64,
}

/// A step in the last runs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepLine {
    /// Its name, or `step 3` where that is not known.
    name: String,
    /// Half of the runs were done with it within so many milliseconds; left out when none came to
    /// it.
    #[serde(skip_serializing_if = "Option::is_none")]
    p50_ms: Option<f64>,
    /// The same of 95 % of the runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_ms: Option<f64>,
    /// How many runs came to it.
    runs: usize,
    /// In how many it failed.
    failed: usize,
}

/// A suite as one monitor runs it, step by step and day by day.
#[utoipa::path(get, path = "/api/v1/suites/{name}/monitors/{monitor}", tag = "monitors",
    params(("name" = String, Path, description = "What history calls the suite; `/` in it is written `%2F`"),
        ("monitor" = String, Path, description = "The name of the monitor")),
    responses((status = 200, body = SuiteWatched)))]
pub(crate) async fn suite_monitor(
    State(inside): State<Arc<Inside>>,
    Named((name, monitor)): Named<(String, String)>,
) -> Result<Json<SuiteWatched>, Problem> {
    let standings = inside.standings().await?;
    let suites = standings.lines.iter().filter(|line| line.suite.as_str() == name);
    if suites.clone().next().is_none() {
        return Err(Problem::NotThere { what: format!("no monitor runs a suite `{name}`") });
    }
    let line = suites.clone().find(|line| line.monitor.as_str() == monitor).ok_or_else(|| {
        let all: Vec<String> = suites.map(|line| format!("`{}`", line.monitor)).collect();
        let what = format!("`{monitor}` does not run `{name}`: that is run by {}", all.join(", "));
        Problem::NotThere { what }
    })?;
    let watched = Watched::read(&inside.door.store, line, &standings).await.map_err(not_read)?;
    Ok(Json(SuiteWatched::of(watched)))
}

impl SuiteWatched {
    fn of(watched: Watched<'_>) -> Self {
        let Watched { line, next, days, steps, failed_most, .. } = watched;
        let failed_most = failed_most.map(|found| found.rows).unwrap_or_default();
        Self {
            suite: line.suite.to_string(),
            monitor: SuiteMonitor::of(line),
            next,
            days: days.iter().map(DayLine::of).collect(),
            steps: steps.into_iter().map(StepLine::of).collect(),
            failed_most: failed_most.into_iter().map(FailedLine::of).collect(),
        }
    }
}

impl DayLine {
    fn of(Day { date, passed, known }: &Day) -> Self {
        Self { date: date.to_string(), passed: *passed, known: *known }
    }
}

impl StepLine {
    fn of(StepTimes { name, took, p50, p95, failed }: StepTimes) -> Self {
        Self { name, p50_ms: p50.map(millis), p95_ms: p95.map(millis), runs: took.len(), failed }
    }
}
