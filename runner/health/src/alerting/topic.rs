//! What people are told of that is no incident.

use std::fmt;

use runner_model::{ChannelName, HeartbeatName, LocationName, MonitorName, ObjectiveName};
use serde::{Deserialize, Serialize};

/// What people are told of that is no incident. Its beginning and its end are told to the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

impl Topic {
    /// A location is offline.
    pub fn blind(location: &LocationName) -> Self {
        Self(format!("blind/{location}"))
    }

    /// A monitor does not run.
    pub fn not_running(monitor: &MonitorName) -> Self {
        Self(format!("not_running/{monitor}"))
    }

    /// A job does not report.
    pub fn heartbeat(heartbeat: &HeartbeatName) -> Self {
        Self(format!("heartbeat/{heartbeat}"))
    }

    /// The certificate of a host.
    pub fn certificate(host: &str) -> Self {
        Self(format!("certificate/{host}"))
    }

    /// The budget of an objective burns too fast, as those on this line are told.
    pub fn burn(objective: &ObjectiveName, line: &str) -> Self {
        Self(format!("burn/{objective}/{line}"))
    }

    /// Too little is known to tell whether the budget of an objective burns.
    pub fn coverage(objective: &ObjectiveName) -> Self {
        Self(format!("coverage/{objective}"))
    }

    /// A channel cannot be reached.
    pub fn channel_failing(channel: &ChannelName) -> Self {
        Self(format!("channel_failing/{channel}"))
    }
}

impl fmt::Display for Topic {
    /// `heartbeat/nightly-backup`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
