//! What was told of one incident, and what is to be.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use runner_model::ChannelName;
use serde::{Deserialize, Serialize};

use crate::incident::Level;

/// What was told of one incident, and what is to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Who is to be told next, and when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) waiting: BTreeMap<ChannelName, Waiting>,
    /// Who is to be told by then at the latest: the clock was set back, so what was written down
    /// earlier lies ahead.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) latest: BTreeMap<ChannelName, Timestamp>,
    /// Who has been told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) heard: BTreeMap<ChannelName, Heard>,
}

impl Line {
    /// The clock was set by so much: what is waited for is not waited for any longer.
    pub(super) fn clock_was_set(&mut self, by: SignedDuration) {
        for heard in self.heard.values_mut() {
            heard.last = moved(heard.last, by);
        }
        for at in self.latest.values_mut() {
            *at = moved(*at, by);
        }
        for (channel, waiting) in self.waiting.iter().filter(|_| by.is_negative()) {
            if let Waiting::News(at) = waiting {
                self.latest.insert(channel.clone(), moved(*at, by));
            }
        }
    }
}

/// The same moment by a clock that was set by so much.
pub(super) fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
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
