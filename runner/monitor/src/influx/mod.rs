//! Measurements, sent to an InfluxDB.
//!
//! Lives here: runs as line protocol (`line`), what waits (`queue`), where it goes (`address`), and
//! the loop that sends it (`sender`).
//! Lives elsewhere: what the project says about it (`suites`), metrics that are asked for
//! (`metrics`).

mod address;
mod line;
mod queue;
mod sender;
#[cfg(test)]
mod tests;

pub(crate) use queue::Queue;
pub(crate) use sender::Sender;
