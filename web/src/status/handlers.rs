//! The way to the pages. Everybody may.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::facts::Facts;
use super::read::read;
use super::{feed, json, sheet};
use crate::api::not_read;
use crate::problem::Problem;
use crate::router::Inside;

/// The style sheet of all status pages.
pub(super) const STYLE: &str = include_str!("../../assets/status.css");

/// The script of all status pages.
pub(super) const SCRIPT: &str = include_str!("../../assets/status.js");

/// A page is not asked for again before it can have changed.
const FOR_A_WHILE: &str = "public, max-age=30";

/// The pages.
pub(crate) fn routes() -> Router<Arc<Inside>> {
    Router::new()
        .route("/status/{slug}", get(page))
        .route("/status/{slug}/", get(page))
        .route("/status/{slug}/status.json", get(as_json))
        .route("/status/{slug}/feed.atom", get(as_feed))
        .route("/status/{slug}/status.css", get(style))
        .route("/status/{slug}/status.js", get(script))
}

async fn page(
    State(inside): State<Arc<Inside>>,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let facts = facts(&inside, &slug).await?;
    let html = sheet::html(&facts, &format!("/status/{}/", facts.slug))?;
    Ok(([(CACHE_CONTROL, FOR_A_WHILE)], Html(html)).into_response())
}

async fn as_json(
    State(inside): State<Arc<Inside>>,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let facts = facts(&inside, &slug).await?;
    Ok(([(CACHE_CONTROL, FOR_A_WHILE)], Json(json::document(&facts))).into_response())
}

async fn as_feed(
    State(inside): State<Arc<Inside>>,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let facts = facts(&inside, &slug).await?;
    let kind = (CONTENT_TYPE, "application/atom+xml; charset=utf-8");
    Ok(([(CACHE_CONTROL, FOR_A_WHILE), kind], feed::atom(&facts, "./")).into_response())
}

/// Both belong to the version of the service, which changes seldom.
const FOR_AN_HOUR: &str = "public, max-age=3600";

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, FOR_AN_HOUR)], STYLE)
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, FOR_AN_HOUR)], SCRIPT)
}

/// What the page tells, as it was a few seconds ago at most: however many look, it is worked out
/// once.
async fn facts(inside: &Inside, slug: &str) -> Result<Arc<Facts>, Problem> {
    let known = inside.door.known.borrow().clone();
    let unknown = || Problem::NotThere { what: format!("there is no status page `{slug}`") };
    let watch = known.watch.ok_or_else(unknown)?;
    let pages = watch.project.status_pages.iter();
    let page = pages.clone().find(|page| page.name.value.as_str() == slug).ok_or_else(unknown)?;
    let (page, store, now) = (page.clone(), inside.door.store.clone(), inside.door.clock.now());
    let work = async move { read(&store, &watch, &page, now).await };
    inside.pages.status.get(slug.to_owned(), work).await.map_err(not_read)
}
