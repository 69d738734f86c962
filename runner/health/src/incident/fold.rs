//! Who is the cause of whom.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{EnvironmentName, IncidentId, ServiceName};
use serde::{Deserialize, Serialize};

use super::incidents::is_within;
use super::{
    Cause, Dependencies, Happened, Incident, IncidentChange, Incidents, Level, Member, MemberState,
    Rules, WhileDependencyDown,
};

/// A series whose cause has recovered, and which has not yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) member: Member,
    /// It has until then.
    pub(super) until: Timestamp,
}

impl Waiting {
    pub(super) fn new(member: Member, at: Timestamp, rules: &Rules) -> Self {
        Self { member, until: patience(at, rules) }
    }
}

/// What an incident can be the reason for: its broken services, each with how bad it is.
struct Reach<'i>(BTreeMap<(&'i ServiceName, Option<&'i EnvironmentName>), Level>);

impl<'i> Reach<'i> {
    fn of(incident: &'i Incident) -> Self {
        let mut reach = BTreeMap::new();
        for member in incident.members.values().filter(|member| member.is_open()) {
            let Some(service) = &member.facts.service else { continue };
            let worst = reach
                .entry((service, member.facts.environment.as_ref()))
                .or_insert_with(|| member.level());
            *worst = member.level().max(*worst);
        }
        Self(reach)
    }

    /// What is only degraded is no reason for another to be down.
    fn explains(&self, member: &Member, dependencies: &Dependencies) -> bool {
        let Some(service) = &member.facts.service else { return false };
        let environment = member.facts.environment.as_ref();
        self.0.iter().any(|((cause, place), level)| {
            *place == environment && *level >= member.level() && dependencies.needs(service, cause)
        })
    }

    fn explains_all(&self, incident: &Incident, dependencies: &Dependencies) -> bool {
        let mut open = incident.members.values().filter(|member| member.is_open());
        open.all(|member| self.explains(member, dependencies))
    }
}

impl Incidents {
    /// Decides what has waited long enough: see [`Rules::recover_within`].
    pub fn tick(&mut self, now: Timestamp, rules: &Rules) -> Vec<IncidentChange> {
        let mut changes = Vec::new();
        let due = self.waiting.extract_if(.., |waiting| waiting.until <= now);
        for Waiting { mut member, .. } in due.collect::<Vec<_>>() {
            member.state = MemberState::of(member.level(), now);
            self.place(member, None, now, rules, &mut changes);
        }
        let due: Vec<IncidentId> = (self.open.values())
            .filter(|i| i.cause.and_then(|cause| cause.until).is_some_and(|until| until <= now))
            .map(|incident| incident.id)
            .collect();
        for id in due {
            self.stand_alone(id, now, rules, &mut changes);
        }
        changes
    }

    /// When [`tick`](Self::tick) has something to decide.
    pub fn next_due(&self) -> Option<Timestamp> {
        let links = self.open.values().filter_map(|incident| incident.cause?.until);
        self.waiting.iter().map(|waiting| waiting.until).chain(links).min()
    }

    /// The incidents that turned out to be caused by this one, directly or through others.
    pub(crate) fn explained_by(&self, cause: IncidentId) -> Vec<&Incident> {
        let mut found: Vec<&Incident> = Vec::new();
        let mut causes = vec![cause];
        while let Some(cause) = causes.pop() {
            for incident in self.open.values() {
                let is_caused = incident.cause.is_some_and(|c| c.incident == cause);
                if is_caused && !found.iter().any(|known| known.id == incident.id) {
                    found.push(incident);
                    causes.push(incident.id);
                }
            }
        }
        found
    }

    /// Folds a series into the incident that explains it; gives it back when none does.
    pub(super) fn fold(
        &mut self,
        member: Member,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) -> Option<Member> {
        let needs_any = |service| rules.dependencies.needs_any(service);
        if !member.facts.service.as_ref().is_some_and(needs_any) {
            return Some(member);
        }
        let cause =
            self.cause_of(rules, true, |reach| reach.explains(&member, &rules.dependencies));
        let Some(incident) = cause.and_then(|id| self.open.get_mut(&id)) else {
            return Some(member);
        };
        let member = incident.numbered(member);
        let (id, series) = (incident.id, member.series.clone());
        incident.timeline.add(at, Happened::Folded { series: series.clone() });
        incident.folded.insert(series.clone(), member);
        incident.remember_severity(&series);
        changes.push(IncidentChange::Folded { id, series });
        None
    }

    /// News of a series that is folded: gives it back when it is not, or is no longer explained.
    pub(super) fn renew_folded(
        &mut self,
        news: Member,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) -> Option<Member> {
        let folded = self.open.values_mut().find(|i| i.folded.contains_key(&news.series));
        let Some(incident) = folded else { return Some(news) };
        let news = match incident.folded.remove(&news.series) {
            Some(known) => known.renewed(news),
            None => news,
        };
        let is_explained = Reach::of(incident).explains(&news, &rules.dependencies);
        if !is_explained || rules.while_dependency_down == WhileDependencyDown::Page {
            return Some(news);
        }
        let news = incident.numbered(news);
        let (id, series) = (incident.id, news.series.clone());
        incident.folded.insert(series.clone(), news);
        incident.remember_severity(&series);
        changes.push(IncidentChange::Folded { id, series });
        None
    }

