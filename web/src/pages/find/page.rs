//! The page itself. The field in the bar shows the same while somebody types.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::found::found;
use super::hits::{Hit, Hits, Kind, Target};
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::visit::Visit;
use crate::router::Inside;

/// What the page shows.
#[derive(Debug, Serialize)]
struct Shown {
    query: String,
    kinds: Vec<Section>,
}

/// Things of one kind, below a heading.
#[derive(Debug, Serialize)]
struct Section {
    kind: &'static str,
    hits: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    icon: &'static str,
    text: String,
    said: String,
    /// Where it is.
    href: Option<String>,
    /// Where a form goes that does it.
    does: Option<String>,
}

/// Answers `/find`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let query = visit.asked.word("q").unwrap_or_default().to_owned();
    let kinds = match found(&inside, &query, &visit.asked.carried(), &standings).await {
        Ok(kinds) => kinds.into_iter().map(Section::of).collect(),
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Elsewhere,
        title: "Find".to_owned(),
        crumbs: vec![Crumb::here("Find")],
        by_environment: false,
        by_range: false,
        template: "find",
        data: Shown { query, kinds },
    };
    inside.show(&visit, sheet).await
}

impl Section {
    fn of(Hits { kind, hits }: Hits) -> Self {
        let kind = match kind {
            Kind::Suite => "Suites",
            Kind::Run => "Runs",
            Kind::Incident => "Incidents",
            Kind::Objective => "Error budgets",
            Kind::Action => "Actions",
            Kind::Page => "Pages",
        };
        Self { kind, hits: hits.into_iter().map(Row::of).collect() }
    }
}

impl Row {
    fn of(Hit { icon, text, said, target }: Hit) -> Self {
        let (href, does) = match target {
            Target::Page(href) => (Some(href), None),
            Target::Acknowledge(id) => (None, Some(format!("/i/{id}/ack"))),
            Target::Run(monitor) => (None, Some(format!("/run/{monitor}"))),
        };
        Self { icon, text, said, href, does }
    }
}
