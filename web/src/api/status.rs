//! How everything is, in short: what the overview begins with.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_store::Store;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::incident_line::IncidentLine;
use super::incident_list::is_that;
use super::millis::millis;
use super::objectives::ObjectiveLine;
use super::offered::not_read;
use super::schemas;
use crate::pages::Range;
use crate::pages::objectives::Line as Promised;
use crate::pages::overview::{Stretch, Tally, Totals, goes_on_in, tightest};
use crate::pages::standings::Line;
use crate::problem::Problem;
use crate::router::Inside;

/// No answer may take longer; what is being worked out goes on for those who ask again.
const PATIENCE: Duration = Duration::from_secs(9);

/// So many incidents are shown.
const INCIDENTS: usize = 50;

/// What is to be summed up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Summed {
    /// What is run in this environment; everything when it is left out. `env`, as in the address
    /// of the overview, is the same.
    #[serde(alias = "env")]
    environment: Option<String>,
    /// The runs of the last `1h`, `24h`, `7d` or `30d`; `24h` when it is left out.
    #[param(schema_with = schemas::range)]
    range: Option<String>,
}

/// How everything is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    /// When this was true.
    at: Timestamp,
    /// The environment that was asked for; left out when it is all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    #[schema(schema_with = schemas::range)]
    range: &'static str,
    suites: Tally,
    /// How many monitors run them.
    monitors: usize,
    runs: RunTotals,
    incidents: OpenIncidents,
    /// The objective of which the least budget is left, in whatever environment; left out when
    /// nothing is promised, and when that cannot be worked out in time: `/api/v1/objectives` says
    /// why.
    #[serde(skip_serializing_if = "Option::is_none")]
    tightest: Option<ObjectiveLine>,
}

/// What scheduled runs came to, counted a moment ago: `until` says when.
#[derive(Serialize, ToSchema)]
struct RunTotals {
    #[serde(flatten)]
    this: StretchLine,
    /// As long a time before.
    before: StretchLine,
    /// Twelve parts of equal length, in order of time.
    parts: Vec<StretchLine>,
}

/// What scheduled runs of a stretch of time came to.
#[derive(Serialize, ToSchema)]
struct StretchLine {
    from: Timestamp,
    until: Timestamp,
    /// Passed or failed: of the others nothing is known.
    known: u64,
    /// Passed, with or without warnings.
    passed: u64,
    /// Passed in known, rounded down: `99.91 %`; left out when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
    /// What 95 of 100 runs that passed did not exceed, in milliseconds; left out when none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_ms: Option<f64>,
}

/// Incidents that go on, without those that another one explains.
#[derive(Serialize, ToSchema)]
struct OpenIncidents {
    /// How many there are.
    open: usize,
    /// The oldest 50 of them, oldest first; `/api/v1/incidents?open=true` lists all.
    items: Vec<IncidentLine>,
}

/// How everything is, in short. Each monitor is in `/api/v1/monitors`, each suite in
/// `/api/v1/suites`.
#[utoipa::path(get, path = "/api/v1/status", tag = "monitors", params(Summed),
    responses((status = 200, body = Status)))]
pub(crate) async fn status(
    State(inside): State<Arc<Inside>>,
    Asked(Summed { environment, range }): Asked<Summed>,
) -> Result<Json<Status>, Problem> {
    let environment = environment.filter(|name| !name.is_empty());
    let range = range.as_deref().map(range_of).transpose()?.unwrap_or_default();
    let (door, kept) = (&inside.door, &inside.pages);
    let standings = inside.standings().await?;
    let totals =
        Totals::read(door.store.clone(), Arc::clone(&standings), environment.clone(), range);
    let totals = kept.totals.soon((environment.clone(), range), PATIENCE, totals);
    let promises = kept.objectives.soon((), PATIENCE, Promised::read_all(door.clone()));
    let (totals, promises) = tokio::join!(totals, promises);
    let totals = totals.ok_or(Problem::Unavailable {
        why: "what runs come to is being counted, or cannot be read: ask again",
    })?;
    let promises = promises.as_ref().map(|lines| lines.as_slice()).unwrap_or_default();
    let lines: Vec<&Line> = standings.of(environment.as_deref()).collect();
    let monitors: BTreeSet<_> = lines.iter().map(|line| &line.monitor).collect();
    Ok(Json(Status {
        at: standings.at,
        range: range.as_str(),
        suites: Tally::of(&lines),
        monitors: monitors.len(),
        runs: RunTotals::of(&totals),
        incidents: OpenIncidents::read(&door.store, environment.as_deref()).await?,
        tightest: tightest(promises).map(|line| line.told.clone()),
        environment,
    }))
}

/// The range of that name.
pub(super) fn range_of(word: &str) -> Result<Range, Problem> {
    Range::of(word).ok_or_else(|| Problem::Malformed {
        why: "`range` is `1h`, `24h`, `7d` or `30d`".to_owned(),
    })
}

impl RunTotals {
    fn of(totals: &Totals) -> Self {
        Self {
            this: StretchLine::of(totals.this()),
            before: StretchLine::of(totals.before()),
            parts: totals.parts().map(StretchLine::of).collect(),
        }
    }
}

impl StretchLine {
    fn of(Stretch { from, until, figures }: Stretch<'_>) -> Self {
        Self {
            from,
            until,
            known: figures.known,
            passed: figures.passed,
            share: figures.share().map(|share| format!("{share} %")),
            p95_ms: figures.latency.percentile(95).map(millis),
        }
    }
}

impl OpenIncidents {
    async fn read(store: &Store, environment: Option<&str>) -> Result<Self, Problem> {
        let open = store.incidents().open().await.map_err(not_read)?;
        let open = open.iter().filter(|stored| is_that(stored, |it| goes_on_in(it, environment)));
        let open: Vec<_> = open.collect();
        let items = open.iter().take(INCIDENTS).map(|stored| IncidentLine::of(stored)).collect();
        Ok(Self { open: open.len(), items })
    }
}
