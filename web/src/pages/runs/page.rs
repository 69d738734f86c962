//! The page itself.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_store::{Position, ReadError, WantedRuns};
use serde::Serialize;

use super::filters::{Chips, Filters, Offered};
use super::rows::{Row, rows};
use crate::api::not_read;
use crate::pages::asked::Field;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::headline::Headline;
use crate::pages::standings::Standings;
use crate::pages::visit::Visit;
use crate::router::Inside;

/// So many runs stand on a page.
const MOST: usize = 50;

/// How far back one looks: longer than runs are usually kept.
const BACK: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What the page shows.
#[derive(Debug, Serialize)]
struct Runs {
    headline: Option<Headline>,
    chips: Vec<Chips>,
    /// Deploys after which runs can be looked at.
    deploys: Vec<Offered>,
    /// What the address says beside the deploy, for the form that chooses one.
    rest: Vec<Field>,
    /// The filters in words: `failed, slower than 1 s`.
    words: String,
    /// Without any filter.
    clear: Option<String>,
    rows: Vec<Row>,
    /// There are others behind or before these.
    paged: bool,
    next: Option<String>,
    /// The first page.
    newest: Option<String>,
}

/// Answers `/runs`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let page = match Runs::read(&inside, &visit, &standings).await {
        Ok(page) => page,
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Runs,
        title: "Runs".to_owned(),
        crumbs: vec![Crumb::here("Runs")],
        by_environment: true,
        by_range: false,
        template: "runs",
        data: page,
    };
    inside.show(&visit, sheet).await
}

impl Runs {
    async fn read(
        inside: &Inside,
        visit: &Visit,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let asked = &visit.asked;
        let now = inside.door.clock.now();
        let store = &inside.door.store;
        let filters = Filters::read(asked, store, now).await?;
        let back = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
        let (from, until) = filters.span().unwrap_or((back, Timestamp::MAX));
        let wanted = WantedRuns {
            series: &|series| filters.wants_series(series, standings),
            run: &|run| filters.wants_run(run),
            only_bad: filters.only_bad(),
            from,
            until,
        };
        let behind = asked.word("after").and_then(|word| word.parse::<Position>().ok());
        let is_first = behind.is_none();
        let found = store.runs().newest(&wanted, behind, MOST).await?;
        let address = |asked: String| format!("/runs{asked}");
        let next = found.next.map(|next| address(asked.with("after", Some(&next.to_string()))));
        let is_filtered = !filters.own_words().is_empty();
        let rows = rows(&found.runs, standings, now);
        Ok(Self {
            headline: headline(&rows, is_first && !is_filtered),
            chips: Filters::chips(asked, standings),
            deploys: Filters::deploys(asked, store, now).await?,
            rest: asked.fields(&["location", "monitor", "outcome", "slower", "trigger"]),
            words: filters.words().join(", "),
            clear: is_filtered.then(|| address(asked.carried())),
            rows,
            paged: next.is_some() || !is_first,
            next,
            newest: (!is_first).then(|| address(asked.with("after", None))),
        })
    }
}

/// How many of them failed; nothing where none are shown. `are_last`: there are no later ones.
fn headline(rows: &[Row], are_last: bool) -> Option<Headline> {
    let (one, which) = if are_last { ("The last", "the last") } else { ("This", "these") };
    let failed = rows.iter().filter(|row| row.failed()).count();
    match (rows.len(), failed) {
        (0, _) => None,
        (1, 0) => Some(Headline::well(format!("{one} run did not fail"))),
        (1, _) => Some(Headline::bad(format!("{one} run failed"))),
        (all, 0) => Some(Headline::well(format!("None of {which} {all} runs failed"))),
        (all, failed) if failed == all => {
            Some(Headline::bad(format!("All of {which} {all} runs failed")))
        }
        (all, failed) => Some(Headline::bad(format!("{failed} of {which} {all} runs failed"))),
    }
}
