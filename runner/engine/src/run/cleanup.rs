//! Taking back what was created: last in, first out, each whatever became of the others.

use super::chain::{Chain, Cleanup};
use super::variant::CLEANUP_LIMIT;

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
