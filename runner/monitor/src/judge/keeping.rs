//! Where things stand, as it is kept.

use std::collections::BTreeMap;

use runner_health::alerting::Switchboard;
use runner_health::incident::{Incident, IncidentChange, IncidentState, Incidents, SeriesState};
use runner_model::{IncidentId, Series};
use runner_store::{IncidentSpan, Json, StateChange, StateKind, Witness};
use serde::Serialize;

/// The book of incidents and the switchboard.
pub(super) const BOOK: StateKind = StateKind::new("book");
pub(super) const INCIDENTS: &str = "incidents";
pub(super) const SWITCHBOARD: &str = "switchboard";

pub(super) fn json<T: Serialize>(value: &T) -> Json {
    Json::of(value).expect("states have no maps with keys other than text")
}

/// Where a series stands; nothing when there is nothing to remember.
pub(super) fn series(series: &Series, state: Option<&SeriesState>) -> runner_store::SeriesState {
    runner_store::SeriesState { series: series.clone(), json: state.map(json) }
}

/// The book and the switchboard.
pub(super) fn book(incidents: &Incidents, switchboard: &Switchboard) -> [StateChange; 2] {
    [
        StateChange { kind: BOOK, key: INCIDENTS.to_owned(), json: Some(json(incidents)) },
        StateChange { kind: BOOK, key: SWITCHBOARD.to_owned(), json: Some(json(switchboard)) },
    ]
}

/// The incidents that changed, each once.
pub(super) fn incidents(
    changes: &[IncidentChange],
    book: &Incidents,
) -> Vec<runner_store::IncidentChange> {
    let mut last: BTreeMap<IncidentId, &Incident> = BTreeMap::new();
    for change in changes {
        let incident = match change {
            IncidentChange::Closed(incident) => Some(&**incident),
            IncidentChange::Opened { id }
            | IncidentChange::Joined { id, .. }
            | IncidentChange::Moved { id, .. }
            | IncidentChange::Eased { id, .. }
            | IncidentChange::Folded { id, .. }
            | IncidentChange::FoldedInto { id, .. }
            | IncidentChange::StandsAlone { id }
            | IncidentChange::Acknowledged { id }
            | IncidentChange::Noted { id } => book.get(*id),
        };
        if let Some(incident) = incident {
            last.insert(incident.id, incident);
        }
    }
    last.into_values().map(kept).collect()
}

fn kept(incident: &Incident) -> runner_store::IncidentChange {
    let span = match incident.state {
        IncidentState::Open | IncidentState::Acknowledged { .. } => {
            IncidentSpan::Open { since: incident.since }
        }
        IncidentState::Closed { at } => IncidentSpan::Closed { since: incident.since, at },
    };
    let evidence = incident.members.values().filter_map(|member| {
        let run = member.finding.as_ref()?.run.clone();
        Some(Witness { series: member.series.clone(), run })
    });
    runner_store::IncidentChange {
        id: incident.id,
        span,
        json: json(incident),
        evidence: evidence.collect(),
    }
}
