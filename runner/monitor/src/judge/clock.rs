//! The clock is set: what is waited for is waited for as long as before.

use jiff::{SignedDuration, Timestamp};

use super::Judge;

impl Judge {
    /// The clock was set by so much, and shows `now`.
    pub(crate) fn clock_was_set(&mut self, by: SignedDuration, now: Timestamp) {
        self.conditions.clock_was_set(by);
        self.switchboard.clock_was_set(by);
        self.switchboard.replan(&self.incidents, &*self.rulebook, now);
        // What was put off is written down.
        self.draft.is_touched = true;
    }
}
