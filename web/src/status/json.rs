//! A page as JSON.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::{Facts, Outage, Standing};
use super::words;
use crate::api::MaintenanceLine;

/// What a status page tells.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusDocument {
    page: String,
    title: String,
    /// When this was so.
    at: Timestamp,
    /// In one sentence.
    verdict: String,
    components: Vec<ComponentLine>,
    /// The latest first; those that go on have no `until`.
    incidents: Vec<OutageLine>,
    /// In force or to come, soonest first.
    maintenance: Vec<MaintenanceLine>,
}

/// Something that users know by a name of its own.
#[derive(Serialize, ToSchema)]
pub(crate) struct ComponentLine {
    name: String,
    #[schema(value_type = String)]
    state: Standing,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// The last 90, oldest first, in UTC.
    days: Vec<DayLine>,
}

/// How many seconds of a day it was in which state.
#[derive(Serialize, ToSchema)]
pub(crate) struct DayLine {
    /// `2026-11-20`
    date: String,
    up: f64,
    degraded: f64,
    down: f64,
    unknown: f64,
    /// Announced, or outside of the operating hours.
    excluded: f64,
}

/// An incident, as everybody may know it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutageLine {
    incident: u64,
    components: Vec<String>,
    words: String,
    since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    /// What is said of it, oldest first.
    updates: Vec<SaidLine>,
}

/// Something that is said of an incident.
#[derive(Serialize, ToSchema)]
pub(crate) struct SaidLine {
    at: Timestamp,
    text: String,
}

/// The page as JSON.
pub(super) fn document(facts: &Facts) -> StatusDocument {
    StatusDocument {
        page: facts.slug.clone(),
        title: facts.title.clone(),
        at: facts.at,
        verdict: words::verdict(facts),
        components: facts.components.iter().map(component).collect(),
        incidents: facts.open.iter().chain(&facts.over).map(outage).collect(),
        maintenance: facts.maintenance.iter().cloned().map(MaintenanceLine::of).collect(),
    }
}

fn component(component: &super::facts::Component) -> ComponentLine {
    let seconds = |time: Duration| time.as_secs_f64();
    let days = component.days.iter().map(|day| DayLine {
        date: day.span.from.strftime("%Y-%m-%d").to_string(),
        up: seconds(day.times.up),
        degraded: seconds(day.times.degraded),
        down: seconds(day.times.down),
        unknown: seconds(day.times.unknown),
        excluded: seconds(day.times.excluded),
    });
    ComponentLine {
        name: component.name.clone(),
        state: component.standing,
        since: component.since,
        days: days.collect(),
    }
}

fn outage(outage: &Outage) -> OutageLine {
    let updates = outage.updates.iter();
    OutageLine {
        incident: outage.number,
        components: outage.components.clone(),
        words: words::outage(outage),
        since: outage.since,
        until: outage.until,
        updates: updates
            .map(|update| SaidLine { at: update.at, text: update.text.clone() })
            .collect(),
    }
}
