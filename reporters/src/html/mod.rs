//! One HTML file that holds the whole run: read offline, sent by mail, printed.
//!
//! Lives here: the reporter (`report`), what a page shows (`page`, `chain`, `row`, `bars`,
//! `inspector`, `bodies`, `mark`), the same parts for pages of others (`waterfall`), how it looks (`templates/`).
//! A page asks for nothing from anywhere, and its policy forbids it to: whatever a body holds is
//! text. What is shown is worked out here; the templates only place it, and escape it.

mod bars;
mod bodies;
mod chain;
mod inspector;
mod mark;
mod page;
mod report;
mod row;
mod waterfall;

pub use report::Html;
pub use waterfall::{Inspected, Waterfall};

#[cfg(test)]
mod tests;
