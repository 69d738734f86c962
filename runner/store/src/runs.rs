//! Runs: what took place, run by run.

mod by_id;
mod current;
mod flags;
mod history;
mod last_failures;
mod newest;
mod packed;
#[cfg(test)]
mod plans;
mod steps;

use crate::Store;

pub use current::SeriesStatus;
pub use history::{Cursor, Page};
pub use last_failures::LastFailure;
pub use newest::{Newest, Position, Wanted};
pub(crate) use packed::{Packed, add, unreadable};

/// The runs that are remembered.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a>(pub(crate) &'a Store);
