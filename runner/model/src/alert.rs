//! What people are told.
//!
//! Lives here: [`Alert`], the facts of one message. It is made when a run is judged, stored in the
//! outbox with that run, and rendered when it is sent. Everything in it is masked.
//! Lives elsewhere: who is told and when (`runner-health`), the words and the sending (`reporters`).

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ChannelName, EnvironmentName, HeartbeatName, IncidentId, MonitorName, ObjectiveName, Ratio,
    RunId, Series, ServiceName, Severity, TraceId, millis,
};

/// One thing that people are told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// When it was decided.
    pub at: Timestamp,
    /// How urgent it is.
    pub severity: Severity,
    /// What happened.
    pub about: About,
    /// Where, when it concerns one environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Which service, when it concerns one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runbook: Option<String>,
    /// Where to look: a page of tripline's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Series that broke together.
    Incident(IncidentNews),
    /// A certificate ends soon; says nothing about up or down.
    Certificate {
        /// Whose: `shop.example.com`.
        host: String,
        /// Until when it is valid.
        not_after: Timestamp,
        /// Whole days left; negative once it is over.
        days_left: i64,
        /// The monitors that met it.
        monitors: Vec<MonitorName>,
    },
    /// A monitor has not run for three of its intervals.
    NotRunning {
        /// Which.
        monitor: MonitorName,
        /// Its last run, when there was one.
        last: Option<Timestamp>,
    },
    /// A monitor that had not run runs again.
    RunsAgain {
        /// Which.
        monitor: MonitorName,
        /// For how long it had not.
        #[serde(with = "millis")]
        lasted: Duration,
    },
    /// This location itself is offline: its results are unknown, not down.
    Blind {
        /// From when on.
        since: Timestamp,
        /// The hosts that it asked in order to find out.
        reference: Vec<String>,
    },
    /// This location sees again.
    SeesAgain {
        /// From when on it did not.
        since: Timestamp,
        /// For how long it did not.
        #[serde(with = "millis")]
        lasted: Duration,
    },
    /// A job did not report in time.
    HeartbeatMissing {
        /// Which.
        heartbeat: HeartbeatName,
        /// When it last reported.
        last: Option<Timestamp>,
        /// When it was to report at the latest, grace included.
        due: Timestamp,
    },
    /// A job that had not reported did.
    HeartbeatBack {
        /// Which.
        heartbeat: HeartbeatName,
        /// For how long it was overdue.
        #[serde(with = "millis")]
        lasted: Duration,
    },
    /// A channel cannot be reached; told on another one.
    ChannelFailing {
        /// Which.
        channel: ChannelName,
        /// From when on.
        since: Timestamp,
        /// What it answered last.
        cause: String,
        /// How many messages wait for it.
        waiting: u64,
    },
    /// The project files were changed and are not right: what ran before runs on.
    ConfigRefused {
        /// How many problems they have.
        problems: u64,
        /// The first, with its place.
        first: String,
    },
    /// The budget of an objective burns too fast.
    Burn(BurnNews),
    /// The budget of an objective that burnt too fast no longer does.
    BurnOver {
        /// Which.
        objective: ObjectiveName,
        /// Of which monitor.
        monitor: MonitorName,
        /// From when on it did.
        since: Timestamp,
        /// For how long it did.
        #[serde(with = "millis")]
        lasted: Duration,
    },
    /// Too little is known of a monitor: whether a budget burns cannot be said.
    Coverage(CoverageNews),
    /// Enough is known of a monitor again.
    CoverageBack {
        /// For which objective.
        objective: ObjectiveName,
        /// Of which monitor.
        monitor: MonitorName,
        /// From when on too little was.
        since: Timestamp,
        /// For how long it was too little.
        #[serde(with = "millis")]
        lasted: Duration,
    },
    /// A summary at a fixed time.
    Digest(Digest),
    /// A deploy was judged.
    Deploy(DeployNews),
    /// Somebody wants to see whether a channel works.
    Test {
        /// The channel that is tried.
        channel: ChannelName,
    },
}

impl About {
    /// The news of an incident, where it is one.
    #[must_use]
    pub fn incident(&self) -> Option<&IncidentNews> {
        match self {
            Self::Incident(news) => Some(news),
            Self::Certificate { .. }
            | Self::NotRunning { .. }
            | Self::RunsAgain { .. }
            | Self::Blind { .. }
            | Self::SeesAgain { .. }
            | Self::HeartbeatMissing { .. }
            | Self::HeartbeatBack { .. }
            | Self::ChannelFailing { .. }
            | Self::ConfigRefused { .. }
            | Self::Burn(_)
            | Self::BurnOver { .. }
            | Self::Coverage(_)
            | Self::CoverageBack { .. }
            | Self::Digest(_)
            | Self::Deploy(_)
            | Self::Test { .. } => None,
        }
    }
}

