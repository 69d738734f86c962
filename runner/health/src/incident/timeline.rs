//! What happened to an incident, in order.

use jiff::Timestamp;
use runner_model::{ChannelName, IncidentId, IncidentPhase, Series};
use serde::{Deserialize, Serialize};

/// More of what series do is counted, not kept: a test that flaps for a week must not fill a disk.
/// What people do is always kept.
const MOST: usize = 500;

/// What happened to an incident, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    entries: Vec<Entry>,
    /// So much more happened.
    #[serde(default)]
    more: u64,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub happened: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "happened", rename_all = "snake_case")]
pub enum Happened {
    /// It began with this series.
    Opened {
        /// Which.
        series: Series,
    },
    /// Another series broke.
    Joined {
        /// Which.
        series: Series,
    },
    /// What was degraded is down.
    Worsened {
        /// Which.
        series: Series,
    },
    /// What was down is degraded.
    Improved {
        /// Which.
        series: Series,
    },
    /// A series works again.
    Recovered {
        /// Which.
        series: Series,
    },
    /// A series is no longer monitored.
    Removed {
        /// Which.
        series: Series,
    },
    /// A series fails because of this incident.
    Folded {
        /// Which.
        series: Series,
    },
    /// Another incident turned out to be the cause of this one.
    FoldedInto {
        /// Which.
        cause: IncidentId,
    },
    /// An earlier incident turned out to be caused by this one.
    Explains {
        /// Which.
        incident: IncidentId,
    },
    /// What caused it is over, and it is not.
    StandsAlone,
    /// Somebody looks after it.
    Acknowledged {
        /// Who.
        by: String,
    },
    /// Somebody wrote something down.
    Note {
        /// Who.
        by: String,
        /// What.
        text: String,
    },
    /// A channel was told.
    Told {
        /// Which.
        channel: ChannelName,
        /// Of what; `StillOpen` is a reminder.
        phase: IncidentPhase,
    },
    /// All is well again.
    Closed,
}

impl Happened {
    /// It is kept, however much happens.
    fn is_always_kept(&self) -> bool {
        match self {
            Self::Opened { .. }
            | Self::FoldedInto { .. }
            | Self::StandsAlone
            | Self::Acknowledged { .. }
            | Self::Note { .. }
            | Self::Closed => true,
            Self::Joined { .. }
            | Self::Worsened { .. }
            | Self::Improved { .. }
            | Self::Recovered { .. }
            | Self::Removed { .. }
            | Self::Folded { .. }
            | Self::Explains { .. }
            | Self::Told { .. } => false,
        }
    }
}

impl Timeline {
    /// Writes down what happened at `at`.
    pub fn add(&mut self, at: Timestamp, happened: Happened) {
        if self.entries.len() < MOST || happened.is_always_kept() {
            self.entries.push(Entry { at, happened });
        } else {
            self.more += 1;
        }
    }

    /// What happened, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How much more happened than is kept.
    pub fn more(&self) -> u64 {
        self.more
    }
}
