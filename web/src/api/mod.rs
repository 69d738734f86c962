//! The API, below `/api/v1`.
//!
//! Lives here: a file for each kind of thing that is asked for or changed.
//! Lives elsewhere: who may ask (`crate::admit`), how a no looks (`crate::problem`).

pub(crate) mod heartbeats;
pub(crate) mod incidents;
pub(crate) mod monitors;
mod named;
mod offered;
pub(crate) mod runs;
mod sent;
pub(crate) mod status;

pub(crate) use offered::not_read;
pub(crate) use sent::{MOST, body};
