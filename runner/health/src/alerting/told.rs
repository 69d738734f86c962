//! A message, and for whom.

use jiff::Timestamp;
use runner_model::{Alert, ChannelName, IncidentId};
use serde::{Deserialize, Serialize};

/// A message, and for whom: a row of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Who is told.
    pub channel: ChannelName,
    /// The same for the same message, whoever works it out and however often:
    /// `12/down/pager/1`.
    pub key: String,
    /// When it was decided.
    pub at: Timestamp,
    /// The incident that it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// What is told. Its link is left to those who know the address of the pages.
    pub alert: Alert,
}
