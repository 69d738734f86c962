//! Whether a channel can be reached.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{About, ChannelName};
use serde::{Deserialize, Serialize};

use super::pulse::between;

/// Whether a channel can be reached. That it can be again is not told: its own messages tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// It takes what it is given, or has been given nothing.
    #[default]
    Works,
    /// It did not take the last message.
    Failing {
        /// From when on.
        since: Timestamp,
        /// People have been told.
        told: bool,
    },
}

/// How handing a message to a channel ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery<'d> {
    /// It took it.
    Taken,
    /// It did not.
    Refused {
        /// What it answered.
        cause: &'d str,
        /// How many messages wait for it, this one included.
        waiting: u64,
    },
}

impl ChannelState {
    /// Takes in one attempt. Refusals are told once they have lasted for `patience`: most pass.
    #[must_use]
    pub fn observe(
        self,
        delivery: Delivery<'_>,
        at: Timestamp,
        patience: Duration,
        channel: &ChannelName,
    ) -> (Self, Option<About>) {
        let Delivery::Refused { cause, waiting } = delivery else { return (Self::Works, None) };
        let (since, told) = match self {
            Self::Works => (at, false),
            Self::Failing { since, told } => (since, told),
        };
        if told || between(since, at) < patience {
            return (Self::Failing { since, told }, None);
        }
        let about = About::ChannelFailing {
            channel: channel.clone(),
            since,
            cause: cause.to_owned(),
            waiting,
        };
        (Self::Failing { since, told: true }, Some(about))
    }

    /// The same by a clock that was set by so much.
    #[must_use]
    pub fn by_a_clock_set(self, by: SignedDuration) -> Self {
        match self {
            Self::Works => Self::Works,
            Self::Failing { since, told } => {
                Self::Failing { since: since.checked_add(by).unwrap_or(since), told }
            }
        }
    }

    /// Whether it takes messages, as far as is known.
    pub fn works(&self) -> bool {
        match self {
            Self::Works => true,
            Self::Failing { .. } => false,
        }
    }
}
