//! Monitors: what the project says of them, and how they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::incident::{MonitorStanding, SeriesState};
use runner_model::{MonitorName, Outcome};
use runner_monitor::diary::{Announced, Diary, Maintained};
use runner_monitor::watch::Watched;
use runner_store::{ReadError, SeriesStatus};
use serde::Serialize;
use suites::When;
use utoipa::ToSchema;

use super::asked::Asked;
use super::incident_list::level_word;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::run_list::RunLine;
use super::schemas;
use crate::problem::Problem;
use crate::router::Inside;
use crate::{Door, Known};

/// A monitor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonitorLine {
    monitor: String,
    #[schema(schema_with = schemas::standing)]
    state: MonitorStanding,
    /// The first bad run, while it is down or degraded.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// The maintenance that it is under, while that is its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    maintenance: Option<MaintenanceLine>,
    /// Where it is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    /// How often, in milliseconds; left out when it is run by a calendar, or on deploys.
    #[serde(skip_serializing_if = "Option::is_none")]
    every_ms: Option<u64>,
    /// By which calendar, as a cron expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    cron: Option<String>,
    #[schema(schema_with = schemas::severity)]
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    runbook: Option<String>,
    /// When it is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Timestamp>,
    /// One for each test, case and matrix entry.
    series: Vec<SeriesLine>,
}

/// A maintenance that is announced.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MaintenanceLine {
    /// What the project calls it; left out when it was begun by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    from: Timestamp,
    /// Left out when it goes on until somebody ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

impl MaintenanceLine {
    pub(crate) fn of(Announced { name, from, until }: Announced) -> Self {
        Self { name, from, until }
    }
}

/// A test of a monitor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeriesLine {
    suite: String,
    test: String,
    /// The case and the matrix entry, for reading; empty when there is none.
    variant: String,
    location: String,
    /// `up`, `degraded` or `down`; left out as long as it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// The first bad run, while it is not up.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    last: RunLine,
}

/// The monitors of the project, by name.
#[utoipa::path(get, path = "/api/v1/monitors", tag = "monitors", params(Paging),
    responses((status = 200, body = Page<MonitorLine>)))]
pub(crate) async fn monitors(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<MonitorLine>>, Problem> {
    let known = inside.door.known.borrow().clone();
    let watched = known.watched().iter().map(|watched| &**watched);
    let Page { items, next } = paging.choose(watched, |watched| watched.name().to_string())?;
    let items = lines(&inside.door, &known, &items).await.map_err(not_read)?;
    Ok(Json(Page { items, next }))
}

/// A monitor.
#[utoipa::path(get, path = "/api/v1/monitors/{name}", tag = "monitors",
    params(("name" = String, Path, description = "Its name")),
    responses((status = 200, body = MonitorLine)))]
pub(crate) async fn monitor(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
) -> Result<Json<MonitorLine>, Problem> {
    let known = inside.door.known.borrow().clone();
    let wanted = known.watched().iter().find(|watched| watched.name().as_str() == name);
    let unknown = || Problem::NotThere { what: format!("there is no monitor `{name}`") };
    let found =
        lines(&inside.door, &known, &[wanted.ok_or_else(unknown)?]).await.map_err(not_read)?;
    found.into_iter().next().map(Json).ok_or_else(unknown)
}

/// How these are, in the same order.
async fn lines(
    door: &Door,
    known: &Known,
    wanted: &[&Watched],
) -> Result<Vec<MonitorLine>, ReadError> {
    let now = door.clock.now();
    let paused: BTreeSet<MonitorName> =
        door.store.pauses().all().await?.into_iter().map(|pause| pause.monitor).collect();
    let current = door.store.runs().current().await?;
    let mut of_monitor: BTreeMap<&MonitorName, Vec<&SeriesStatus>> = BTreeMap::new();
    for status in &current {
        of_monitor.entry(&status.series.monitor).or_default().push(status);
    }
    let Some(watch) = &known.watch else { return Ok(Vec::new()) };
    let diary = Diary::open(watch, &door.store, now).await?;
    let maintained = diary.maintained();
    let lines = wanted.iter().map(|watched| {
        let own = of_monitor.remove(watched.name()).unwrap_or_default();
        line(watched, own, paused.contains(watched.name()), &maintained, now)
    });
    Ok(lines.collect())
}

fn line(
    watched: &Watched,
    series: Vec<&SeriesStatus>,
    is_paused: bool,
    maintained: &Maintained<'_>,
    now: Timestamp,
) -> MonitorLine {
    let monitor = &watched.monitor;
    let states: Vec<(Option<SeriesState>, Outcome)> =
        series.iter().map(|status| (state_of(status), status.last.outcome)).collect();
    let since = states.iter().filter_map(|(state, _)| state.as_ref()?.since()).min();
    let announced: Vec<Option<Announced>> =
        series.iter().map(|status| maintained.of(&status.series)).collect();
    let is_maintained: Vec<bool> = announced.iter().map(Option::is_some).collect();
    let state = MonitorStanding::beside_maintenance(states, &is_maintained, is_paused);
    let maintenance = Announced::longest(announced.into_iter().flatten());
    let maintenance = maintenance.filter(|_| state == MonitorStanding::Maintenance);
    let (every_ms, cron) = match &monitor.when {
        When::Every(every) => (u64::try_from(every.as_millis()).ok(), None),
        When::Cron(cron) => (None, Some(cron.pattern.to_string())),
        When::OnDeploy => (None, None),
    };
    MonitorLine {
        monitor: monitor.name.value.to_string(),
        state,
        since,
        maintenance: maintenance.map(MaintenanceLine::of),
        environment: monitor.environment.as_ref().map(|name| name.value.to_string()),
        every_ms,
        cron,
        severity: monitor.severity.as_str(),
        runbook: monitor.runbook.clone(),
        next: watched.slots.after(now).filter(|_| !is_paused),
        series: series.into_iter().map(|status| series_line(status, watched)).collect(),
    }
}

fn series_line(status: &SeriesStatus, watched: &Watched) -> SeriesLine {
    let state = state_of(status);
    let test = &status.series.test;
    SeriesLine {
        suite: test.suite.to_string(),
        test: test.test.to_string(),
        variant: test.variant.to_string(),
        location: status.series.location.to_string(),
        state: state.as_ref().map(|state| level_word(state.level())),
        since: state.as_ref().and_then(SeriesState::since),
        last: RunLine::of(&status.last, Some(watched)),
    }
}

fn state_of(status: &SeriesStatus) -> Option<SeriesState> {
    status.state.as_ref()?.read().ok()
}
