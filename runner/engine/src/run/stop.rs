//! Stopping a run from outside, in two stages.

use tokio::sync::watch;

/// How far a run is to be stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopLevel {
    /// Not at all.
    #[default]
    Go,
    /// No step begins any more and those in flight are given up; cleanup is done.
    CleanUp,
    /// Cleanup is given up too.
    Now,
}

/// Stops a run; shared by whoever may stop it (Ctrl-C, `--fail-fast`) and the run.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<StopLevel>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(StopLevel::Go))
    }
}

impl Stop {
    /// Stops at least so far.
    pub fn request(&self, level: StopLevel) {
        self.0.send_if_modified(|now| {
            let more = level > *now;
            *now = (*now).max(level);
            more
        });
    }

    /// How far it has been stopped.
    pub fn level(&self) -> StopLevel {
        *self.0.borrow()
    }

    /// Waits until it is stopped at least so far.
    pub(super) async fn reached(&self, level: StopLevel) {
        let mut receiver = self.0.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = receiver.wait_for(|now| *now >= level).await;
    }
}
