//! Finding: suites, runs, incidents, promises, pages, and what can be done.

mod hits;
mod page;
mod runs;

pub(crate) use page::show;
