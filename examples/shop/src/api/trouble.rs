//! Endpoints that make trouble: one fails now and then, one is slow.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::web::{Complaints, Problem, QueryOf, Site};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/flaky", get(flaky)).route("/slow", get(slow))
}

#[derive(Deserialize)]
struct FlakyQuery {
    #[serde(default)]
    key: String,
}

/// The first of every three requests with the same key is refused.
async fn flaky(
    State(site): State<Site>,
    QueryOf(FlakyQuery { key }): QueryOf<FlakyQuery>,
) -> Result<Json<Value>, Problem> {
    let mut complaints = Complaints::default();
    complaints.unless(key.len() <= 100, "key", "must have at most 100 bytes");
    complaints.settle()?;
    let attempt = site.store.flaky().attempt(key);
    if attempt.fails {
        let detail = format!("Attempt {} is one of those that fail.", attempt.number);
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).retry_after(0));
    }
    Ok(Json(json!({ "attempt": attempt.number })))
}

#[derive(Deserialize)]
struct SlowQuery {
    ms: Option<u64>,
}

/// Takes its time.
async fn slow(QueryOf(SlowQuery { ms }): QueryOf<SlowQuery>) -> Result<Json<Value>, Problem> {
    let ms = ms.unwrap_or(1_000);
    let mut complaints = Complaints::default();
    complaints.unless(ms <= 10_000, "ms", "must be at most 10000");
    complaints.settle()?;
    tokio::time::sleep(Duration::from_millis(ms)).await;
    Ok(Json(json!({ "sleptMs": ms })))
}
