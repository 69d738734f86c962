//! Jobs that report.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use runner_model::{HeartbeatName, Order, Wanted};

use super::named::Named;
use super::offered::not_written;
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// A job reports. It is kept when this answers. Not in the audit log, which is for what people
/// change: the order itself has the name of the token.
#[utoipa::path(post, path = "/api/v1/heartbeats/{name}", tag = "heartbeats",
    params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
pub(crate) async fn beat(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(by)): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let known = HeartbeatName::try_from(name.as_str()).ok();
    let known = known.filter(|name| door.known.borrow().heartbeats.contains(name));
    let Some(heartbeat) = known else {
        return Err(Problem::NotThere { what: format!("there is no heartbeat `{name}`") });
    };
    let order = Order { at: door.clock.now(), by, wanted: Wanted::Beat { heartbeat } };
    door.store.orders().offer(&order).await.map_err(not_written)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A job reports, as those can that send nothing but `GET` or `HEAD`.
#[utoipa::path(get, path = "/api/v1/heartbeats/{name}", tag = "heartbeats",
    params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
pub(crate) async fn beat_by_get(
    inside: State<Arc<Inside>>,
    by: By,
    name: Named,
) -> Result<StatusCode, Problem> {
    beat(inside, by, name).await
}
