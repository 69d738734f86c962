//! Taking back what was created: last in, first out, each whatever became of the others.

use std::time::Duration;

use super::chain::{Chain, Cleanup};

/// Cleanup has its own time, whatever the test took.
const CLEANUP_LIMIT: Duration = Duration::from_secs(30);

impl Chain<'_> {
    /// Carries out what has been registered.
    pub(super) async fn run_cleanups(&mut self) {
        if self.cleanups.is_empty() {
            return;
        }
        self.begin_cleanup(CLEANUP_LIMIT);
        // A cleanup step may itself register a cleanup; it is next.
        while let Some(Cleanup { steps, site }) = self.cleanups.pop() {
            for (index, step) in steps.iter().enumerate() {
                self.ended = None;
                self.run_step(step, &site.of(steps, index)).await;
            }
        }
        self.ended = None;
    }
}
