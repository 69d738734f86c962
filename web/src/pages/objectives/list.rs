//! All promises.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::line::Line;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::visit::Visit;
use crate::router::Inside;

/// Nobody waits longer: a month of runs takes its time to be read.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Serialize)]
struct Shown {
    /// They are still being worked out.
    pending: bool,
    lines: Vec<Line>,
}

/// Answers `/slo`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let read = Line::read_all(inside.door.clone());
    let found = inside.pages.objectives.soon((), PATIENCE, read).await;
    let data = match &found {
        Some(lines) => Shown { pending: false, lines: lines.to_vec() },
        None => Shown { pending: true, lines: Vec::new() },
    };
    let sheet = Sheet {
        place: Place::Objectives,
        title: "Error budgets".to_owned(),
        crumbs: vec![Crumb::here("Error budgets")],
        by_environment: false,
        by_range: false,
        template: "objectives",
        data,
    };
    inside.show(&visit, sheet).await
}
