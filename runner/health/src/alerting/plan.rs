//! When who is told next of an incident.

use std::collections::btree_map::Entry;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::ChannelName;

use super::line::{Heard, Line, Waiting};
use super::{NotifyRule, Routes};
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
        let mut first_loud: Option<Timestamp> = None;
        for (member, is_own) in all.filter(|(member, _)| member.is_open()) {
            let loud = routes.silent_until(&member.series, &member.facts, now).unwrap_or(now);
            if is_own {
                first_loud = Some(first_loud.map_or(loud, |first| first.min(loud)));
            }
            for rule in routes.rules(&member.series) {
                if let Some(at) = self.news_due(rule, incident, member, is_own, routes) {
                    self.add(
                        &rule.channel,
                        Waiting::News(if loud > now { at.max(loud) } else { at }),
                    );
                }
            }
        }
        if let (Some(every), false) = (routes.timing().remind_every, incident.is_acknowledged()) {
            let due: Vec<_> =
                self.heard.iter().map(|(c, heard)| (c.clone(), later(heard.last, every))).collect();
            for (channel, at) in due {
                let at = first_loud.filter(|loud| *loud > now).map_or(at, |loud| at.max(loud));
                self.add(&channel, Waiting::Reminder(at));
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
        if is_escalation && incident.is_acknowledged()
            || !rule.wants(&member.series, member.level(), member.severity())
        {
            return None;
        }
        let due = later(member.entered(), rule.after.max(timing.settle));
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

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
