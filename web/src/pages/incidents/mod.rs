//! Incidents: which there were, and what happened in one of them.

mod actions;
mod axis;
mod detail;
mod list;
mod timeline;

pub(crate) use actions::{acknowledge, note, publish, withdraw};
pub(crate) use detail::{deploys_around, show as show_one};
pub(crate) use list::{ended, is_in, show};
