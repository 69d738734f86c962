//! One incident.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_health::incident::{Incident, Member};
use runner_model::IncidentId;
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use super::list::ended;
use super::timeline::{Event, events};
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::objectives::Cost;
use crate::pages::overview::{Card, Found};
use crate::pages::standings::Standings;
use crate::pages::times::{self, Moment};
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// A deploy so long before it is worth a line.
const BEFORE: SignedDuration = SignedDuration::from_hours(1);

/// What the page shows.
#[derive(Debug, Serialize)]
struct Detail {
    card: Card,
    is_open: bool,
    lasted: String,
    ended: Option<Moment>,
    severity: &'static str,
    cause: Option<Cause>,
    events: Vec<Event>,
    /// So much more happened than is kept.
    more: u64,
    /// What it took out of budgets, and whether that has been worked out.
    costs: Vec<Cost>,
    costs_known: bool,
    members: Vec<Affected>,
    folded: Vec<Affected>,
}

#[derive(Debug, Serialize)]
struct Cause {
    id: u64,
    href: String,
}

/// A series in it.
#[derive(Debug, Serialize)]
struct Affected {
    mark: Mark,
    name: String,
    /// The page of its suite, while something runs it.
    suite: Option<String>,
    series: String,
    since: Moment,
    found: Option<Found>,
    run: Option<String>,
    owner: Option<String>,
}

/// Answers `/i/{id}`.
pub(crate) async fn show(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Response {
    let unknown = || Problem::NotThere { what: format!("there is no incident `{id}`") };
    let Some(number) = id.parse().ok().map(IncidentId) else { return unknown().into_response() };
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let now = inside.door.clock.now();
    let detail = match Detail::read(&inside, number, &standings, now).await {
        Ok(Some(detail)) => detail,
        Ok(None) => return unknown().into_response(),
        Err(error) => return not_read(error).into_response(),
    };
    let carried = visit.asked.carried();
    let here = format!("Incident {number}");
    let sheet = Sheet {
        place: Place::Incidents,
        title: detail.card.title.clone(),
        crumbs: vec![Crumb::to("Incidents", format!("/i{carried}")), Crumb::here(here)],
        by_environment: false,
        by_range: false,
        template: "incident",
        data: detail,
    };
    inside.show(&visit, sheet).await
}

impl Detail {
    async fn read(
        inside: &Inside,
        id: IncidentId,
        standings: &Standings,
        now: Timestamp,
    ) -> Result<Option<Self>, ReadError> {
        let store = &inside.door.store;
        let Some(stored) = store.incidents().by_id(id).await? else { return Ok(None) };
        let Ok(incident) = stored.json.read::<Incident>() else { return Ok(None) };
        let end = ended(&incident);
        let deploys = deploys_around(store, &incident, now).await?;
        let updates = store.public_updates().of(id).await?;
        let card = match end {
            None => Card::read(store, &incident, standings, now).await?,
            Some(_) => Card::of(&incident, now),
        };
        let card = Card { href: None, ..card };
        let affected = |member: &Member| Affected::of(member, end.is_some(), standings, now);
        let costs = Cost::soon(inside, &incident).await;
        Ok(Some(Self {
            card,
            is_open: end.is_none(),
            lasted: times::about(times::since(incident.since, end.unwrap_or(now))),
            ended: end.map(|end| Moment::of(end, now)),
            severity: incident.severity.as_str(),
            cause: incident
                .cause
                .map(|cause| Cause { id: cause.incident.0, href: link::incident(cause.incident) }),
            events: events(&incident, &deploys, &updates, now),
            more: incident.timeline.more(),
            costs_known: costs.is_some(),
            costs: costs.map(|costs| costs.to_vec()).unwrap_or_default(),
            members: incident.worst_first().into_iter().map(affected).collect(),
            folded: incident.folded.values().map(affected).collect(),
        }))
    }
}

/// What was deployed shortly before it and until it was over, in order.
pub(crate) async fn deploys_around(
    store: &Store,
    incident: &Incident,
    now: Timestamp,
) -> Result<Vec<Deploy>, ReadError> {
    let from = incident.since.checked_sub(BEFORE).unwrap_or(incident.since);
    store.deploys().between(from, ended(incident).unwrap_or(now)).await
}

impl Affected {
    fn of(member: &Member, is_over: bool, standings: &Standings, now: Timestamp) -> Self {
        use runner_health::incident::Level;
        let mark = match member.level() {
            // What failed because of it is not heard of any more once it is over.
            Level::Down | Level::Degraded if is_over => {
                Mark { icon: "bad", tone: "mute", word: "Was down" }
            }
            Level::Down => Mark { icon: "bad", tone: "bad", word: "Down" },
            Level::Degraded => Mark { icon: "warn", tone: "warn", word: "Degraded" },
            Level::Up => Mark { icon: "ok", tone: "ok", word: "Recovered" },
        };
        Self {
            mark,
            name: member.facts.name.clone(),
            suite: standings
                .line(&member.series)
                .map(|line| link::watched_suite(&line.suite, &line.monitor)),
            series: member.series.to_string(),
            since: Moment::of(member.since, now),
            found: member.finding.as_ref().map(Found::of),
            run: member.finding.as_ref().map(|finding| link::run(&finding.run)),
            owner: member.facts.owner.clone(),
        }
    }
}
