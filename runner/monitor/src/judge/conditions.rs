//! What else people must hear of: certificates, monitors that do not run, jobs that do not report,
//! a location that is offline, a channel that cannot be reached.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_health::alerting::conditions::{
    CERTIFICATE_DAYS, CertificateWatch, ChannelState, Delivery, Heartbeat, Pulse, Rhythm, Sight,
};
use runner_health::alerting::{NotifyRule, Switchboard, Told, Topic, announce, fallback};
use runner_model::{About, Alert, ChannelName, HeartbeatName, LocationName, MonitorName, Severity};
use runner_store::{StateChange, StateKind};

use super::Rulebook;
use super::keeping::json;
use crate::work::{Finished, Sight as Seen};

pub(crate) const CERTIFICATES: StateKind = StateKind::new("certificate");
pub(super) const PULSES: StateKind = StateKind::new("pulse");
pub(super) const HEARTBEATS: StateKind = StateKind::new("heartbeat");
pub(super) const CHANNELS: StateKind = StateKind::new("channel");
pub(super) const SIGHT: StateKind = StateKind::new("sight");

/// How long a channel may fail before another one is told.
const CHANNEL_PATIENCE: Duration = Duration::from_secs(120);

/// How often it is looked whether monitors run.
const PULSE_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// Where all of it stands.
pub(crate) struct Conditions {
    pub(super) location: LocationName,
    pub(super) certificates: BTreeMap<String, CertificateWatch>,
    pub(super) pulses: HashMap<MonitorName, Pulse>,
    pub(super) heartbeats: BTreeMap<HeartbeatName, Heartbeat>,
    pub(super) channels: BTreeMap<ChannelName, ChannelState>,
    pub(super) sight: Sight,
    /// Of which monitors a pulse is expected, since when, and after how long they are silent.
    expected: BTreeMap<MonitorName, Expected>,
    beats: BTreeMap<HeartbeatName, HeartbeatRules>,
    pulses_looked_at: Option<Timestamp>,
    pub(super) changes: Vec<StateChange>,
}

/// When a monitor is expected to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    pub(crate) since: Timestamp,
    pub(crate) allowed: Duration,
}

/// What the project says of a job that must report.
#[derive(Clone, Debug)]
pub(crate) struct HeartbeatRules {
    pub(crate) rhythm: Rhythm,
    pub(crate) severity: Severity,
    pub(crate) runbook: Option<String>,
    pub(crate) notify: Vec<NotifyRule>,
}

impl Conditions {
    /// Nothing is known yet of this location.
    pub(crate) fn new(location: LocationName) -> Self {
        Self {
            location,
            certificates: BTreeMap::new(),
            pulses: HashMap::new(),
            heartbeats: BTreeMap::new(),
            channels: BTreeMap::new(),
            sight: Sight::default(),
            expected: BTreeMap::new(),
            beats: BTreeMap::new(),
            pulses_looked_at: None,
            changes: Vec::new(),
        }
    }

    /// Of which jobs reports are expected, from `now` on. Nobody hears any more of others.
    pub(super) fn expect_beats(
        &mut self,
        beats: BTreeMap<HeartbeatName, HeartbeatRules>,
        now: Timestamp,
        switchboard: &mut Switchboard,
    ) {
        for name in beats.keys() {
            if !self.heartbeats.contains_key(name) {
                self.heartbeats.insert(name.clone(), Heartbeat::new(now));
                self.keep_heartbeat(name);
            }
        }
        for (name, _) in self.heartbeats.extract_if(.., |name, _| !beats.contains_key(name)) {
            self.changes.push(forgotten(HEARTBEATS, name.as_str()));
            switchboard.forget(&Topic::heartbeat(&name));
        }
        self.beats = beats;
    }

    /// Of other monitors than these no run is expected, and nobody hears any more of them.
    pub(super) fn keep_only(
        &mut self,
        is_watched: impl Fn(&MonitorName) -> bool,
        switchboard: &mut Switchboard,
    ) {
        self.expected.retain(|name, _| is_watched(name));
        for (name, _) in self.pulses.extract_if(|name, _| !is_watched(name)) {
            self.changes.push(forgotten(PULSES, name.as_str()));
            switchboard.forget(&Topic::not_running(&name));
        }
    }

    /// Of which monitors runs are expected. A monitor that is paused or outside its hours is not.
    pub(crate) fn expect(&mut self, monitor: &MonitorName, expected: Option<Expected>) {
        match expected {
            Some(expected) => {
                self.expected.entry(monitor.clone()).or_insert(expected).allowed = expected.allowed;
            }
            None => {
                self.expected.remove(monitor);
            }
        }
    }

    /// Whether runs of a monitor are expected.
    pub(crate) fn is_expected(&self, monitor: &MonitorName) -> bool {
        self.expected.contains_key(monitor)
    }

