//! Runs, newest first: which ones the address says.

mod filters;
mod page;
mod rows;

pub(crate) use page::show;
