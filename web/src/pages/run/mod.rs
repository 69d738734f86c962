//! A run: what went wrong in which step, beside the last pass.

mod around;
mod history;
mod inspector;
mod page;
mod phases;
mod read;
mod verdict;

pub(crate) use history::History;
pub(crate) use page::show;
pub(crate) use read::HISTORY;
pub(crate) use verdict::finding;
