//! An incident in short, with what it affects.

use jiff::Timestamp;
use runner_health::incident::{Incident, IncidentState, Member, MemberState};
use runner_store::IncidentSpan;
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas;
use crate::pages::{incident_title, told_of};

/// An incident, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentLine {
    pub(super) incident: u64,
    /// In words: `orders is failing in production`; left out of one that another version has
    /// written.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The worst that it ever was.
    #[schema(schema_with = schemas::severity)]
    severity: &'static str,
    /// The first bad run.
    since: Timestamp,
    /// When it was over; left out while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<Timestamp>,
    /// Who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged_by: Option<String>,
    /// The channels on which people were told, in the order in which they were.
    told: Vec<String>,
    /// What broke together, in words.
    groups: Vec<String>,
    /// The version that was deployed last before it began, when that was recently.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_deploy: Option<String>,
    /// Another incident is the reason for this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<u64>,
    /// The worst first.
    affected: Vec<AffectedLine>,
}

/// A series in an incident.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffectedLine {
    monitor: String,
    suite: String,
    test: String,
    /// The case and the matrix entry, for reading; empty when there is none.
    variant: String,
    location: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runbook: Option<String>,
    /// `down`, `degraded` or `recovered`.
    state: &'static str,
    /// Its first bad run.
    since: Timestamp,
    /// Its last bad run.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    /// The step that failed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    /// What was asked: `POST https://shop.example.com/orders`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<String>,
    /// The command that does the same on a laptop.
    #[serde(skip_serializing_if = "Option::is_none")]
    rerun: Option<String>,
}

impl IncidentLine {
    /// One that another version has written, and this one cannot read, has its number and its times.
    pub(super) fn of(stored: &runner_store::Incident) -> Self {
        let (since, closed) = match stored.span {
            IncidentSpan::Open { since } => (since, None),
            IncidentSpan::Closed { since, at } => (since, Some(at)),
        };
        let line = Self {
            incident: stored.id.0,
            title: None,
            severity: "info",
            since,
            closed,
            acknowledged_by: None,
            told: Vec::new(),
            groups: Vec::new(),
            after_deploy: None,
            caused_by: None,
            affected: Vec::new(),
        };
        match stored.json.read::<Incident>() {
            Ok(incident) => line.with(&incident),
            Err(_) => line,
        }
    }

    fn with(self, incident: &Incident) -> Self {
        Self {
            title: Some(incident_title(incident)),
            severity: incident.severity.as_str(),
            acknowledged_by: match &incident.state {
                IncidentState::Acknowledged { by, .. } => Some(by.clone()),
                IncidentState::Open | IncidentState::Closed { .. } => None,
            },
            told: told_of(incident).into_iter().map(str::to_owned).collect(),
            groups: incident.groups.iter().map(ToString::to_string).collect(),
            after_deploy: incident.after_deploy.clone(),
            caused_by: incident.cause.map(|cause| cause.incident.0),
            affected: incident.worst_first().into_iter().map(AffectedLine::of).collect(),
            ..self
        }
    }
}

impl AffectedLine {
    pub(super) fn of(member: &Member) -> Self {
        let Member { series, facts, finding, .. } = member;
        let finding = finding.as_ref();
        Self {
            monitor: series.monitor.to_string(),
            suite: series.test.suite.to_string(),
            test: series.test.test.to_string(),
            variant: series.test.variant.to_string(),
            location: series.location.to_string(),
            name: facts.name.clone(),
            environment: facts.environment.as_ref().map(ToString::to_string),
            service: facts.service.as_ref().map(ToString::to_string),
            owner: facts.owner.clone(),
            runbook: facts.runbook.clone(),
            state: match member.state {
                MemberState::Down { .. } => "down",
                MemberState::Degraded { .. } => "degraded",
                MemberState::Recovered { .. } => "recovered",
            },
            since: member.since,
            run: finding.map(|finding| finding.run.to_string()),
            step: finding.map(|finding| finding.step.clone()),
            request: finding.and_then(|finding| finding.request.clone()),
            expected: finding.and_then(|finding| finding.expected.clone()),
            got: finding.map(|finding| finding.got.clone()),
            rerun: finding.map(|finding| finding.rerun.clone()),
        }
    }
}
