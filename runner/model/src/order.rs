//! What somebody wants the service to do.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Errand, HeartbeatName, IncidentId, MonitorName, RunId};

/// What somebody wants the service to do. It is offered through the store, so that it outlives
/// whoever asked, and the service takes it from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// When it was asked.
    pub at: Timestamp,
    /// Who asked, as the way in knows it: the name of a token, `the command line`.
    pub by: String,
    /// What is wanted.
    pub wanted: Wanted,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Run a monitor at once.
    Run {
        /// Which.
        monitor: MonitorName,
    },
    /// Run tests once, beside all monitors.
    Errand {
        /// The run that it will be.
        run: RunId,
        /// What.
        errand: Errand,
    },
    /// Somebody looks after an incident.
    Acknowledge {
        /// Which.
        incident: IncidentId,
    },
    /// Somebody writes something down about an incident.
    Note {
        /// Which.
        incident: IncidentId,
        /// What.
        text: String,
    },
    /// A job reports.
    Beat {
        /// Which.
        heartbeat: HeartbeatName,
    },
}
