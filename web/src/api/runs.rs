//! One run.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use runner_model::{RunId, SeriesRun};
use serde::Serialize;
use utoipa::ToSchema;

use super::named::Named;
use super::offered::not_read;
use crate::problem::Problem;
use crate::router::Inside;

/// One run of a monitor.
#[derive(Serialize, ToSchema)]
pub(crate) struct RunShown {
    #[schema(value_type = String)]
    run: RunId,
    /// One for each test, with its detail where that is kept.
    #[schema(value_type = Vec<Object>)]
    tests: Vec<SeriesRun>,
}

/// Everything that is remembered of a run.
#[utoipa::path(get, path = "/api/v1/runs/{id}", tag = "runs",
    params(("id" = String, Path, description = "Its number")),
    responses((status = 200, body = RunShown)))]
pub(crate) async fn run(
    State(inside): State<Arc<Inside>>,
    Named(id): Named,
) -> Result<Json<RunShown>, Problem> {
    let unknown = || Problem::NotThere { what: format!("no run `{id}` is remembered") };
    let run = RunId::try_from(id.as_str()).map_err(|_| unknown())?;
    let tests = inside.door.store.runs().by_id(&run).await.map_err(not_read)?;
    if tests.is_empty() {
        return Err(unknown());
    }
    Ok(Json(RunShown { run, tests }))
}
