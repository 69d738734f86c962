//! Finding: what the page for it finds.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::offered::not_read;
use super::schemas;
use crate::pages::find::{Hit, Kind, Target, found};
use crate::problem::Problem;
use crate::router::Inside;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FindQuery {
    /// Words, all of which must be in a name; or the id of a run, or at least the last four
    /// characters of one. When it is left out, what waits to be done and all pages are found.
    q: Option<String>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundList {
    /// Kind by kind.
    items: Vec<FoundLine>,
}

/// Something that was found: it has a `page`, or it `does` something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundLine {
    #[schema(schema_with = schemas::kind_found)]
    kind: &'static str,
    text: String,
    /// What there is to say of it; left out when its name says all.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    /// The path of its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    /// What to ask for, so that it is done: `POST /api/v1/incidents/7/ack`.
    #[serde(skip_serializing_if = "Option::is_none")]
    does: Option<String>,
}

/// Suites, runs, incidents, objectives, pages, and what can be done, by their names. At most eight
/// of a kind are found, five runs, and all pages of the bar: it finds and is no list, so it does not
/// go on.
#[utoipa::path(get, path = "/api/v1/find", tag = "status", params(FindQuery),
    responses((status = 200, body = FoundList)))]
pub(crate) async fn find(
    State(inside): State<Arc<Inside>>,
    Asked(FindQuery { q }): Asked<FindQuery>,
) -> Result<Json<FoundList>, Problem> {
    let standings = inside.standings().await?;
    let query = q.unwrap_or_default();
    let kinds = found(&inside, &query, "", &standings).await.map_err(not_read)?;
    let items = kinds.into_iter().flat_map(|kind| {
        let word = word(kind.kind);
        kind.hits.into_iter().map(move |hit| FoundLine::of(word, hit))
    });
    Ok(Json(FoundList { items: items.collect() }))
}

impl FoundLine {
    fn of(kind: &'static str, Hit { text, said, target, .. }: Hit) -> Self {
        let (page, does) = match target {
            Target::Page(page) => (Some(page), None),
            Target::Acknowledge(id) => (None, Some(format!("POST /api/v1/incidents/{id}/ack"))),
            Target::Run(monitor) => (None, Some(format!("POST /api/v1/monitors/{monitor}/run"))),
        };
        Self { kind, text, said: Some(said).filter(|said| !said.is_empty()), page, does }
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Suite => "suite",
        Kind::Run => "run",
        Kind::Incident => "incident",
        Kind::Objective => "objective",
        Kind::Action => "action",
        Kind::Page => "page",
    }
}
