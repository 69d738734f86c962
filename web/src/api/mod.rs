//! The API, below `/api/v1`.
//!
//! Lives here: a file for each kind of thing that is asked for or changed.
//! Lives elsewhere: who may ask (`crate::admit`), how a no looks (`crate::problem`).

mod asked;
mod audit;
mod channels;
mod dependencies;
mod document;
mod heartbeats;
mod incident_list;
mod incidents;
mod monitor_list;
mod monitors;
mod named;
mod objectives;
mod offered;
mod paging;
mod public_updates;
mod run_list;
mod runs;
mod schemas;
mod sent;
mod status;
mod tokens;
mod ways;

pub(crate) use document::document;
pub(crate) use incidents::{Note, acknowledge, note};
pub(crate) use named::Named;
pub(crate) use offered::{not_read, offer};
pub(crate) use public_updates::publish;
pub(crate) use sent::Sent;
pub(crate) use sent::{MOST, body};
pub(crate) use ways::{Ways, ways};
