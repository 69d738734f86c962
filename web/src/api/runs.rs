//! One run.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use runner_model::{RunId, SeriesRun};
use serde::Serialize;
use utoipa::ToSchema;

use super::named::Named;
use super::offered::not_read;
use super::schemas;
use super::triggers::Triggered;
use crate::pages::standings::hidden;
use crate::pages::suite::hide_credentials;
use crate::problem::Problem;
use crate::router::Inside;

/// One run.
#[derive(Serialize, ToSchema)]
pub(crate) struct RunShown {
    #[schema(value_type = String)]
    run: RunId,
    /// How it stands, when somebody asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Triggered>,
    /// One for each test, with its detail where that is kept.
    #[schema(schema_with = schemas::test_runs)]
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
    let store = &inside.door.store;
    let asked = store.errands().by_run(&run).await.map_err(not_read)?;
    let mut tests = store.runs().by_id(&run).await.map_err(not_read)?;
    if tests.is_empty() && asked.is_none() {
        return Err(unknown());
    }
    let hidden = hidden(inside.door.known.borrow().watch.as_ref());
    for test in tests.iter_mut().filter_map(|test| test.detail.as_deref_mut()) {
        hide_credentials(test, &hidden);
    }
    Ok(Json(RunShown { run, asked: asked.as_ref().map(Triggered::of), tests }))
}
