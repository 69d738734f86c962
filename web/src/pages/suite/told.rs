//! Who was told of the suite's incidents, and when.

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Incident;
use runner_model::{IncidentId, IncidentPhase, SuiteId};
use runner_store::{Message, MessageState, ReadError, Store};
use serde::Serialize;

use crate::pages::link;
use crate::pages::times::Moment;

/// So far back, so many incidents are looked at.
const BACK: SignedDuration = SignedDuration::from_hours(90 * 24);
const INCIDENTS: u32 = 200;

/// So many messages are named.
const MOST: usize = 15;

/// A message.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    #[serde(skip)]
    pub(crate) at: Timestamp,
    moment: Moment,
    pub(crate) channel: String,
    /// `down`, `recovered`.
    pub(crate) what: &'static str,
    pub(crate) incident: u64,
    href: String,
    /// `sent`, `waits`, `given up`.
    pub(crate) how: &'static str,
    tone: &'static str,
}

/// The last messages about incidents of this suite, newest first.
pub(crate) async fn told(
    store: &Store,
    suite: &SuiteId,
    now: Timestamp,
) -> Result<Vec<Told>, ReadError> {
    let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
    let found = store.incidents().between(from, Timestamp::MAX, INCIDENTS).await?;
    let incidents = found.iter().filter_map(|stored| stored.json.read::<Incident>().ok());
    let concerns = |incident: &Incident| {
        let mut all = incident.members.keys().chain(incident.folded.keys());
        all.any(|series| series.test.suite == *suite)
    };
    let mut incidents: Vec<Incident> = incidents.filter(concerns).collect();
    incidents.sort_by_key(|incident| std::cmp::Reverse(incident.since));
    let mut messages = Vec::new();
    for incident in incidents.iter().take(MOST) {
        let sent = store.outbox().of_incident(incident.id).await?;
        messages.extend(sent.iter().map(|message| of(message, incident.id, now)));
    }
    messages.sort_by_key(|message| std::cmp::Reverse(message.at));
    messages.truncate(MOST);
    Ok(messages)
}

fn of(message: &Message, incident: IncidentId, now: Timestamp) -> Told {
    let (at, how, tone) = match message.state {
        MessageState::Waiting(at) => (at, "waits", "warn"),
        MessageState::Sent(at) => (at, "sent", "ok"),
        MessageState::GivenUp(at) => (at, "given up", "bad"),
    };
    let what = match message.alert.about.incident().map(|news| &news.phase) {
        Some(IncidentPhase::Down) => "down",
        Some(IncidentPhase::Degraded) => "degraded",
        Some(IncidentPhase::StillOpen) => "still open",
        Some(IncidentPhase::Recovered { .. }) => "recovered",
        None => "news",
    };
    Told {
        at,
        moment: Moment::of(at, now),
        channel: message.channel.to_string(),
        what,
        incident: incident.0,
        href: link::incident(incident),
        how,
        tone,
    }
}
