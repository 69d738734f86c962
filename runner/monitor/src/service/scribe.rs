//! Rulings, written in order.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use runner_store::{Record, Store, WriteError};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::pile::Pile;

/// How often what found no room is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// After several rulings at a time, so long is waited for more: each transaction has its price.
const GATHER: Duration = Duration::from_millis(200);

/// Hands rulings to the store in their order: one at a time, and together what comes meanwhile.
/// Nobody waits: a disk that is full, or a database that is locked, holds up no run.
#[derive(Clone)]
pub(crate) struct Scribe {
    records: mpsc::UnboundedSender<Record>,
}

impl Scribe {
    /// Begins; the task ends when the scribe and its clones are dropped and all is written. Whenever messages have
    /// been written, `messages` is told.
    pub(crate) fn start(
        store: Store,
        messages: watch::Sender<()>,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (records, queue) = mpsc::unbounded_channel();
        let task = tokio::spawn(write(store, queue, messages));
        (Self { records }, task)
    }

    /// Writes a record, after those before it.
    pub(crate) fn write(&self, record: Record) {
        // The task ends only after this sender is gone.
        let _ = self.records.send(record);
    }
}

async fn write(
    store: Store,
    mut queue: mpsc::UnboundedReceiver<Record>,
    messages: watch::Sender<()>,
) {
    let mut pile = Pile::default();
    let mut underway = FuturesUnordered::new();
    let mut is_open = true;
    let mut next = Instant::now();
    while is_open || !underway.is_empty() || !pile.is_empty() {
        tokio::select! {
            record = queue.recv(), if is_open => match record {
                Some(record) => pile.add(record),
                None => is_open = false,
            },
            () = sleep_until(next), if underway.is_empty() && !pile.is_empty() => {
                let pause = if pile.holds_several() { GATHER } else { Duration::ZERO };
                next = Instant::now() + pause;
                underway.push(hand_in(&store, pile.take()));
            }
            Some((kept, result)) = underway.next() => match result {
                Ok(()) => {
                    if !kept.messages.is_empty() {
                        messages.send_replace(());
                    }
                }
                Err(WriteError::Overloaded { .. }) => {
                    pile.add_below(kept);
                    next = Instant::now() + AGAIN;
                }
                Err(error @ WriteError::Refused { .. }) => {
                    tracing::error!(%error, "a ruling could not be stored");
                }
                Err(WriteError::Closed) => return,
            },
        }
    }
}

async fn hand_in(store: &Store, record: Record) -> (Record, Result<(), WriteError>) {
    // Runs cannot be kept twice over while there is no room: of a record that finds none, what
    // people must hear and where things stand is kept, and the runs are lost as "no data".
    let kept = Record {
        runs: Vec::new(),
        series_states: record.series_states.clone(),
        incidents: record.incidents.clone(),
        states: record.states.clone(),
        messages: record.messages.clone(),
        missed: record.missed.clone(),
        audit: record.audit.clone(),
    };
    let result = store.record(record).await;
    (kept, result)
}

#[cfg(test)]
mod tests;
