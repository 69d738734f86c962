//! Telling of what is no incident.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use runner_model::{About, Alert, BurnNews, ChannelName, CoverageNews};
use serde::{Deserialize, Serialize};

use super::line::moved;
use super::{NotifyOn, NotifyRule, Place, Routes, Switchboard, Told, Topic};

/// What was told of a topic, and what is to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TopicLine {
    since: Timestamp,
    alert: Alert,
    #[serde(default)]
    waiting: BTreeMap<ChannelName, Timestamp>,
    /// Of those that wait for a gate: when they would be told without it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    held: BTreeMap<ChannelName, Timestamp>,
    #[serde(default)]
    heard: BTreeSet<ChannelName>,
}

impl TopicLine {
    /// The clock was set by so much: what is waited for is waited for as long as before.
    pub(super) fn clock_was_set(&mut self, by: SignedDuration) {
        self.waiting.values_mut().chain(self.held.values_mut()).for_each(|at| *at = moved(*at, by));
    }

    /// Until when its beginning is held back. A budget that burns pages people like an outage does.
    fn held_until(&self, routes: &dyn Routes) -> Option<Timestamp> {
        let may_be = matches!(self.alert.about, About::Burn(_));
        may_be.then(|| routes.held_until(Place::of_alert(&self.alert), self.since)).flatten()
    }
}

impl Switchboard {
    /// Something began that has an end. Told at once, or, by rules with `after`, if it has not
    /// ended by then. Nothing is told twice of the same topic before [`end`](Self::end).
    pub fn begin(&mut self, topic: Topic, alert: Alert, rules: &[NotifyRule]) -> Vec<Told> {
        if self.topics.contains_key(&topic) {
            return Vec::new();
        }
        let now = alert.at;
        let mut waiting: BTreeMap<ChannelName, Timestamp> = BTreeMap::new();
        for rule in rules.iter().filter(|rule| wants(rule, &alert)) {
            let at = now.checked_add(rule.after).unwrap_or(Timestamp::MAX);
            waiting.entry(rule.channel.clone()).and_modify(|due| *due = at.min(*due)).or_insert(at);
        }
        let (held, heard) = (BTreeMap::new(), BTreeSet::new());
        // Whether it is held back is asked when it is due.
        let is_asked = matches!(alert.about, About::Burn(_));
        self.topics.insert(topic, TopicLine { since: now, alert, waiting, held, heard });
        if is_asked { Vec::new() } else { self.tell_topics(now, |_| None) }
    }

    /// It ended: told to those who heard of it, and only to them.
    pub fn end(&mut self, topic: &Topic, alert: &Alert) -> Vec<Told> {
        let Some(line) = self.topics.remove(topic) else { return Vec::new() };
        let told = line.heard.into_iter().map(|channel| {
            let key = format!("{topic}/{}/over/{channel}", line.since);
            Told { channel, key, at: alert.at, incident: None, alert: alert.clone() }
        });
        told.collect()
    }

    /// Nobody is told of its beginning before `until`: a maintenance goes on.
    pub fn hold(&mut self, topic: &Topic, until: Timestamp) {
        if let Some(line) = self.topics.get_mut(topic) {
            line.waiting.values_mut().for_each(|at| *at = until.max(*at));
        }
    }

    /// What it is about is no longer there: nobody is told any more of it.
    pub fn forget(&mut self, topic: &Topic) {
        self.topics.remove(topic);
    }

    pub(super) fn due_topics(&mut self, routes: &dyn Routes, now: Timestamp) -> Vec<Told> {
        self.tell_topics(now, |line| line.held_until(routes))
    }

    /// What waited for gates is looked at again.
    pub(super) fn replan_topics(&mut self) {
        for line in self.topics.values_mut() {
            line.waiting.extend(std::mem::take(&mut line.held));
        }
    }

    fn tell_topics(
        &mut self,
        now: Timestamp,
        held_until: impl Fn(&TopicLine) -> Option<Timestamp>,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        for (topic, line) in &mut self.topics {
            let due: Vec<_> = line.waiting.extract_if(.., |_, at| *at <= now).collect();
            if due.is_empty() {
                continue;
            }
            if let Some(until) = held_until(line).filter(|until| *until > now) {
                for (channel, at) in due {
                    line.waiting.insert(channel.clone(), until);
                    line.held.entry(channel).or_insert(at);
                }
                continue;
            }
            for (channel, _) in due {
                line.held.remove(&channel);
                line.heard.insert(channel.clone());
                let key = format!("{topic}/{}/{channel}", line.since);
                let alert = Alert { at: now, ..line.alert.clone() };
                told.push(Told { channel, key, at: now, incident: None, alert });
            }
        }
        told
    }

    pub(super) fn topics_due(&self) -> impl Iterator<Item = Timestamp> {
        self.topics.values().flat_map(|line| line.waiting.values().copied())
    }
}

/// News that have no end: told once, at once. `round` makes them another message than the last
/// about the same topic: `14 days`.
pub fn announce(topic: &Topic, round: &str, alert: &Alert, rules: &[NotifyRule]) -> Vec<Told> {
    let channels: BTreeSet<&ChannelName> =
        rules.iter().filter(|rule| wants(rule, alert)).map(|rule| &rule.channel).collect();
    let told = channels.into_iter().map(|channel| Told {
        channel: channel.clone(),
        key: format!("{topic}/{round}/{channel}"),
        at: alert.at,
        incident: None,
        alert: alert.clone(),
    });
    told.collect()
}

fn wants(rule: &NotifyRule, alert: &Alert) -> bool {
    let monitors = match &alert.about {
        About::Certificate { monitors, .. } => monitors.as_slice(),
        About::NotRunning { monitor, .. }
        | About::RunsAgain { monitor, .. }
        | About::Burn(BurnNews { monitor, .. })
        | About::BurnOver { monitor, .. }
        | About::Coverage(CoverageNews { monitor, .. })
        | About::CoverageBack { monitor, .. } => std::slice::from_ref(monitor),
        About::Incident(_)
        | About::Blind { .. }
        | About::SeesAgain { .. }
        | About::HeartbeatMissing { .. }
        | About::HeartbeatBack { .. }
        | About::ChannelFailing { .. }
        | About::ConfigRefused { .. }
        | About::Digest(_)
        | About::Deploy(_)
        | About::Test { .. } => &[],
    };
    let on = match &alert.about {
        About::Incident(_)
        | About::HeartbeatMissing { .. }
        | About::ChannelFailing { .. }
        | About::ConfigRefused { .. }
        | About::Burn(_)
        | About::Digest(_)
        | About::Deploy(_)
        | About::Test { .. } => NotifyOn::Down,
        About::Certificate { .. } => NotifyOn::Certificate,
        About::NotRunning { .. } | About::Blind { .. } | About::Coverage(_) => NotifyOn::Unknown,
        About::RunsAgain { .. }
        | About::SeesAgain { .. }
        | About::HeartbeatBack { .. }
        | About::BurnOver { .. }
        | About::CoverageBack { .. } => NotifyOn::Recovered,
    };
    rule.wants_topic(on, alert.severity, monitors)
}
