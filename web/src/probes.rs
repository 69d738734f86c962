//! What machines ask that look after this one: is it alive, is it ready, what does it measure.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use runner_model::human;
use runner_store::Condition;
use serde::Serialize;

use crate::Readiness;
use crate::router::Inside;

/// The text format of Prometheus.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// It is alive: it answers.
pub(crate) async fn health() -> &'static str {
    "ok\n"
}

/// Everything that is measured.
pub(crate) async fn metrics(State(inside): State<Arc<Inside>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, METRICS)], (inside.door.metrics)())
}

/// Whether all is as it should be, and what is not.
#[derive(Serialize)]
struct Report {
    ready: bool,
    monitors: usize,
    conditions: Vec<Line>,
}

/// One condition.
#[derive(Serialize)]
struct Line {
    name: &'static str,
    met: bool,
    words: String,
}

/// Whether it is ready.
pub(crate) async fn readiness(State(inside): State<Arc<Inside>>) -> impl IntoResponse {
    let condition = inside.door.store.condition().borrow().clone();
    let report = report(&(inside.door.readiness)(), &condition);
    let status = if report.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(report))
}

fn report(readiness: &Readiness, condition: &Condition) -> Report {
    let Readiness { monitors, refused, is_stopping } = readiness;
    let is_written = match condition {
        Condition::Writing => true,
        Condition::Waiting { .. } => false,
    };
    let files = match refused {
        None => "the project's files are right".to_owned(),
        Some(first) => {
            format!("the project's files are not right, what ran before runs on: {first}")
        }
    };
    let service = match is_stopping {
        false => format!("{} watched", human::count(*monitors, "monitor")),
        true => "the service is stopping".to_owned(),
    };
    let conditions = vec![
        Line { name: "store", met: is_written, words: condition.to_string() },
        Line { name: "files", met: refused.is_none(), words: files },
        Line { name: "service", met: !is_stopping, words: service },
    ];
    // Files that were refused are told of and change nothing: what ran before runs on, and jobs
    // can report.
    let ready = is_written && !is_stopping;
    Report { ready, monitors: *monitors, conditions }
}
