//! What the project's files say, and where.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::settings::{Kept, Written, kept, monitors, others};
use crate::router::Inside;

/// What the project's files say.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingsShown {
    /// Why the files as they are at present are not used: what ran before runs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    /// In the order of the file.
    monitors: Vec<Written>,
    /// Environments, heartbeats, objectives, compositions and status pages.
    others: Vec<Written>,
    /// How long results are remembered.
    kept: Vec<Kept>,
}

/// What the project's files say, each with its place. Values and secrets are not among it.
#[utoipa::path(get, path = "/api/v1/settings", tag = "settings",
    responses((status = 200, body = SettingsShown)))]
pub(crate) async fn settings(State(inside): State<Arc<Inside>>) -> Json<SettingsShown> {
    let watch = inside.door.known.borrow().watch.clone();
    Json(SettingsShown {
        refused: (inside.door.readiness)().refused,
        monitors: watch.as_ref().map(monitors).unwrap_or_default(),
        others: watch.as_ref().map(others).unwrap_or_default(),
        kept: watch.as_ref().map(kept).unwrap_or_default(),
    })
}
