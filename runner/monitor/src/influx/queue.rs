//! What waits to be sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::line::line;
use crate::Listener;

/// So many lines wait at most, about 15 MB: half a minute of 1,000 runs a second, a day of one
/// every two seconds.
const MOST: usize = 40_000;

/// What waits to be sent. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Queue(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    /// Somebody will send it.
    is_open: bool,
    lines: VecDeque<String>,
    /// Dropped, and not told yet.
    lost: u64,
}

impl Queue {
    /// Hears what `listener` hears, and lets runs wait while somebody sends them.
    pub(crate) fn listening_with(&self, listener: Listener) -> Listener {
        let queue = self.clone();
        Arc::new(move |event| {
            listener(event);
            let is_open = queue.waiting().is_open;
            if let Some(line) = Some(event).filter(|_| is_open).and_then(line) {
                queue.waiting().put(line);
            }
        })
    }

    /// From now on runs wait, or do not; what waited is dropped then.
    pub(super) fn open(&self, is_open: bool) {
        let mut waiting = self.waiting();
        waiting.is_open = is_open;
        if !is_open {
            *waiting = Waiting::default();
        }
    }

    /// Takes up to `most` lines, oldest first.
    pub(super) fn take(&self, most: usize) -> Vec<String> {
        let mut waiting = self.waiting();
        let count = waiting.lines.len().min(most);
        waiting.lines.drain(..count).collect()
    }

    /// Puts lines back to the front; those that find no room, the oldest, are lost.
    pub(super) fn give_back(&self, lines: Vec<String>) {
        let mut waiting = self.waiting();
        let room = MOST.saturating_sub(waiting.lines.len());
        let lost = lines.len().saturating_sub(room);
        waiting.lost += lost as u64;
        for line in lines.into_iter().skip(lost).rev() {
            waiting.lines.push_front(line);
        }
    }

    /// How many lines were lost since the last time.
    pub(super) fn take_lost(&self) -> u64 {
        std::mem::take(&mut self.waiting().lost)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Each change leaves it in order, whoever panics in between.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn put(&mut self, line: String) {
        if self.lines.len() >= MOST {
            self.lines.pop_front();
            self.lost += 1;
        }
        self.lines.push_back(line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_oldest_are_lost_and_counted() {
        let queue = Queue::default();
        for number in 0..MOST + 3 {
            queue.waiting().put(number.to_string());
        }
        let batch = queue.take(2);
        assert_eq!(batch, ["3", "4"]);
        queue.waiting().put("late".to_owned());
        queue.give_back(batch);
        assert_eq!(queue.take_lost(), 3 + 1);
        assert_eq!(queue.take_lost(), 0);
        assert_eq!(queue.take(1), ["4"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_turned_round_while_there_is_room(
            steps in prop::collection::vec((0_usize..9, any::<bool>()), 1..30),
        ) {
            let queue = Queue::default();
            let (mut put, mut taken) = (0, Vec::new());
            for (count, is_taken) in steps {
                for _ in 0..count {
                    queue.waiting().put(put.to_string());
                    put += 1;
                }
                let batch = queue.take(5);
                if is_taken { taken.extend(batch) } else { queue.give_back(batch) }
            }
            taken.extend(queue.take(MOST));
            let all: Vec<String> = (0..put).map(|number| number.to_string()).collect();
            prop_assert_eq!(taken, all);
            prop_assert_eq!(queue.take_lost(), 0);
        }
    }
}