    /// An incident in which a series broke takes over those that it explains, unless they are old.
    pub(super) fn take_over(
        &mut self,
        cause: IncidentId,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) {
        let Some(incident) = self.open.get(&cause).filter(|incident| incident.cause.is_none())
        else {
            return;
        };
        if rules.while_dependency_down == WhileDependencyDown::Page {
            return;
        }
        let mut young = (self.open.values())
            .filter(|other| other.id != cause && other.cause.is_none())
            .filter(|other| is_within(rules.cause_within, other.opened, at))
            .peekable();
        if young.peek().is_none() {
            return;
        }
        let reach = Reach::of(incident);
        let explained: Vec<IncidentId> = young
            .filter(|other| reach.explains_all(other, &rules.dependencies))
            .map(|other| other.id)
            .collect();
        for id in explained {
            self.link(id, cause, at, changes);
        }
    }

    fn link(
        &mut self,
        id: IncidentId,
        cause: IncidentId,
        at: Timestamp,
        changes: &mut Vec<IncidentChange>,
    ) {
        if let Some(incident) = self.open.get_mut(&id) {
            incident.cause = Some(Cause { incident: cause, until: None });
            incident.timeline.add(at, Happened::FoldedInto { cause });
            changes.push(IncidentChange::FoldedInto { id, cause });
        }
        if let Some(incident) = self.open.get_mut(&cause) {
            incident.timeline.add(at, Happened::Explains { incident: id });
        }
    }

    /// What is no longer explained gets some time to recover.
    pub(super) fn let_go(&mut self, at: Timestamp, rules: &Rules, changes: &[IncidentChange]) {
        if !changes.iter().any(may_end_a_cause) {
            return;
        }
        for incident in self.open.values_mut() {
            let mut folded = std::mem::take(&mut incident.folded);
            let reach = Reach::of(incident);
            let gone = folded.extract_if(.., |_, member| {
                member.is_open() && !reach.explains(member, &rules.dependencies)
            });
            self.waiting.extend(gone.map(|(_, member)| Waiting::new(member, at, rules)));
            incident.folded = folded;
        }
        let alone: Vec<IncidentId> = (self.open.values())
            .filter(|incident| incident.cause.is_some_and(|cause| cause.until.is_none()))
            .filter(|incident| !self.is_explained(incident, rules))
            .map(|incident| incident.id)
            .collect();
        for id in alone {
            if let Some(cause) = self.open.get_mut(&id).and_then(|i| i.cause.as_mut()) {
                cause.until = Some(patience(at, rules));
            }
        }
    }

    /// Whether the cause of an incident is still one.
    fn is_explained(&self, incident: &Incident, rules: &Rules) -> bool {
        let cause = incident.cause.and_then(|cause| self.open.get(&cause.incident));
        cause.is_some_and(|c| Reach::of(c).explains_all(incident, &rules.dependencies))
    }

    /// The cause of an incident has been over for a while: it gets another one, or has none.
    fn stand_alone(
        &mut self,
        id: IncidentId,
        at: Timestamp,
        rules: &Rules,
        changes: &mut Vec<IncidentChange>,
    ) {
        let Some(incident) = self.open.get(&id) else { return };
        let other =
            self.cause_of(rules, false, |reach| reach.explains_all(incident, &rules.dependencies));
        if let Some(cause) = other {
            self.link(id, cause, at, changes);
        } else if let Some(incident) = self.open.get_mut(&id) {
            incident.cause = None;
            incident.timeline.add(at, Happened::StandsAlone);
            changes.push(IncidentChange::StandsAlone { id });
        }
    }

    /// The oldest incident that explains something, and has no cause itself that still holds.
    fn cause_of(
        &self,
        rules: &Rules,
        may_be_over: bool,
        explains: impl Fn(&Reach<'_>) -> bool,
    ) -> Option<IncidentId> {
        if rules.while_dependency_down == WhileDependencyDown::Page {
            return None;
        }
        let is_root = |incident: &&Incident| match incident.cause {
            Some(cause) => may_be_over && cause.until.is_some(),
            None => true,
        };
        let mut roots = self.open.values().filter(is_root);
        roots.find(|incident| explains(&Reach::of(incident))).map(|incident| incident.id)
    }
}

/// Until when what was folded may recover.
fn patience(at: Timestamp, rules: &Rules) -> Timestamp {
    at.checked_add(rules.recover_within).unwrap_or(Timestamp::MAX)
}

/// Whether something that was the cause of another may no longer be.
fn may_end_a_cause(change: &IncidentChange) -> bool {
    match change {
        IncidentChange::Moved { .. } | IncidentChange::Eased { .. } | IncidentChange::Closed(_) => {
            true
        }
        IncidentChange::Opened { .. }
        | IncidentChange::Joined { .. }
        | IncidentChange::Folded { .. }
        | IncidentChange::FoldedInto { .. }
        | IncidentChange::StandsAlone { .. }
        | IncidentChange::Acknowledged { .. }
        | IncidentChange::Noted { .. } => false,
    }
}
