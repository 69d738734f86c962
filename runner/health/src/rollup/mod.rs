//! Sums that are kept, so that a year can be read at once.
//!
//! Lives here: [`Rollup`], what one series did in one hour; [`LatencySketch`], how long it took;
//! [`WholeHours`], which part of a window hours can tell. All can be merged in any order.
//! Lives elsewhere: keeping them (`runner-store`), the numbers made of them (`crate::sli`).

mod hourly;
mod latency_sketch;
mod sketch_bytes;
mod tally;
mod whole_hours;

pub use hourly::Rollup;
pub use latency_sketch::{LatencySketch, Percentiles};
pub use sketch_bytes::UnreadableSketch;
pub use tally::Tally;
pub use whole_hours::WholeHours;