/// News of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentNews {
    /// Which.
    pub id: IncidentId,
    /// What is new.
    pub phase: IncidentPhase,
    /// The first bad run, not the one that crossed the threshold.
    pub since: Timestamp,
    /// The series that are (or were) affected, worst and earliest first; at most twenty.
    pub affected: Vec<Affected>,
    /// How many more there are.
    #[serde(default)]
    pub more: u64,
    /// Monitors that fail because what they depend on does; told here and nowhere else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<MonitorName>,
    /// It began during this maintenance, which is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<String>,
    /// The version that was deployed last before it began, when that was recently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_deploy: Option<String>,
}

/// What is new about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentPhase {
    /// Something is down.
    Down,
    /// Something is degraded, nothing is down.
    Degraded,
    /// It is still open: a reminder.
    StillOpen,
    /// Everything that was affected works again.
    Recovered {
        /// From the first bad run to the run that settled it.
        #[serde(with = "millis")]
        lasted: Duration,
    },
}

/// A series in an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Affected {
    /// Which.
    pub series: Series,
    /// The suite's name, or the test's where a suite has several, for reading.
    pub name: String,
    /// Its first bad run.
    pub since: Timestamp,
    /// When it worked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<Timestamp>,
    /// What its last bad run found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
}

/// What a bad run found, short enough for a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The run.
    pub run: RunId,
    /// The step: `step 4 "place the order"`.
    pub step: String,
    /// What was asked: `POST https://shop.example.com/orders`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What was expected: `status 201`. `None` when nothing came that could be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was there instead: `502`, `no answer within 10 s (waiting for the response)`.
    pub got: String,
    /// For a look at the service's own traces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceId>,
    /// Does the same again on a laptop.
    pub rerun: String,
    /// Where to look: the page of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A budget that burns too fast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurnNews {
    /// Of which objective.
    pub objective: ObjectiveName,
    /// Of which monitor.
    pub monitor: MonitorName,
    /// What is promised.
    pub target: Ratio,
    /// How fast is too fast, for reading: `14.4` times as fast as even.
    pub limit: String,
    /// Over so long it burnt too fast.
    #[serde(with = "millis")]
    pub long: Duration,
    /// How fast, for reading.
    pub long_rate: String,
    /// And over so long.
    #[serde(with = "millis")]
    pub short: Duration,
    /// How fast then, for reading.
    pub short_rate: String,
    /// The time that a budget is for.
    #[serde(with = "millis")]
    pub window: Duration,
    /// How long a whole budget lasts at the rate of the long time.
    #[serde(with = "millis")]
    pub lasts: Duration,
    /// What was deployed of its service shortly before: `orders 1.4.2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_deploy: Option<String>,
}

/// A monitor of which too little is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageNews {
    /// For which objective.
    pub objective: ObjectiveName,
    /// Of which monitor.
    pub monitor: MonitorName,
    /// The time that was looked at.
    #[serde(with = "millis")]
    pub over: Duration,
    /// How much of it is known, for reading: `41.6 %`.
    pub known: String,
    /// How much must be.
    pub least: Ratio,
}

/// How things stand, at a fixed time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// From when on it counts.
    pub from: Timestamp,
    /// One line for each monitor, in trouble first.
    pub monitors: Vec<DigestLine>,
    /// How many incidents were open at any time in between.
    pub incidents: u64,
}

/// The verdict on a deploy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployNews {
    /// What was deployed: `1.4.2`. Of which service and where, the alert says.
    pub version: String,
    /// In one word: `worse`.
    pub verdict: String,
    /// In one sentence, without a full stop.
    pub sentence: String,
    /// A sentence each on the tests that are not well, worst first.
    pub tests: Vec<String>,
}

/// A monitor in a digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DigestLine {
    /// Which.
    pub monitor: MonitorName,
    /// It is in an open incident.
    pub open: bool,
    /// Whole days since the end of its last failure: 0 while it fails, `None` when it has never
    /// failed as far as is remembered.
    pub days_since_failure: Option<i64>,
    /// Up (degraded included) seconds of known seconds, from when the digest counts.
    pub up_seconds: u64,
    /// Seconds of which something is known.
    pub known_seconds: u64,
}
