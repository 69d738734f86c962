//! What is done with monitors.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use runner_model::{MonitorName, Wanted};
use runner_store::Pause;

use super::named::Named;
use super::offered::{not_written, offer};
use crate::Door;
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// Runs it at once: 202, since the service does so when it has seen the order.
#[utoipa::path(post, path = "/api/v1/monitors/{name}/run", tag = "monitors",
    params(("name" = String, Path, description = "Its name")), responses((status = 202)))]
pub(crate) async fn run(
    State(inside): State<Arc<Inside>>,
    Extension(caller): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let monitor = known(door, &name)?;
    let what = format!("asked for a run of the monitor {monitor}");
    offer(door, caller, Wanted::Run { monitor }, what, door.clock.now()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Does not run it until it is resumed; 204 whether or not it was paused before.
#[utoipa::path(post, path = "/api/v1/monitors/{name}/pause", tag = "monitors",
    params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
pub(crate) async fn pause(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let monitor = known(door, &name)?;
    let pause = Pause { monitor, since: door.clock.now(), reason: None, who };
    door.store.pauses().begin(pause).await.map_err(not_written)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Runs it by its schedule again; 204 whether or not it was paused before.
#[utoipa::path(post, path = "/api/v1/monitors/{name}/resume", tag = "monitors",
    params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
pub(crate) async fn resume(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let monitor = known(door, &name)?;
    door.store.pauses().end(&monitor, door.clock.now(), &who).await.map_err(not_written)?;
    Ok(StatusCode::NO_CONTENT)
}

fn known(door: &Door, name: &str) -> Result<MonitorName, Problem> {
    let monitor = MonitorName::try_from(name).ok();
    let monitor = monitor.filter(|name| door.known.borrow().monitors.contains(name));
    monitor.ok_or_else(|| Problem::NotThere { what: format!("there is no monitor `{name}`") })
}
