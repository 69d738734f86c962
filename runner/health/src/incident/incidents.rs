//! The book of what is broken.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{IncidentId, MonitorName, Series, Severity};
use serde::{Deserialize, Serialize};

use super::fold::Waiting;
use super::{
    Group, Happened, Incident, IncidentChange, IncidentState, Level, Member, MemberState, Onset,
    Report, Rules, Timeline, Transition,
};

/// The book of what is broken: every open incident. This whole value is stored with each change,
/// so a restart forgets nothing; what is closed leaves it with [`IncidentChange::Closed`].
///
/// * A series that breaks joins the open incident of its group; there is at most one.
/// * Each series recovers on its own; the incident is over when all have.
/// * A series whose service depends on one that has an open incident, at least as bad, is folded
///   into that: listed there, told nowhere else. If it is still bad a while after its cause has
///   recovered, it gets an incident of its own.
/// * A cause that is found late takes over the incidents that it explains: they stay, so that
///   those who heard of them hear of their end, and nothing else is told of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Incidents {
    /// The greatest number that was given away.
    pub(super) last: u64,
    pub(super) open: BTreeMap<IncidentId, Incident>,
    /// Their cause has recovered, they have not yet.
    #[serde(default)]
    pub(super) waiting: Vec<Waiting>,
}

impl Incidents {
    /// An empty book: the next incident gets the number after `last`.
    pub fn after(last: IncidentId) -> Self {
        Self { last: last.0, ..Self::default() }
    }

    /// The open incident of that number.
    pub fn get(&self, id: IncidentId) -> Option<&Incident> {
        self.open.get(&id)
    }

