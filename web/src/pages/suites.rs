//! All suites, by name.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use runner_model::human;
use runner_store::ReadError;
use serde::Serialize;

use super::asked::Field;
use super::frame::{Crumb, Place, Sheet};
use super::headline::Headline;
use super::objectives;
use super::overview::{PATIENCE, ROWS, Row, complete};
use super::pager::{Links, Pager};
use super::standings::{Line, Standings};
use super::visit::Visit;
use crate::api::not_read;
use crate::router::Inside;

/// What the page shows.
#[derive(Debug, Serialize)]
struct Suites {
    headline: Option<Headline>,
    sentence: String,
    /// What is looked for.
    find: String,
    /// What the address says beside it, for the form.
    rest: Vec<Field>,
    rows: Vec<Row>,
    /// Something is promised.
    budgets: bool,
    links: Option<Links>,
}

/// Answers `/s`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let read = objectives::Line::read_all(inside.door.clone());
    let promises = inside.pages.objectives.soon((), PATIENCE, read).await;
    let page = match Suites::read(&inside, &visit, &standings).await {
        Ok(page) => page.with(promises.as_deref().map(Vec::as_slice).unwrap_or_default()),
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Suites,
        title: "Suites".to_owned(),
        crumbs: vec![Crumb::here("Suites")],
        by_environment: true,
        by_range: true,
        template: "suites",
        data: page,
    };
    inside.show(&visit, sheet).await
}

impl Suites {
    /// The same, with what is left of budgets.
    fn with(mut self, promises: &[objectives::Line]) -> Self {
        complete(&mut self.rows, promises);
        Self { budgets: !promises.is_empty(), ..self }
    }

    async fn read(
        inside: &Inside,
        visit: &Visit,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let find = visit.asked.word("q").unwrap_or_default().to_lowercase();
        let is_found = |line: &&Line| {
            let named = [line.name.as_str(), line.monitor.as_str(), line.suite.as_str()];
            named.iter().any(|name| name.to_lowercase().contains(&find))
        };
        let mut lines: Vec<&Line> =
            standings.of(visit.asked.environment()).filter(is_found).collect();
        lines.sort_by(|a, b| (&a.name, &a.monitor).cmp(&(&b.name, &b.monitor)));
        let pager = Pager::new(visit.asked.page(), ROWS, lines.len());
        let several = standings.environments().len() > 1;
        let (store, range) = (&inside.door.store, visit.asked.range());
        let part = pager.part(&lines);
        let rows = inside.pages.rows.of(store, part, (range, several), standings.at).await?;
        let standings: Vec<_> = lines.iter().map(|line| line.standing).collect();
        Ok(Self {
            headline: Headline::of_suites(&standings),
            sentence: match find.is_empty() {
                true => human::count(lines.len(), "suite"),
                false => format!("{} with “{find}”", human::count(lines.len(), "suite")),
            },
            links: pager.links("/s", &visit.asked),
            find,
            rest: visit.asked.fields(&[]),
            rows,
            budgets: false,
        })
    }
}
