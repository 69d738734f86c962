//! The way to badges. Everybody may ask; what is not for everybody is grey.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use runner_model::MonitorName;
use serde_json::json;

use super::badge::{Badge, Kind};
use super::picture;
use crate::Known;
use crate::api::not_read;
use crate::people::MayLook;
use crate::problem::Problem;
use crate::router::Inside;

/// For how long a badge may be shown without asking again.
const KEEP: &str = "max-age=60";

/// The badges.
pub(crate) fn routes() -> Router<Arc<Inside>> {
    Router::new().route("/badge/{monitor}/{file}", get(badge))
}

async fn badge(
    State(inside): State<Arc<Inside>>,
    MayLook(may_look): MayLook,
    Path((monitor, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let nothing = || Problem::NotThere {
        what: "a badge is `status.svg`, `uptime.svg` or `latency.svg`; with `.json` for shields.io"
            .to_owned(),
    };
    let (kind, form) = file.split_once('.').ok_or_else(nothing)?;
    let kind = Kind::of(kind).ok_or_else(nothing)?;
    let badge = found(&inside, &monitor, kind, may_look).await?;
    let headers = [(CACHE_CONTROL, KEEP), (VARY, "cookie")];
    match form {
        "svg" => {
            Ok((headers, [(CONTENT_TYPE, "image/svg+xml")], picture::svg(&badge)).into_response())
        }
        "json" => {
            let endpoint = json!({
                "schemaVersion": 1,
                "label": badge.label,
                "message": badge.message,
                "color": badge.colour.hex(),
                "cacheSeconds": 60,
            });
            Ok((headers, Json(endpoint)).into_response())
        }
        _ => Err(nothing()),
    }
}

async fn found(
    inside: &Inside,
    monitor: &str,
    kind: Kind,
    may_look: bool,
) -> Result<Arc<Badge>, Problem> {
    let known = inside.door.known.borrow().clone();
    let name = MonitorName::try_from(monitor).ok();
    let name = name.filter(|name| known.watched().iter().any(|watched| watched.name() == name));
    let name = name.filter(|name| may_look || is_public(&known, name));
    let (Some(name), Some(watch)) = (name, known.watch) else {
        return Ok(Arc::new(Badge::unknown()));
    };
    let (store, now) = (inside.door.store.clone(), inside.door.clock.now());
    let of = name.clone();
    let work = async move { Badge::read(&store, &watch, &of, kind, now).await };
    inside.pages.badges.get((name, kind), work).await.map_err(not_read)
}

/// Whether a status page tells how all of a monitor is.
fn is_public(known: &Known, monitor: &MonitorName) -> bool {
    let pages = known.watch.iter().flat_map(|watch| &watch.project.status_pages);
    let mut of = pages.flat_map(|page| &page.components).flat_map(|component| &component.of);
    of.any(|of| of.value.monitor == *monitor && of.value.test.is_none())
}