    /// The open incidents, oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Incident> {
        self.open.values()
    }

    /// The open incident in which a series is bad, as one of its own or folded into it.
    pub fn of_series(&self, series: &Series) -> Option<&Incident> {
        self.open.values().find(|incident| {
            let own = incident.members.get(series).or_else(|| incident.folded.get(series));
            own.is_some_and(Member::is_open)
        })
    }

    /// Monitors that fail because of an incident: what was folded into it, and the incidents that
    /// turned out to be caused by it.
    pub fn folded_monitors(&self, incident: &Incident) -> Vec<MonitorName> {
        let own = incident.folded.values();
        let explained = self.explained_by(incident.id);
        let explained = explained.iter().flat_map(|other| other.members.values());
        let monitors: BTreeSet<_> =
            own.chain(explained).map(|member| member.series.monitor.clone()).collect();
        let here: BTreeSet<_> = incident.members.keys().map(|series| &series.monitor).collect();
        monitors.into_iter().filter(|monitor| !here.contains(monitor)).collect()
    }

    /// Takes in what a run changed, as it was decided at `at`. [`Transition::Confirm`] changes
    /// nothing.
    pub fn take(&mut self, report: Report, at: Timestamp, rules: &Rules) -> Vec<IncidentChange> {
        let Report { series, facts, transition, finding, after_deploy } = report;
        let (level, Onset { since, maintenance }) = match transition {
            Transition::Confirm { .. } => return Vec::new(),
            Transition::Recovered { at: settled, .. } => {
                let recovered = Happened::Recovered { series: series.clone() };
                return self.ease(&series, settled, at, recovered, rules);
            }
            Transition::Degraded(onset) => (Level::Degraded, onset),
            Transition::Down(onset) => (Level::Down, onset),
        };
        let state = MemberState::of(level, at);
        let member = Member { series, facts, since, state, maintenance, finding, change: 0 };
        let mut changes = Vec::new();
        self.worsen(member, after_deploy, at, rules, &mut changes);
        self.let_go(at, rules, &changes);
        changes
    }

    /// Forgets what is not in `kept`: what is no longer monitored cannot recover, and is taken for
    /// recovered.
    pub fn forget(
        &mut self,
        kept: &BTreeSet<Series>,
        at: Timestamp,
        rules: &Rules,
    ) -> Vec<IncidentChange> {
        let gone: BTreeSet<Series> = (self.open.values())
            .flat_map(|incident| incident.members.values().chain(incident.folded.values()))
            .chain(self.waiting.iter().map(|waiting| &waiting.member))
            .filter(|member| member.is_open() && !kept.contains(&member.series))
            .map(|member| member.series.clone())
            .collect();
        let mut changes = Vec::new();
        for series in gone {
            let removed = Happened::Removed { series: series.clone() };
            changes.extend(self.ease(&series, at, at, removed, rules));
        }
        changes
    }

    /// Names the deploy after which open incidents began, of those that name none: one may be heard
    /// of later than what it broke. `before` tells it for what was first to break.
    pub fn name_deploys(
        &mut self,
        before: impl Fn(&Member) -> Option<String>,
    ) -> Vec<IncidentChange> {
        let unnamed = self.open.values_mut().filter(|incident| incident.after_deploy.is_none());
        let named = unnamed.filter_map(|incident| {
            let first = incident.members.values().min_by_key(|member| member.since)?;
            incident.after_deploy = Some(before(first)?);
            Some(IncidentChange::Noted { id: incident.id })
        });
        named.collect()
    }

    /// A series works again, or is no longer monitored.
    fn ease(
        &mut self,
        series: &Series,
        settled: Timestamp,
        at: Timestamp,
        happened: Happened,
        rules: &Rules,
    ) -> Vec<IncidentChange> {
        self.waiting.retain(|waiting| waiting.member.series != *series);
        let mut changes = Vec::new();
        for incident in self.open.values_mut() {
            let id = incident.id;
            let state = MemberState::Recovered { at: settled };
            if let Some(member) = incident.members.get_mut(series).filter(|m| m.is_open()) {
                member.state = state;
                changes.push(IncidentChange::Eased { id, series: series.clone() });
            } else if let Some(member) = incident.folded.get_mut(series).filter(|m| m.is_open()) {
                member.state = state;
                changes.push(IncidentChange::Folded { id, series: series.clone() });
            } else {
                continue;
            }
            incident.timeline.add(at, happened.clone());
        }
        self.close_what_is_over(at, rules, &mut changes);
        self.let_go(at, rules, &changes);
        changes
    }

    /// A series is bad: for the first time, again, or in another way.
    fn worsen(
        &mut self,
        member: Member,
        after_deploy: Option<String>,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) {
        self.waiting.retain(|waiting| waiting.member.series != member.series);
        let own = self.open.values_mut().find(|i| i.members.contains_key(&member.series));
        if let Some(incident) = own {
            let id = incident.id;
            incident.renew(member, at, changes);
            self.take_over(id, at, rules, changes);
        } else if let Some(member) = self.renew_folded(member, rules, changes) {
            self.place(member, after_deploy, at, rules, changes);
        }
    }

    /// Finds a place for a series that is bad and in no incident.
    pub(super) fn place(
        &mut self,
        member: Member,
        after_deploy: Option<String>,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) {
        let Some(member) = self.fold(member, at, rules, changes) else { return };
        let group = Group::of(&member.series, &member.facts, &rules.group_by);
        let taken_in = self.with_group(&group).or_else(|| self.burst_of(&member, at, rules));
        let id = taken_in.unwrap_or_else(|| self.open_one(&member, after_deploy, at, rules));
        let Some(incident) = self.open.get_mut(&id) else { return };
        let member = incident.numbered(member);
        let series = member.series.clone();
        let (happened, change) = match taken_in {
            Some(_) => (
                Happened::Joined { series: series.clone() },
                IncidentChange::Joined { id, series: series.clone() },
            ),
            None => (Happened::Opened { series: series.clone() }, IncidentChange::Opened { id }),
        };
        incident.timeline.add(at, happened);
        incident.groups.insert(group);
        incident.since = incident.since.min(member.since);
        incident.members.insert(series.clone(), member);
        incident.remember_severity(&series);
        changes.push(change);
        self.take_over(id, at, rules, changes);
    }

    fn with_group(&self, group: &Group) -> Option<IncidentId> {
        self.open.values().find(|incident| incident.groups.contains(group)).map(|i| i.id)
    }

    /// The incident that takes in what breaks while much does.
    fn burst_of(&self, member: &Member, at: Timestamp, rules: &Rules) -> Option<IncidentId> {
        let burst = self.beside(member).rfind(|incident| {
            let last = incident.members.values().map(Member::entered).max();
            incident.is_burst && last.is_some_and(|last| is_within(rules.burst.within, last, at))
        });
        burst.map(|incident| incident.id)
    }

    /// Opens an incident that has no series yet.
    fn open_one(
        &mut self,
        member: &Member,
        after_deploy: Option<String>,
        at: Timestamp,
        rules: &Rules,
    ) -> IncidentId {
        let within = rules.burst.within;
        let fresh = self.beside(member).filter(|i| is_within(within, i.opened, at)).count();
        self.last += 1;
        let incident = Incident {
            id: IncidentId(self.last),
            opened: at,
            since: member.since,
            state: IncidentState::Open,
            severity: Severity::Info,
            groups: BTreeSet::new(),
            is_burst: fresh >= rules.burst.incidents,
            members: BTreeMap::new(),
            folded: BTreeMap::new(),
            cause: None,
            after_deploy,
            timeline: Timeline::default(),
            changes: 0,
        };
        let id = incident.id;
        self.open.insert(id, incident);
        id
    }

    /// Incidents of the same environment that have no known cause, oldest first.
    fn beside(&self, member: &Member) -> impl DoubleEndedIterator<Item = &Incident> {
        let environment = member.facts.environment.clone();
        self.open.values().filter(move |incident| {
            let first = incident.members.values().next();
            incident.cause.is_none() && first.is_some_and(|m| m.facts.environment == environment)
        })
    }

    /// Takes out the incidents whose series have all recovered.
    fn close_what_is_over(
        &mut self,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) {
        let is_over = |_: &IncidentId, incident: &mut Incident| incident.level() == Level::Up;
        let over: Vec<Incident> = self.open.extract_if(.., is_over).map(|(_, i)| i).collect();
        for mut incident in over {
            let settled = incident.members.values().map(Member::entered).max().unwrap_or(at);
            incident.state = IncidentState::Closed { at: settled };
            incident.timeline.add(at, Happened::Closed);
            let left = incident.folded.values().filter(|member| member.is_open()).cloned();
            self.waiting.extend(left.map(|member| Waiting::new(member, at, rules)));
            changes.push(IncidentChange::Closed(Box::new(incident)));
        }
    }
}

impl Incident {
    /// One of its series is bad in another way, or again.
    fn renew(&mut self, news: Member, at: Timestamp, changes: &mut Vec<IncidentChange>) {
        let news = self.numbered(news);
        let (id, level, series) = (self.id, news.level(), news.series.clone());
        let before = self.members.get(&series).map_or(Level::Up, Member::level);
        let member = match self.members.remove(&series) {
            Some(known) => known.renewed(news),
            None => news,
        };
        self.members.insert(series.clone(), member);
        self.remember_severity(&series);
        let (happened, change) = match before {
            Level::Up => {
                (Happened::Joined { series: series.clone() }, IncidentChange::Joined { id, series })
            }
            Level::Degraded | Level::Down => (
                if level > before {
                    Happened::Worsened { series: series.clone() }
                } else {
                    Happened::Improved { series: series.clone() }
                },
                IncidentChange::Moved { id, series, level },
            ),
        };
        self.timeline.add(at, happened);
        changes.push(change);
    }
}

/// Whether `then` is no longer ago than that.
pub(super) fn is_within(limit: Duration, then: Timestamp, at: Timestamp) -> bool {
    then.checked_add(limit).is_ok_and(|until| at <= until)
}

#[cfg(test)]
mod tests;
