//! Finding: suites, runs, incidents, promises, pages, and what can be done.

mod found;
mod hits;
mod page;
mod runs;

pub(crate) use found::found;
pub(crate) use hits::{Hit, Kind, Target};
pub(crate) use page::show;
