//! The list.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_health::incident::{Incident, IncidentState};
use serde::Serialize;

use super::axis::{Axis, Lasting};
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::overview::title;
use crate::pages::pager::{Links, Pager};
use crate::pages::times::{self, Moment};
use crate::pages::visit::Visit;
use crate::router::Inside;

/// How far back the page goes.
const DAYS: u32 = 90;

/// So many incidents are looked at, and so many stand on a page.
const MOST: u32 = 1_000;
const ROWS: usize = 50;

/// What the page shows.
#[derive(Debug, Serialize)]
struct List {
    sentence: String,
    tone: &'static str,
    icon: &'static str,
    axis: Axis,
    lines: Vec<Line>,
    links: Option<Links>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: u64,
    href: String,
    mark: Mark,
    title: String,
    since: Moment,
    lasted: String,
    severity: &'static str,
    by: Option<String>,
    cause: Option<u64>,
}

/// Answers `/i`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let now = inside.door.clock.now();
    let from = now.checked_sub(SignedDuration::from_hours(i64::from(DAYS) * 24));
    let from = from.unwrap_or(Timestamp::MIN);
    let found = inside.door.store.incidents().between(from, Timestamp::MAX, MOST).await;
    let found = match found {
        Ok(found) => found,
        Err(error) => return not_read(error).into_response(),
    };
    let incidents = found.iter().filter_map(|stored| stored.json.read::<Incident>().ok());
    let environment = visit.asked.environment();
    let incidents: Vec<Incident> = incidents.filter(|it| is_in(it, environment)).collect();
    let sheet = Sheet {
        place: Place::Incidents,
        title: "Incidents".to_owned(),
        crumbs: vec![Crumb::here("Incidents")],
        by_environment: true,
        by_range: false,
        template: "incidents",
        data: List::of(&incidents, found.len() == MOST as usize, &visit, now),
    };
    inside.show(&visit, sheet).await
}

/// It is about something in that environment.
pub(crate) fn is_in(incident: &Incident, environment: Option<&str>) -> bool {
    environment.is_none_or(|name| {
        let mut places = incident.members.values().map(|member| &member.facts.environment);
        places.any(|place| place.as_ref().is_some_and(|place| place.as_str() == name))
    })
}

/// When it was over.
pub(crate) fn ended(incident: &Incident) -> Option<Timestamp> {
    match incident.state {
        IncidentState::Closed { at } => Some(at),
        IncidentState::Open | IncidentState::Acknowledged { .. } => None,
    }
}

impl List {
    /// There may be older ones that nobody looked at.
    fn of(incidents: &[Incident], or_more: bool, visit: &Visit, now: Timestamp) -> Self {
        let open = incidents.iter().filter(|incident| ended(incident).is_none()).count();
        let all = runner_model::human::count(incidents.len(), "incident");
        let all = if or_more { format!("{all} or more") } else { all };
        let (sentence, tone, icon) = match (open, incidents.len()) {
            (0, 0) => (format!("No incident in {DAYS} days"), "ok", "ok"),
            (0, _) => (format!("No incident is open; {all} in {DAYS} days"), "ok", "ok"),
            (1, _) => (format!("1 incident is open; {all} in {DAYS} days"), "bad", "bad"),
            _ => (format!("{open} incidents are open; {all} in {DAYS} days"), "bad", "bad"),
        };
        let lasting = incidents.iter().map(|incident| Lasting {
            from: incident.since,
            until: ended(incident).unwrap_or(now),
            is_open: ended(incident).is_none(),
            href: link::incident(incident.id),
            title: title(incident),
        });
        let mut sorted: Vec<&Incident> = incidents.iter().collect();
        sorted.sort_by_key(|incident| ended(incident).is_some());
        let pager = Pager::new(visit.asked.page(), ROWS, sorted.len());
        Self {
            sentence,
            tone,
            icon,
            axis: Axis::of(&lasting.collect::<Vec<_>>(), DAYS, now),
            lines: pager.part(&sorted).iter().map(|incident| Line::of(incident, now)).collect(),
            links: pager.links("/i", &visit.asked),
        }
    }
}

impl Line {
    fn of(incident: &Incident, now: Timestamp) -> Self {
        let end = ended(incident);
        let lasted = times::about(times::since(incident.since, end.unwrap_or(now)));
        Self {
            id: incident.id.0,
            href: link::incident(incident.id),
            mark: Mark::of_incident(incident.level(), end.is_none()),
            title: title(incident),
            since: Moment::of(incident.since, now),
            lasted,
            severity: incident.severity.as_str(),
            by: match &incident.state {
                IncidentState::Acknowledged { by, .. } => Some(by.clone()),
                IncidentState::Open | IncidentState::Closed { .. } => None,
            },
            cause: incident.cause.map(|cause| cause.incident.0),
        }
    }
}
