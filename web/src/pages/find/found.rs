//! All that is found by some words.

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Incident;
use runner_store::ReadError;

use super::hits::{Hits, Wanted, actions, incidents, places, promises, suites};
use super::runs::runs;
use crate::pages::standings::Standings;
use crate::router::Inside;

/// Incidents of so long ago, and so many of them, are looked through.
const BACK: SignedDuration = SignedDuration::from_hours(90 * 24);
const INCIDENTS: u32 = 200;

/// What is found by `query`, kind by kind; without words, what waits and where one can go.
/// `carried` stands behind the addresses of pages.
///
/// # Errors
/// The store cannot be read.
pub(crate) async fn found(
    inside: &Inside,
    query: &str,
    carried: &str,
    standings: &Standings,
) -> Result<Vec<Hits>, ReadError> {
    let wanted = Wanted::of(query);
    let (store, now) = (&inside.door.store, inside.door.clock.now());
    let mut kinds = Vec::new();
    if !wanted.is_nothing() {
        let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
        let stored = store.incidents().between(from, Timestamp::MAX, INCIDENTS).await?;
        let known: Vec<Incident> =
            stored.iter().filter_map(|stored| stored.json.read().ok()).collect();
        kinds.push(suites(&wanted, standings));
        kinds.push(runs(query, store, standings, now).await?);
        kinds.push(incidents(&wanted, &known));
        kinds.push(promises(&wanted, standings));
    }
    kinds.push(actions(&wanted, standings));
    kinds.push(places(&wanted, standings, carried));
    kinds.retain(|kind| !kind.hits.is_empty());
    Ok(kinds)
}
