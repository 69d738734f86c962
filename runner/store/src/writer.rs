//! Writing: one task, one connection, and whatever waits goes into one transaction.
//!
//! Lives here: the queue, putting batches together, trying again when the disk is full or the
//! file is locked, and telling so.
//! Lives elsewhere: the SQL of each table group.

mod batch;
mod condition;
mod errand;
mod obstacle;
mod queue;
mod task;
#[cfg(test)]
mod tests;

pub use condition::Condition;
pub use obstacle::Obstacle;
pub use queue::WriteError;

pub(crate) use errand::Work;
pub(crate) use obstacle::Fault;
pub(crate) use queue::Writer;
pub(crate) use task::Connect;
