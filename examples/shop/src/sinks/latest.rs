//! The last few of what came.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many are kept.
const KEPT: usize = 50;

/// The last 50 of what came; the oldest are forgotten first. Clones share them.
#[derive(Debug)]
pub(super) struct Latest<T>(Arc<Mutex<VecDeque<T>>>);

impl<T: Clone> Latest<T> {
    /// One more has come.
    pub(super) fn keep(&self, item: T) {
        let mut items = self.items();
        if items.len() == KEPT {
            items.pop_front();
        }
        items.push_back(item);
    }

    /// All that is kept, the oldest first.
    pub(super) fn all(&self) -> Vec<T> {
        self.items().iter().cloned().collect()
    }

    fn items(&self) -> MutexGuard<'_, VecDeque<T>> {
        // Every change is one push or pop, so there is no half of one to be afraid of.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_first() {
        let latest = Latest::default();
        (0..=KEPT).for_each(|number| latest.clone().keep(number));
        assert_eq!(latest.all(), (1..=KEPT).collect::<Vec<_>>());
    }
}
