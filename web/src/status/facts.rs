//! What a page tells, as plain data.

use jiff::Timestamp;
use runner_monitor::diary::{Announced, Day};
use serde::Serialize;

/// What a page tells.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Its name, part of its URL.
    pub(super) slug: String,
    pub(super) title: String,
    /// When this was so.
    pub(super) at: Timestamp,
    /// In the order of the file.
    pub(super) components: Vec<Component>,
    /// Those that go on, the latest first.
    pub(super) open: Vec<Outage>,
    /// Those that are over, the latest first.
    pub(super) over: Vec<Outage>,
    /// In force or to come, soonest first.
    pub(super) maintenance: Vec<Announced>,
}

/// Something that users know by a name of its own.
#[derive(Clone, Debug)]
pub(super) struct Component {
    pub(super) name: String,
    pub(super) standing: Standing,
    /// Since when it is down or degraded.
    pub(super) since: Option<Timestamp>,
    /// Oldest first.
    pub(super) days: Vec<Day>,
}

/// How a component is at present. What needs somebody comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// It does not work.
    Down,
    /// It works, and not as it should.
    Degraded,
    /// It is being worked on, as announced.
    Maintenance,
    /// Nothing is known at present.
    Unknown,
    /// It works.
    Up,
}

/// An incident, as everybody may know it.
#[derive(Clone, Debug)]
pub(super) struct Outage {
    /// Its number.
    pub(super) number: u64,
    /// The names of the components that it affects.
    pub(super) components: Vec<String>,
    /// The worst that it was.
    pub(super) is_down: bool,
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    /// What is said of it, oldest first.
    pub(super) updates: Vec<Update>,
}

/// Something that is said of an incident.
#[derive(Clone, Debug)]
pub(super) struct Update {
    pub(super) at: Timestamp,
    pub(super) text: String,
}
