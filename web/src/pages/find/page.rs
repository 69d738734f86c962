//! The page itself. The field in the bar shows the same while somebody types.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Incident;
use runner_store::ReadError;
use serde::Serialize;

use super::hits::{Hits, Wanted, actions, incidents, places, promises, suites};
use super::runs::runs;
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::standings::Standings;
use crate::pages::visit::Visit;
use crate::router::Inside;

/// Incidents of so long ago, and so many of them, are looked through.
const BACK: SignedDuration = SignedDuration::from_hours(90 * 24);
const INCIDENTS: u32 = 200;

/// What the page shows.
#[derive(Debug, Serialize)]
struct Found {
    query: String,
    kinds: Vec<Hits>,
}

/// Answers `/find`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let found = match Found::read(&inside, &visit, &standings).await {
        Ok(found) => found,
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Elsewhere,
        title: "Find".to_owned(),
        crumbs: vec![Crumb::here("Find")],
        by_environment: false,
        by_range: false,
        template: "find",
        data: found,
    };
    inside.show(&visit, sheet).await
}

impl Found {
    async fn read(
        inside: &Inside,
        visit: &Visit,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let query = visit.asked.word("q").unwrap_or_default().to_owned();
        let wanted = Wanted::of(&query);
        let (store, now) = (&inside.door.store, inside.door.clock.now());
        let mut kinds = Vec::new();
        if !wanted.is_nothing() {
            let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
            let stored = store.incidents().between(from, Timestamp::MAX, INCIDENTS).await?;
            let known: Vec<Incident> =
                stored.iter().filter_map(|stored| stored.json.read().ok()).collect();
            kinds.push(suites(&wanted, standings));
            kinds.push(runs(&query, store, standings, now).await?);
            kinds.push(incidents(&wanted, &known));
            kinds.push(promises(&wanted, standings));
        }
        kinds.push(actions(&wanted, standings));
        kinds.push(places(&wanted, standings, &visit.asked.carried()));
        kinds.retain(|kind| !kind.hits.is_empty());
        Ok(Self { query, kinds })
    }
}
