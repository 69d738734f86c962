//! What runs mean.
//!
//! Lives here: pure functions from results to meaning. No clock, no I/O: every decision takes
//! `now`.
//! Lives elsewhere: carrying suites out (`runner-engine`), remembering (`runner-store`), telling
//! people (`reporters`).

pub mod alerting;
pub mod budget;
pub mod burn;
pub mod calendar;
pub mod composition;
pub mod deploy;
pub mod dora;
mod elapsed;
pub mod exact;
pub mod incident;
mod interval;
mod median;
pub mod rollup;
pub mod series;
pub mod sli;
mod target;
mod written;

pub use interval::{Interval, ZeroInterval};
pub use median::Median;
pub use target::{InvalidTarget, Target};
