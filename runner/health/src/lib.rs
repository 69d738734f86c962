//! What runs mean.
//!
//! Lives here: pure functions from results to meaning. No clock, no I/O: every decision takes
//! `now`.
//! Lives elsewhere: carrying suites out (`runner-engine`), remembering (`runner-store`), telling
//! people (`reporters`).

pub mod alerting;
pub mod calendar;
pub mod incident;
