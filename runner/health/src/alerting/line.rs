//! What was told of one incident, and what is to be.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::ChannelName;
use serde::{Deserialize, Serialize};

use crate::incident::Level;

/// What was told of one incident, and what is to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Who is to be told next, and when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) waiting: BTreeMap<ChannelName, Waiting>,
    /// Who has been told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) heard: BTreeMap<ChannelName, Heard>,
}

/// A message that is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Waiting {
    /// Of something that the channel has not heard of.
    News(Timestamp),
    /// That it is still open.
    Reminder(Timestamp),
}

impl Waiting {
    pub(super) fn at(self) -> Timestamp {
        match self {
            Self::News(at) | Self::Reminder(at) => at,
        }
    }
}

/// What a channel has heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Heard {
    /// The worst that it was told.
    pub(super) level: Level,
    /// When it was told last.
    pub(super) last: Timestamp,
    /// How many messages it got.
    pub(super) messages: u64,
    /// The last change of the incident that it heard of.
    pub(super) change: u64,
}
