//! Suites: which monitors run them, and how they do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::incident::MonitorStanding;
use serde::{Deserialize, Serialize};
use suites::Suite;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::millis::millis;
use super::monitor_list::MaintenanceLine;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::schemas;
use super::status::range_of;
use crate::pages::overview::{Location, Row, places};
use crate::pages::standings::{Line, Standings};
use crate::pages::suite::{Assertion, Assertions, Told, checked_out, told, written};
use crate::problem::Problem;
use crate::router::Inside;

/// Of so many series the last failures are looked at.
const SERIES: usize = 16;

/// A suite that monitors run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuiteLine {
    /// What history refers to: the path without suffix, or its `id`.
    suite: String,
    /// For reading.
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    tags: Vec<String>,
    /// In the order of the project's file.
    monitors: Vec<SuiteMonitor>,
}

/// A suite as one monitor runs it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuiteMonitor {
    monitor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    /// In words: `every 1 min`.
    when: String,
    #[schema(schema_with = schemas::standing)]
    state: MonitorStanding,
    /// The first bad run, while it is down or degraded.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// The maintenance that it is under, while that is its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    maintenance: Option<MaintenanceLine>,
    /// How it is, seen from each place; none before its first run.
    locations: Vec<LocationLine>,
    /// When its last run began.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Timestamp>,
    /// Its last run.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    /// What its runs came to; left out unless the list was asked for a `range`.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<RunFigures>,
}

/// How a suite is, seen from one place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LocationLine {
    location: String,
    #[schema(schema_with = schemas::standing)]
    state: MonitorStanding,
}

/// What runs came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunFigures {
    /// The share of scheduled runs that passed, of those that passed or failed, rounded down:
    /// `99.91 %`; left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
    /// What 95 of 100 runs that passed did not exceed, in milliseconds; left out when none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_ms: Option<f64>,
}

/// A suite.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuiteShown {
    #[serde(flatten)]
    line: SuiteLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// The file, as seen from the project's folder.
    file: String,
    /// What it says, without credentials that are written out.
    source: String,
    /// The hash of the commit that is checked out; left out where git does not keep the project, and
    /// as long as the files as they are at present are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<String>,
    /// In the order of the file.
    tests: Vec<String>,
    /// What failed most often in its last runs that failed.
    failed_most: Vec<FailedLine>,
    /// The last messages about its incidents, newest first.
    notifications: Vec<NotificationLine>,
}

/// A claim that did not hold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FailedLine {
    /// `$.total`, or `no answer: timeout`.
    subject: String,
    step: String,
    /// In so many runs.
    failed: usize,
    /// The last of them.
    run: String,
}

/// A message about an incident.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationLine {
    at: Timestamp,
    channel: String,
    incident: u64,
    /// `down`, `degraded`, `still open` or `recovered`.
    what: &'static str,
    /// `sent`, `waits` or `given up`.
    delivery: &'static str,
}

/// What is to be said of suites.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuitesAsked {
    /// Also what the runs of the last `1h`, `24h`, `7d` or `30d` came to.
    #[param(schema_with = schemas::range)]
    range: Option<String>,
}

/// Suites that monitors run, by what history calls them.
#[utoipa::path(get, path = "/api/v1/suites", tag = "monitors", params(SuitesAsked, Paging),
    responses((status = 200, body = Page<SuiteLine>)))]
pub(crate) async fn suites(
    State(inside): State<Arc<Inside>>,
    Asked(SuitesAsked { range }): Asked<SuitesAsked>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<SuiteLine>>, Problem> {
    let range = range.as_deref().map(range_of).transpose()?;
    let standings = inside.standings().await?;
    let page = paging.choose(watched(&standings), |(name, _)| (*name).to_owned())?;
    let mut page = page.map(|(_, suite)| line(suite, &standings));
    if let Some(range) = range {
        let shown: BTreeSet<&str> = page.items.iter().map(|line| line.suite.as_str()).collect();
        let lines = standings.lines.iter().filter(|line| shown.contains(line.suite.as_str()));
        let lines: Vec<&Line> = lines.collect();
        let rows = inside.pages.rows.of(&inside.door.store, &lines, (range, false), standings.at);
        let rows = rows.await.map_err(not_read)?.into_iter();
        let key = |row: &Row| (row.key.0.to_string(), row.key.1.to_string());
        let mut figures: BTreeMap<_, _> =
            rows.map(|row| (key(&row), RunFigures::of(row))).collect();
        for SuiteLine { suite, monitors, .. } in &mut page.items {
            for line in monitors {
                line.runs = figures.remove(&(line.monitor.clone(), suite.clone()));
            }
        }
    }
    Ok(Json(page))
}

/// A suite that monitors run.
#[utoipa::path(get, path = "/api/v1/suites/{name}", tag = "monitors",
    params(("name" = String, Path, description = "What history calls it; `/` in it is written `%2F`")),
    responses((status = 200, body = SuiteShown)))]