    /// The clock was set by so much: jobs have as long to report as before, and of monitors runs
    /// are to be expected anew.
    pub(super) fn clock_was_set(&mut self, by: SignedDuration) {
        self.expected.clear();
        self.pulses_looked_at = None;
        for heartbeat in self.heartbeats.values_mut() {
            *heartbeat = heartbeat.by_a_clock_set(by);
        }
        for name in self.heartbeats.keys().cloned().collect::<Vec<_>>() {
            self.keep_heartbeat(&name);
        }
        for channel in self.channels.values_mut() {
            *channel = channel.by_a_clock_set(by);
        }
    }

    /// Takes in what a run says about certificates, the location and its own monitor.
    pub(super) fn ran(
        &mut self,
        finished: &Finished,
        rulebook: &Rulebook,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        let name = finished.watched.name();
        let mut told = Vec::new();
        let pulse = self.pulses.remove(name).unwrap_or_default();
        let (pulse, about) = pulse.ran(finished.ended, name);
        self.pulses.insert(name.clone(), pulse);
        if let Some(about) = about {
            self.keep_pulse(name);
            let alert = plain(about, Severity::Warning, finished.ended);
            told.extend(switchboard.end(&Topic::not_running(name), &alert));
        }
        let rules = rulebook.monitor(name).map(|monitor| monitor.notify.as_slice());
        for met in &finished.certificates {
            let watch = self.certificates.remove(&met.host);
            let before = watch.unwrap_or_else(|| CertificateWatch::new(&met.host));
            let (watch, news) =
                before.clone().observe(name, met.not_after, finished.ended, CERTIFICATE_DAYS);
            if watch != before {
                self.changes.push(change(CERTIFICATES, &met.host, &watch));
            }
            self.certificates.insert(met.host.clone(), watch);
            if let Some(news) = news {
                let alert = plain(news.about, news.severity, finished.ended);
                let topic = Topic::certificate(&met.host);
                told.extend(announce(&topic, &news.round, &alert, rules.unwrap_or_default()));
            }
        }
        told.extend(self.saw(&finished.sight, finished.ended, rulebook, switchboard));
        told
    }

    fn saw(
        &mut self,
        seen: &Seen,
        at: Timestamp,
        rulebook: &Rulebook,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        let (reachable, reference) = match seen {
            Seen::Clear => (true, [].as_slice()),
            Seen::Blind { reference } => (false, reference.as_slice()),
        };
        let (sight, about) = self.sight.observe(reachable, at, reference);
        self.sight = sight;
        let Some(about) = about else { return Vec::new() };
        self.changes.push(change(SIGHT, self.location.as_str(), &self.sight));
        let topic = Topic::blind(&self.location);
        let alert = plain(about, Severity::Warning, at);
        match self.sight {
            Sight::Sees => switchboard.end(&topic, &alert),
            Sight::Blind { .. } => switchboard.begin(topic, alert, &rulebook.everybody()),
        }
    }

    /// A job reported.
    pub(crate) fn beat(
        &mut self,
        name: &HeartbeatName,
        at: Timestamp,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        let Some(heartbeat) = self.heartbeats.get(name) else { return Vec::new() };
        let (heartbeat, about) = heartbeat.beat(at, name);
        self.heartbeats.insert(name.clone(), heartbeat);
        self.keep_heartbeat(name);
        let Some(about) = about else { return Vec::new() };
        let alert = self.of_heartbeat(about, name, at);
        switchboard.end(&Topic::heartbeat(name), &alert)
    }

    /// What time alone brings.
    pub(super) fn tick(
        &mut self,
        now: Timestamp,
        rulebook: &Rulebook,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        for name in self.beats.keys().cloned().collect::<Vec<_>>() {
            let (Some(rules), Some(heartbeat)) =
                (self.beats.get(&name), self.heartbeats.get(&name))
            else {
                continue;
            };
            let (heartbeat, about) = heartbeat.check(now, &rules.rhythm, &name);
            let Some(about) = about else { continue };
            let notify = rules.notify.clone();
            self.heartbeats.insert(name.clone(), heartbeat);
            self.keep_heartbeat(&name);
            let alert = self.of_heartbeat(about, &name, now);
            told.extend(switchboard.begin(Topic::heartbeat(&name), alert, &notify));
        }
        let looked =
            self.pulses_looked_at.is_some_and(|at| now.duration_since(at).abs() < PULSE_EVERY);
        if !looked {
            self.pulses_looked_at = Some(now);
            told.extend(self.look_at_pulses(now, rulebook, switchboard));
        }
        told
    }

