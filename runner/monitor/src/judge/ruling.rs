//! What the judge says.

use std::collections::BTreeSet;

use jiff::Timestamp;
use runner_model::{MonitorName, TestRef};
use runner_store::Record;

use crate::event::Event;

/// What the judge says: to be written in one transaction, and then done.
#[derive(Debug, Default)]
pub(crate) struct Ruling {
    /// What is remembered.
    pub(crate) record: Record,
    /// Failed runs that are to be repeated before they count.
    pub(crate) confirmations: Vec<Confirmation>,
    /// For logs and meters.
    pub(crate) events: Vec<Event>,
}

/// Failed tests of a monitor that are to be repeated before they count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Confirmation {
    pub(crate) monitor: MonitorName,
    pub(crate) at: Timestamp,
    pub(crate) tests: BTreeSet<TestRef>,
}

impl Ruling {
    pub(super) fn is_empty(&self) -> bool {
        let Record { runs, series_states, incidents, states, messages, missed, audit } =
            &self.record;
        let lists = [runs.is_empty(), series_states.is_empty(), incidents.is_empty()];
        let more = [states.is_empty(), messages.is_empty(), missed.is_empty(), audit.is_empty()];
        let nothing_written = lists.into_iter().chain(more).all(|is_empty| is_empty);
        nothing_written && self.confirmations.is_empty() && self.events.is_empty()
    }
}
