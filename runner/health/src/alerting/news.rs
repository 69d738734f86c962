//! The facts of a message about an incident.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{About, Alert, ChannelName, IncidentNews, IncidentPhase, MonitorName};

use super::Told;
use crate::incident::{Incident, IncidentState, Level};

/// So many series are listed; the rest is counted.
const LISTED: usize = 20;

/// What a channel is told of an incident; `number` counts its messages about it.
pub(super) fn news(
    incident: &Incident,
    phase: IncidentPhase,
    folded: Vec<MonitorName>,
    channel: ChannelName,
    number: u64,
    at: Timestamp,
) -> Told {
    let worst = incident.worst_first();
    let first = worst.first().map(|member| &member.facts);
    let news = IncidentNews {
        id: incident.id,
        phase,
        since: incident.since,
        affected: worst.iter().take(LISTED).map(|member| member.affected()).collect(),
        more: worst.len().saturating_sub(LISTED) as u64,
        folded,
        maintenance: incident.maintenance().map(str::to_owned),
        after_deploy: incident.after_deploy.clone(),
    };
    let alert = Alert {
        at,
        severity: incident.severity,
        about: About::Incident(news),
        environment: incident.environment().cloned(),
        service: incident.service().cloned(),
        owner: first.and_then(|facts| facts.owner.clone()),
        runbook: first.and_then(|facts| facts.runbook.clone()),
        link: None,
    };
    let key = format!("{}/{}/{channel}/{number}", incident.id, word(phase));
    Told { channel, key, at, incident: Some(incident.id), alert }
}

/// What is told of an incident that is not over.
pub(super) fn phase_of(incident: &Incident) -> IncidentPhase {
    match incident.level() {
        Level::Down => IncidentPhase::Down,
        Level::Degraded | Level::Up => IncidentPhase::Degraded,
    }
}

/// What is told of an incident that is over.
pub(super) fn recovery_of(incident: &Incident, at: Timestamp) -> IncidentPhase {
    let settled = match incident.state {
        IncidentState::Closed { at } => at,
        IncidentState::Open | IncidentState::Acknowledged { .. } => at,
    };
    let lasted = Duration::try_from(settled.duration_since(incident.since)).unwrap_or_default();
    IncidentPhase::Recovered { lasted }
}

fn word(phase: IncidentPhase) -> &'static str {
    match phase {
        IncidentPhase::Down => "down",
        IncidentPhase::Degraded => "degraded",
        IncidentPhase::StillOpen => "still_open",
        IncidentPhase::Recovered { .. } => "recovered",
    }
}
