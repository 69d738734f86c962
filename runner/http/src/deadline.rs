//! The one moment by which everything of an exchange must be done.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

/// Until when, and how long that was in the beginning.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    /// `None` is further away than the clock can count.
    at: Option<Instant>,
    /// The whole time that was given.
    pub(crate) timeout: Duration,
}

impl Deadline {
    /// So much time from now on.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self { at: Instant::now().checked_add(timeout), timeout }
    }

    /// The result of `work`; `None` when time runs out first.
    pub(crate) async fn over<F: Future>(self, work: F) -> Option<F::Output> {
        match self.at {
            Some(at) => timeout_at(at, work).await.ok(),
            None => Some(work.await),
        }
    }
}
