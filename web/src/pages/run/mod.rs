//! A run: what went wrong in which step, beside the last pass.

mod around;
mod finding;
mod history;
mod inspector;
mod page;
mod phases;
mod read;
mod verdict;

pub(crate) use around::{Elsewhere, elsewhere};
pub(crate) use finding::finding;
pub(crate) use history::History;
pub(crate) use page::show;
pub(crate) use read::{Facts, HISTORY, Streak};