    fn look_at_pulses(
        &mut self,
        now: Timestamp,
        rulebook: &Rulebook,
        switchboard: &mut Switchboard,
    ) -> Vec<Told> {
        if matches!(self.sight, Sight::Blind { .. }) {
            // That is told already, and whoever waits for answers that cannot come is slow.
            self.expected.values_mut().for_each(|expected| expected.since = now);
            return Vec::new();
        }
        let mut silent = Vec::new();
        for (name, expected) in &self.expected {
            let pulse = self.pulses.get(name).copied().unwrap_or_default();
            let (pulse, about) = pulse.check(now, expected.since, expected.allowed, name);
            if let Some(about) = about {
                self.pulses.insert(name.clone(), pulse);
                silent.push((name.clone(), about));
            }
        }
        let mut told = Vec::new();
        for (name, about) in silent {
            self.keep_pulse(&name);
            let rules = rulebook.monitor(&name).map(|monitor| monitor.notify.as_slice());
            let alert = plain(about, Severity::Warning, now);
            let topic = Topic::not_running(&name);
            told.extend(switchboard.begin(topic, alert, rules.unwrap_or_default()));
        }
        told
    }

    /// A channel took a message, or did not.
    pub(crate) fn delivered(
        &mut self,
        channel: &ChannelName,
        delivery: Delivery<'_>,
        at: Timestamp,
        rulebook: &Rulebook,
    ) -> Vec<Told> {
        let before = self.channels.get(channel).copied().unwrap_or_default();
        let (state, about) = before.observe(delivery, at, CHANNEL_PATIENCE, channel);
        self.channels.insert(channel.clone(), state);
        if state != before {
            self.changes.push(change(CHANNELS, channel.as_str(), &state));
        }
        let Some(about) = about else { return Vec::new() };
        let failing: BTreeSet<ChannelName> = self
            .channels
            .iter()
            .filter(|(_, s)| !s.works())
            .map(|(name, _)| name.clone())
            .collect();
        let lists: Vec<&[NotifyRule]> = rulebook.every_list().collect();
        let Some(other) = fallback(channel, &lists, &rulebook.channels, &failing) else {
            return Vec::new();
        };
        let since = match state {
            ChannelState::Failing { since, .. } => since,
            ChannelState::Works => at,
        };
        let alert = plain(about, Severity::Warning, at);
        let key = format!("{}/{since}/{other}", Topic::channel_failing(channel));
        vec![Told { channel: other, key, at, incident: None, alert }]
    }

    /// The project's files were changed and are not right.
    pub(super) fn config_refused(about: About, now: Timestamp, rules: &[NotifyRule]) -> Vec<Told> {
        let alert = plain(about, Severity::Warning, now);
        let channels: BTreeSet<&ChannelName> = rules.iter().map(|rule| &rule.channel).collect();
        let told = channels.into_iter().map(|channel| Told {
            channel: channel.clone(),
            key: format!("config_refused/{now}/{channel}"),
            at: now,
            incident: None,
            alert: alert.clone(),
        });
        told.collect()
    }

    /// When a job is overdue next.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let due =
            self.beats.iter().filter_map(|(name, rules)| match self.heartbeats.get(name)? {
                Heartbeat::Missing { .. } => None,
                heartbeat @ (Heartbeat::New { .. } | Heartbeat::Beats { .. }) => {
                    Some(heartbeat.due(&rules.rhythm))
                }
            });
        due.min()
    }

    /// What changed since the last time.
    pub(super) fn take_changes(&mut self) -> Vec<StateChange> {
        std::mem::take(&mut self.changes)
    }

    fn keep_pulse(&mut self, monitor: &MonitorName) {
        let pulse = self.pulses.get(monitor).copied().unwrap_or_default();
        self.changes.push(change(PULSES, monitor.as_str(), &pulse));
    }

    fn keep_heartbeat(&mut self, name: &HeartbeatName) {
        if let Some(heartbeat) = self.heartbeats.get(name) {
            self.changes.push(change(HEARTBEATS, name.as_str(), heartbeat));
        }
    }

    fn of_heartbeat(&self, about: About, name: &HeartbeatName, at: Timestamp) -> Alert {
        let rules = self.beats.get(name);
        Alert {
            runbook: rules.and_then(|rules| rules.runbook.clone()),
            ..plain(about, rules.map_or(Severity::Warning, |rules| rules.severity), at)
        }
    }
}

/// An alert with nothing but its facts.
pub(super) fn plain(about: About, severity: Severity, at: Timestamp) -> Alert {
    Alert {
        at,
        severity,
        about,
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    }
}

pub(super) fn change<T: serde::Serialize>(kind: StateKind, key: &str, state: &T) -> StateChange {
    StateChange { kind, key: key.to_owned(), json: Some(json(state)) }
}

pub(super) fn forgotten(kind: StateKind, key: &str) -> StateChange {
    StateChange { kind, key: key.to_owned(), json: None }
}