pub(crate) async fn suite(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
) -> Result<Json<SuiteShown>, Problem> {
    let standings = inside.standings().await?;
    let found = watched(&standings).get(name.as_str()).copied();
    let unknown = || Problem::NotThere { what: format!("no monitor runs a suite `{name}`") };
    let (suite, watch) = found.zip(standings.watch.as_ref()).ok_or_else(unknown)?;
    let (store, now) = (&inside.door.store, standings.at);
    let own = standings.lines.iter().filter(|line| line.suite == suite.id);
    let series = own.flat_map(|line| &line.series).map(|status| &status.series).take(SERIES);
    let failed = Assertions::read(store, &series.collect::<Vec<_>>(), now).await;
    let failed = failed.map_err(not_read)?.unwrap_or_default();
    let notifications = told(store, &suite.id, now).await.map_err(not_read)?;
    Ok(Json(SuiteShown {
        failed_most: failed.rows.into_iter().map(FailedLine::of).collect(),
        notifications: notifications.into_iter().map(NotificationLine::of).collect(),
        line: line(suite, &standings),
        description: suite.description.clone(),
        file: watch.sources.file(suite.file).name.to_string(),
        source: written(watch, suite),
        revision: checked_out(&inside, watch).await,
        tests: suite.tests.iter().map(|test| test.name.to_string()).collect(),
    }))
}

impl SuiteMonitor {
    pub(super) fn of(line: &Line) -> Self {
        Self {
            monitor: line.monitor.to_string(),
            environment: line.environment.clone(),
            when: line.when.clone(),
            state: line.standing,
            since: line.since,
            maintenance: line.maintenance.clone().map(MaintenanceLine::of),
            locations: places(line).into_iter().map(LocationLine::of).collect(),
            last: line.last(),
            run: line.last_run().map(ToString::to_string),
            runs: None,
        }
    }
}

impl LocationLine {
    fn of(place: Location) -> Self {
        Self { location: place.name, state: place.standing }
    }
}

impl RunFigures {
    fn of(row: Row) -> Self {
        Self { share: row.share.map(|share| format!("{share} %")), p95_ms: row.took.map(millis) }
    }
}

impl FailedLine {
    pub(super) fn of(found: Assertion) -> Self {
        let Assertion { subject, step, failed, run, .. } = found;
        Self { subject, step, failed, run: run.to_string() }
    }
}

impl NotificationLine {
    fn of(told: Told) -> Self {
        let Told { at, channel, incident, what, how, .. } = told;
        Self { at, channel, incident, what, delivery: how }
    }
}

fn watched(standings: &Standings) -> BTreeMap<&str, &Suite> {
    let monitors = standings.watch.iter().flat_map(|watch| &watch.monitors);
    let planned = monitors.flat_map(|watched| &watched.plan.suites);
    planned.map(|planned| (planned.suite.id.as_str(), &*planned.suite)).collect()
}

fn line(suite: &Suite, standings: &Standings) -> SuiteLine {
    let own = standings.lines.iter().filter(|line| line.suite == suite.id);
    SuiteLine {
        suite: suite.id.to_string(),
        name: suite.name.value.clone(),
        service: suite.service.as_ref().map(|service| service.value.to_string()),
        owner: suite.owner.clone(),
        tags: suite.tags.clone(),
        monitors: own.map(SuiteMonitor::of).collect(),
    }
}
