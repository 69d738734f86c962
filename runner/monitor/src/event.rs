//! What happens in the service, for logs and meters.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::incident::{Incident, IncidentChange, Incidents, Level};
use runner_model::{
    About, Alert, ChannelName, EnvironmentName, Finding, IncidentId, IncidentPhase, MonitorName,
    Outcome, RunId, Series, Severity, StepMark, Timings, Trigger,
};
use runner_store::MissedSlot;
use serde::Serialize;

use crate::work::Observed;

/// What happens in the service: a line of the event log. Everything in it is masked.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The service began.
    Started {
        /// When.
        at: Timestamp,
        /// The version of tripline.
        version: &'static str,
        /// How many monitors there are.
        monitors: usize,
    },
    /// The service ended.
    Stopped {
        /// When.
        at: Timestamp,
    },
    /// A test was run.
    Ran {
        /// When it began.
        at: Timestamp,
        /// What was run.
        #[serde(flatten)]
        series: Box<Series>,
        /// Where, when that is an environment.
        #[serde(skip_serializing_if = "Option::is_none")]
        environment: Option<EnvironmentName>,
        /// The run that it belongs to.
        run: RunId,
        /// When it was due.
        planned: Timestamp,
        /// How much later its run began, in milliseconds.
        late_ms: f64,
        /// How long it took, in milliseconds.
        took_ms: f64,
        /// How it ended.
        outcome: Outcome,
        /// Why it was run.
        trigger: Trigger,
        /// No step of it was tried more than once.
        first_try: bool,
        /// Its steps in the order they were carried out, cleanup apart.
        steps: Vec<StepMark>,
        /// The status of its last answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// Where the time of its exchanges went, all of them together.
        #[serde(skip)]
        timings: Option<Box<Timings>>,
        /// Why it did not pass.
        #[serde(skip_serializing_if = "Option::is_none")]
        finding: Option<Box<Finding>>,
    },
    /// A slot in which nothing ran.
    Missed {
        /// When it was due.
        planned: Timestamp,
        /// Of which monitor.
        monitor: MonitorName,
        /// Why.
        reason: String,
    },
    /// An incident began, changed or ended.
    Incident {
        /// When.
        at: Timestamp,
        /// Which.
        incident: IncidentId,
        /// What changed: `opened`, `joined`, `closed`, …
        change: &'static str,
        /// How it is: `down`, `degraded`, `up`.
        level: Level,
        /// How urgent it is.
        severity: Severity,
        /// The first bad run.
        since: Timestamp,
        /// How many series are bad.
        affected: usize,
        /// The monitors that are or were affected.
        monitors: Vec<MonitorName>,
    },
    /// A message was decided on.
    Told {
        /// When.
        at: Timestamp,
        /// For which channel.
        channel: ChannelName,
        /// The key of the message.
        key: String,
        /// What it is about: `down`, `recovered`, `certificate`, …
        about: &'static str,
    },
    /// A message was handed to its channel, or was not.
    Delivered {
        /// When.
        at: Timestamp,
        /// Which channel.
        channel: ChannelName,
        /// The key of the message.
        key: String,
        /// `sent`, `retry` or `given_up`.
        result: &'static str,
        /// What the other side said.
        answer: String,
        /// When it is tried again.
        #[serde(skip_serializing_if = "Option::is_none")]
        again: Option<Timestamp>,
    },
    /// The project files were read again.
    Reloaded {
        /// When.
        at: Timestamp,
        /// How many monitors there are.
        monitors: usize,
        /// Those that are there no longer.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        gone: Vec<MonitorName>,
    },
    /// The project files were changed and are not right: what ran before runs on.
    ReloadRefused {
        /// When.
        at: Timestamp,
        /// How many problems they have.
        problems: usize,
        /// The first, with its place.
        first: String,
    },
    /// An InfluxDB takes no measurements, or does again.
    Influx {
        /// When.
        at: Timestamp,
        /// `taken`, `retry` or `refused`.
        result: &'static str,
        /// How many measurements were lost since the last of these events.
        lost: u64,
        /// What the other side said.
        answer: String,
    },
    /// Nothing can be written to the store, or can be again.
    Store {
        /// When.
        at: Timestamp,
        /// How it is.
        condition: String,
    },
    /// The machine's clock was set.
    ClockSet {
        /// What it shows.
        at: Timestamp,
        /// By how much, in seconds; negative when it was set back.
        by_seconds: i64,
    },
}

