//! What a server has seen so far, shared between its thread and the test.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A growing list one thread writes and another waits on.
pub(crate) struct Seen<T> {
    items: Mutex<Vec<T>>,
    grown: Condvar,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { items: Mutex::default(), grown: Condvar::new() }
    }
}

impl<T: Clone> Seen<T> {
    /// Adds one.
    pub(crate) fn push(&self, item: T) {
        self.items.lock().expect("nothing panics while adding").push(item);
        self.grown.notify_all();
    }

    /// All so far.
    pub(crate) fn all(&self) -> Vec<T> {
        self.items.lock().expect("nothing panics while adding").clone()
    }

    /// All, as soon as there are `count`, or after `patience`.
    pub(crate) fn at_least(&self, count: usize, patience: Duration) -> Vec<T> {
        let items = self.items.lock().expect("nothing panics while adding");
        self.grown
            .wait_timeout_while(items, patience, |items| items.len() < count)
            .expect("nothing panics while adding")
            .0
            .clone()
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        self.items.lock().expect("nothing panics while adding").clear();
    }
}

/// Counts connections: how many came, how many are still open.
#[derive(Default)]
pub(crate) struct Visitors {
    came: AtomicUsize,
    open: AtomicUsize,
}

impl Visitors {
    /// Someone came. The visit lasts until the returned value is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Visit {
        self.open.fetch_add(1, Ordering::SeqCst);
        Visit { number: self.came.fetch_add(1, Ordering::SeqCst) + 1, visitors: Arc::clone(self) }
    }

    /// How many came.
    pub(crate) fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }

    /// How many are here.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

/// One connection's stay.
pub(crate) struct Visit {
    /// The first is 1.
    pub(crate) number: usize,
    visitors: Arc<Visitors>,
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.visitors.open.fetch_sub(1, Ordering::SeqCst);
    }
}
