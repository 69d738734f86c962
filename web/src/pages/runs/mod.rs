//! Runs, newest first: which ones the address says.

mod after;
mod filters;
mod page;
mod rows;

pub(crate) use after::After;
pub(crate) use page::show;
