//! How everything is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::incident::{MonitorStanding, SeriesState};
use runner_model::{MonitorName, Outcome, RunId};
use runner_monitor::diary::{Diary, Maintained};
use runner_store::{ReadError, SeriesStatus, Store};
use serde::Serialize;
use utoipa::ToSchema;

use super::incident_list::IncidentLine;
use super::offered::not_read;
use super::schemas;
use crate::Known;
use crate::problem::Problem;
use crate::router::Inside;

/// How everything is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    /// When this was true.
    at: Timestamp,
    /// By name.
    monitors: Vec<StatusLine>,
    /// Those that are open, oldest first.
    incidents: Vec<IncidentLine>,
}

/// How a monitor is.
#[derive(Serialize, ToSchema)]
struct StatusLine {
    #[schema(value_type = String)]
    monitor: MonitorName,
    #[schema(schema_with = schemas::standing)]
    state: MonitorStanding,
    /// The first bad run, while it is down or degraded.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<LastRun>,
    /// How many series it has.
    series: usize,
}

/// A monitor's last run.
#[derive(Serialize, ToSchema)]
struct LastRun {
    #[schema(value_type = String)]
    run: RunId,
    started: Timestamp,
    /// The worst last outcome of its series.
    #[schema(schema_with = schemas::outcome)]
    outcome: Outcome,
}

/// How everything is.
#[utoipa::path(get, path = "/api/v1/status", tag = "monitors",
    responses((status = 200, body = Status)))]
pub(crate) async fn status(State(inside): State<Arc<Inside>>) -> Result<Json<Status>, Problem> {
    let door = &inside.door;
    let known = door.known.borrow().clone();
    let at = door.clock.now();
    read(&door.store, &known, at).await.map(Json).map_err(not_read)
}

async fn read(store: &Store, known: &Known, at: Timestamp) -> Result<Status, ReadError> {
    let paused: BTreeSet<MonitorName> =
        store.pauses().all().await?.into_iter().map(|pause| pause.monitor).collect();
    let mut series: BTreeMap<MonitorName, Vec<SeriesStatus>> =
        known.monitors.iter().map(|name| (name.clone(), Vec::new())).collect();
    for status in store.runs().current().await? {
        // What the project no longer has is history.
        if let Some(of_monitor) = series.get_mut(&status.series.monitor) {
            of_monitor.push(status);
        }
    }
    let open = store.incidents().open().await?;
    let diary = match &known.watch {
        Some(watch) => Some(Diary::open(watch, store, at).await?),
        None => None,
    };
    let maintained = diary.as_ref().map(Diary::maintained);
    let lines = series.into_iter().map(|(monitor, series)| {
        let is_paused = paused.contains(&monitor);
        line(monitor, &series, is_paused, maintained.as_ref())
    });
    Ok(Status {
        at,
        monitors: lines.collect(),
        incidents: open.iter().map(IncidentLine::of).collect(),
    })
}

fn line(
    monitor: MonitorName,
    series: &[SeriesStatus],
    is_paused: bool,
    maintained: Option<&Maintained<'_>>,
) -> StatusLine {
    let states: Vec<(Option<SeriesState>, Outcome)> =
        series.iter().map(|of| (state_of(of), of.last.outcome)).collect();
    let last = series.iter().map(|status| &status.last).max_by_key(|run| run.started);
    let since = states.iter().filter_map(|(state, _)| state.as_ref()?.since()).min();
    let is_maintained = |of: &SeriesStatus| maintained.is_some_and(|m| m.of(&of.series).is_some());
    let is_maintained: Vec<bool> = series.iter().map(is_maintained).collect();
    StatusLine {
        monitor,
        state: MonitorStanding::beside_maintenance(states, &is_maintained, is_paused),
        since,
        last: last.map(|run| LastRun {
            run: run.run.clone(),
            started: run.started,
            outcome: Outcome::worst(series.iter().map(|status| status.last.outcome)),
        }),
        series: series.len(),
    }
}

fn state_of(status: &SeriesStatus) -> Option<SeriesState> {
    status.state.as_ref()?.read().ok()
}