impl Event {
    /// A test was run, as a part of a run that `began` then.
    pub(crate) fn ran(
        observed: &Observed,
        environment: Option<&EnvironmentName>,
        began: Timestamp,
    ) -> Self {
        let run = &observed.run;
        Self::Ran {
            at: run.started,
            series: Box::new(run.series.clone()),
            environment: environment.cloned(),
            run: run.run.clone(),
            planned: run.planned,
            late_ms: began.duration_since(run.planned).as_secs_f64() * 1_000.0,
            took_ms: run.took.as_secs_f64() * 1_000.0,
            outcome: run.outcome,
            trigger: run.trigger,
            first_try: run.first_try,
            steps: run.steps.clone(),
            status: run.steps.iter().rev().find_map(|step| step.status),
            timings: together(&run.steps),
            finding: observed.finding.clone().map(Box::new),
        }
    }

    /// A slot in which nothing ran.
    pub(crate) fn missed(slot: &MissedSlot) -> Self {
        let MissedSlot { monitor, planned, reason } = slot.clone();
        Self::Missed { planned, monitor, reason }
    }

    /// An incident changed; `None` when it is gone from the book already.
    pub(crate) fn changed(
        change: &IncidentChange,
        book: &Incidents,
        at: Timestamp,
    ) -> Option<Self> {
        let (word, incident) = match change {
            IncidentChange::Opened { id } => ("opened", book.get(*id)?),
            IncidentChange::Joined { id, .. } => ("joined", book.get(*id)?),
            IncidentChange::Moved { id, .. } => ("moved", book.get(*id)?),
            IncidentChange::Eased { id, .. } => ("eased", book.get(*id)?),
            IncidentChange::Folded { id, .. } => ("folded", book.get(*id)?),
            IncidentChange::FoldedInto { id, .. } => ("folded_into", book.get(*id)?),
            IncidentChange::StandsAlone { id } => ("stands_alone", book.get(*id)?),
            IncidentChange::Acknowledged { id } => ("acknowledged", book.get(*id)?),
            IncidentChange::Noted { id } => ("noted", book.get(*id)?),
            IncidentChange::Closed(incident) => ("closed", &**incident),
        };
        Some(Self::of(word, incident, at))
    }

    fn of(change: &'static str, incident: &Incident, at: Timestamp) -> Self {
        let mut monitors: Vec<MonitorName> =
            incident.members.keys().map(|series| series.monitor.clone()).collect();
        monitors.dedup();
        Self::Incident {
            at,
            incident: incident.id,
            change,
            level: incident.level(),
            severity: incident.severity,
            since: incident.since,
            affected: incident.members.values().filter(|member| member.is_open()).count(),
            monitors,
        }
    }

    /// A message was decided on.
    pub(crate) fn told(channel: &ChannelName, key: &str, alert: &Alert) -> Self {
        let about = about(&alert.about);
        Self::Told { at: alert.at, channel: channel.clone(), key: key.to_owned(), about }
    }
}

/// The phases of all exchanges, added up; `None` when there was none.
fn together(steps: &[StepMark]) -> Option<Box<Timings>> {
    let sum =
        |a: Option<Duration>, b: Option<Duration>| a.into_iter().chain(b).reduce(|a, b| a + b);
    let all = steps.iter().filter_map(|step| step.timings).reduce(|a, b| Timings {
        dns: sum(a.dns, b.dns),
        connect: sum(a.connect, b.connect),
        tls: sum(a.tls, b.tls),
        send: a.send + b.send,
        wait: a.wait + b.wait,
        receive: a.receive + b.receive,
    });
    all.map(Box::new)
}

/// What an alert is about, in a word.
pub(crate) fn about(about: &About) -> &'static str {
    match about {
        About::Incident(news) => match news.phase {
            IncidentPhase::Down => "down",
            IncidentPhase::Degraded => "degraded",
            IncidentPhase::StillOpen => "still_open",
            IncidentPhase::Recovered { .. } => "recovered",
        },
        About::Certificate { .. } => "certificate",
        About::NotRunning { .. } => "not_running",
        About::RunsAgain { .. } => "runs_again",
        About::Blind { .. } => "blind",
        About::SeesAgain { .. } => "sees_again",
        About::HeartbeatMissing { .. } => "heartbeat_missing",
        About::HeartbeatBack { .. } => "heartbeat_back",
        About::ChannelFailing { .. } => "channel_failing",
        About::ConfigRefused { .. } => "config_refused",
        About::Burn(_) => "burn",
        About::BurnOver { .. } => "burn_over",
        About::Coverage(_) => "coverage",
        About::CoverageBack { .. } => "coverage_back",
        About::Digest(_) => "digest",
        About::Deploy(_) => "deploy",
        About::Test { .. } => "test",
    }
}
