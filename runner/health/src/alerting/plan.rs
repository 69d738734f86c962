//! When who is told next of an incident.

use std::collections::btree_map::Entry;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::ChannelName;

use super::line::{Heard, Line, Waiting};
use super::{NotifyRule, Place, Routes};
use crate::incident::{Incident, Incidents, Member};

impl Line {
    /// Works out who is told next of an open incident, and when.
    pub(super) fn plan(
        &mut self,
        incident: &Incident,
        book: &Incidents,
        routes: &dyn Routes,
        now: Timestamp,
    ) {
        self.waiting.clear();
        if incident.cause.is_some() {
            return;
        }
        let explained = book.explained_by(incident.id);
        let folded = explained.iter().flat_map(|other| other.members.values());
        let folded = incident.folded.values().chain(folded).map(|member| (member, false));
        let all = incident.members.values().map(|member| (member, true)).chain(folded);
        for (member, is_own) in all.filter(|(member, _)| member.is_open()) {
            for rule in routes.rules(&member.series) {
                let Some(at) = self.news_due(rule, incident, member, is_own, routes) else {
                    continue;
                };
                let latest = self.latest.get(&rule.channel);
                let at = latest.map_or(at, |latest| at.min(*latest));
                // Asked last: it may take a search through a calendar.
                if self.waiting.get(&rule.channel).is_none_or(|waiting| at < waiting.at()) {
                    let silent = routes.silent_until(&member.series, &member.facts, now);
                    let at = silent.map_or(at, |until| at.max(until));
                    self.add(&rule.channel, Waiting::News(at));
                }
            }
        }
        if let Some(every) = routes.timing().remind_every
            && !incident.is_acknowledged()
            && !self.heard.is_empty()
        {
            let silent = silent_until(incident, routes, now);
            let heard = self.heard.iter().map(|(channel, heard)| (channel.clone(), heard.last));
            for (channel, last) in heard.collect::<Vec<_>>() {
                let at = later(last, every);
                self.add(&channel, Waiting::Reminder(silent.map_or(at, |until| at.max(until))));
            }
        }
    }

    /// When a rule of a series has its channel told; `None` when it does not, or has.
    ///
    /// Whatever is to hold messages back belongs here: this is the only place that says when.
    fn news_due(
        &self,
        rule: &NotifyRule,
        incident: &Incident,
        member: &Member,
        is_own: bool,
        routes: &dyn Routes,
    ) -> Option<Timestamp> {
        let timing = routes.timing();
        let is_escalation = !rule.after.is_zero();
        if (is_escalation && incident.is_acknowledged())
            || !rule.wants(&member.series, member.level(), member.severity())
        {
            return None;
        }
        let due = later(member.entered(), rule.after.max(timing.settle))
            .max(later(incident.opened, timing.settle));
        let held = routes.held_until(Place::of(&member.facts), member.since);
        let due = held.map_or(due, |until| due.max(until));
        match self.heard.get(&rule.channel) {
            None => Some(due),
            Some(heard) if is_own && member.level() > heard.level => Some(due),
            Some(heard) if is_own && member.change > heard.change => {
                Some(due.max(later(heard.last, timing.update_every)))
            }
            Some(_) => None,
        }
    }

    /// The sooner of two holds; of two at a time, the one with more to say.
    fn add(&mut self, channel: &ChannelName, next: Waiting) {
        let rank = |waiting: &Waiting| match waiting {
            Waiting::News(at) => (*at, 0),
            Waiting::Reminder(at) => (*at, 1),
        };
        match self.waiting.entry(channel.clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(next);
            }
            Entry::Occupied(mut taken) => {
                if rank(&next) < rank(taken.get()) {
                    taken.insert(next);
                }
            }
        }
    }

    /// Takes out who is to be told at `now`, and notes that they were.
    pub(super) fn take_due(
        &mut self,
        incident: &Incident,
        now: Timestamp,
    ) -> Vec<(ChannelName, Waiting, u64)> {
        let due = self.waiting.extract_if(.., |_, waiting| waiting.at() <= now);
        let due: Vec<_> = due.collect();
        let told = due.into_iter().map(|(channel, waiting)| {
            self.latest.remove(&channel);
            let before = self.heard.get(&channel);
            let messages = before.map_or(0, |heard| heard.messages) + 1;
            let level = before.map_or(incident.level(), |h| h.level.max(incident.level()));
            let change = incident.changes;
            self.heard.insert(channel.clone(), Heard { level, last: now, messages, change });
            (channel, waiting, messages)
        });
        told.collect()
    }
}

/// Until when all that is still bad is silenced; `None` when something is not.
fn silent_until(incident: &Incident, routes: &dyn Routes, now: Timestamp) -> Option<Timestamp> {
    let mut open = incident.members.values().filter(|member| member.is_open());
    open.try_fold(Timestamp::MAX, |first, member| {
        let until = routes.silent_until(&member.series, &member.facts, now)?;
        Some(first.min(until))
    })
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
