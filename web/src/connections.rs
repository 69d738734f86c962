//! The connections that are open, and which of them makes room for another one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// So many are open at the same time: the rest of the files that a process may open is for those
/// who are watched.
const MOST: usize = 256;

/// The connections that are open. Clones are the same.
///
/// Whoever opens connections and sends nothing keeps nobody out: when there is no room, the oldest
/// connection on which nothing is being answered is closed.
#[derive(Clone, Default)]
pub(crate) struct Connections(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    next: u64,
    by_age: BTreeMap<u64, Arc<Shared>>,
}

#[derive(Default)]
struct Shared {
    is_busy: AtomicBool,
    closed: Notify,
}

/// A connection that is open; there is room for another one when it is dropped.
pub(crate) struct Admitted {
    number: u64,
    shared: Arc<Shared>,
    connections: Connections,
}

impl Connections {
    /// Takes in another one. `None` when there is no room, because all others are being answered.
    pub(crate) fn admit(&self) -> Option<Admitted> {
        let mut open = self.lock();
        if open.by_age.len() >= MOST {
            let mut by_age = open.by_age.iter();
            let idle = by_age.find(|(_, shared)| !shared.is_busy.load(Ordering::Acquire));
            let idle = idle.map(|(number, _)| *number)?;
            if let Some(shared) = open.by_age.remove(&idle) {
                shared.closed.notify_one();
            }
        }
        let (number, shared) = (open.next, Arc::<Shared>::default());
        open.next += 1;
        open.by_age.insert(number, Arc::clone(&shared));
        drop(open);
        Some(Admitted { number, shared, connections: self.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Admitted {
    /// Returns when it has to make room.
    pub(crate) async fn closed(&self) {
        self.shared.closed.notified().await;
    }

    /// A request of it is being answered, until what is returned is dropped.
    pub(crate) fn busy(&self) -> Busy {
        self.shared.is_busy.store(true, Ordering::Release);
        Busy(Arc::clone(&self.shared))
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.connections.lock().by_age.remove(&self.number);
    }
}

/// A request is being answered.
pub(crate) struct Busy(Arc<Shared>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.is_busy.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether it was told to make room.
    async fn has_to_go(admitted: &Admitted) -> bool {
        tokio::select! {
            biased;
            () = admitted.closed() => true,
            () = std::future::ready(()) => false,
        }
    }

    #[tokio::test]
    async fn the_oldest_that_waits_makes_room() {
        let connections = Connections::default();
        let open: Vec<_> = (0..MOST).map(|_| connections.admit().unwrap()).collect();
        let busy = open[0].busy();
        let _another = connections.admit().unwrap();
        assert!(!has_to_go(&open[0]).await, "it is being answered");
        assert!(has_to_go(&open[1]).await);
        assert!(!has_to_go(&open[2]).await);
        drop(busy);
        let _one_more = connections.admit().unwrap();
        assert!(has_to_go(&open[0]).await);
    }

    #[test]
    fn nobody_who_is_being_answered_is_thrown_out() {
        let connections = Connections::default();
        let mut open: Vec<_> = (0..MOST).map(|_| connections.admit().unwrap()).collect();
        let _busy: Vec<_> = open.iter().map(Admitted::busy).collect();
        assert!(connections.admit().is_none());
        open.pop();
        assert!(connections.admit().is_some(), "one has gone");
    }
}
