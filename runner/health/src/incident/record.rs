//! Series that broke together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use runner_model::{EnvironmentName, IncidentId, Series, ServiceName, Severity};
use serde::{Deserialize, Serialize};

use super::{Facts, Group, Level, Member, Timeline, by_series};

/// Series that broke together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Which.
    pub id: IncidentId,
    /// When it was decided that it is one.
    pub opened: Timestamp,
    /// The first bad run of all.
    pub since: Timestamp,
    /// How it is.
    pub state: IncidentState,
    /// The worst that it ever was.
    pub severity: Severity,
    /// The groups whose series belong to it: one, unless many broke at once.
    pub groups: BTreeSet<Group>,
    /// It takes in what breaks in other groups: many broke at once.
    #[serde(default)]
    pub is_burst: bool,
    /// The series that are or were affected.
    #[serde(with = "by_series")]
    pub members: BTreeMap<Series, Member>,
    /// Series that fail, or failed, because of it. They are told here and nowhere else.
    #[serde(default, with = "by_series")]
    pub folded: BTreeMap<Series, Member>,
    /// Another incident is the reason for this one: nobody is told more of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The version that was deployed last before it began, when that was recently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_deploy: Option<String>,
    /// What happened, in order.
    pub timeline: Timeline,
    /// So many times a series of it became bad, or bad in another way.
    pub(crate) changes: u64,
}

/// How an incident is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// Nobody has said that they look after it.
    Open,
    /// Somebody looks after it: it is neither escalated nor told again.
    Acknowledged {
        /// Who.
        by: String,
        /// Since when.
        at: Timestamp,
    },
    /// It is over.
    Closed {
        /// The run that settled it.
        at: Timestamp,
    },
}

/// The reason for an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Which incident.
    pub incident: IncidentId,
    /// It is over; what it caused has until then to recover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Incident {
    /// How bad it is: its worst series. [`Level::Up`] once all have recovered.
    pub fn level(&self) -> Level {
        self.members.values().map(Member::level).max().unwrap_or(Level::Up)
    }

    /// Whether somebody looks after it.
    pub fn is_acknowledged(&self) -> bool {
        match self.state {
            IncidentState::Acknowledged { .. } => true,
            IncidentState::Open | IncidentState::Closed { .. } => false,
        }
    }

    /// Where it is, when all of it is in one environment.
    pub fn environment(&self) -> Option<&EnvironmentName> {
        self.agreed(|facts| facts.environment.as_ref())
    }

    /// Which service it is about, when it is about one.
    pub fn service(&self) -> Option<&ServiceName> {
        self.agreed(|facts| facts.service.as_ref())
    }

    /// The maintenance during which it began.
    pub fn maintenance(&self) -> Option<&str> {
        self.worst_first().into_iter().find_map(|member| member.maintenance.as_deref())
    }

    /// Its series: worst and earliest first.
    pub fn worst_first(&self) -> Vec<&Member> {
        let mut members: Vec<&Member> = self.members.values().collect();
        members.sort_by_key(|member| (std::cmp::Reverse(member.level()), member.since));
        members
    }

    /// What all of its series say alike.
    fn agreed<'i, T: PartialEq>(
        &'i self,
        of: impl Fn(&'i Facts) -> Option<&'i T>,
    ) -> Option<&'i T> {
        let mut all = self.members.values().map(|member| of(&member.facts));
        let first = all.next()??;
        all.all(|other| other == Some(first)).then_some(first)
    }

    /// A series whose change is the next of this incident.
    pub(super) fn numbered(&mut self, mut member: Member) -> Member {
        self.changes += 1;
        member.change = self.changes;
        member
    }

    /// Keeps the worst that it ever was, after that series has changed.
    pub(super) fn remember_severity(&mut self, series: &Series) {
        let changed = self.members.get(series).or_else(|| self.folded.get(series));
        let severity = changed.filter(|member| member.is_open()).map(Member::severity);
        self.severity = self.severity.max(severity.unwrap_or(Severity::Info));
    }
}
