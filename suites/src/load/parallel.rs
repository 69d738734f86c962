//! The same work on many things, side by side.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does `work` on each of `items`, on all cores; the results in the order of the items.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // A thread that finds only a few files to read costs more than it saves.
    let threads = match items.len().div_ceil(8) {
        useful @ 0..=1 => useful,
        // Asking for the number of cores reads several files of the system.
        useful => useful.min(thread::available_parallelism().map_or(1, NonZero::get)),
    };
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let one_thread = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(one_thread)).collect();
        running
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..500).collect();
        assert_eq!(in_parallel(&items, |item| item * 2), (0..1000).step_by(2).collect::<Vec<_>>());
        assert_eq!(in_parallel(&[] as &[u32], |item| *item), Vec::<u32>::new());
    }
}
