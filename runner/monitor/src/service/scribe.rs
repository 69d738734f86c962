//! Rulings, written in order.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use runner_store::{Record, Store, WriteError};
use tokio::sync::{mpsc, watch};

use super::arrears::Arrears;

/// How often what found no room is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// So many records are handed to the store at a time. What comes meanwhile is put together: while
/// much breaks at once, each record holds where all of it stands.
const UNDERWAY: usize = 8;

/// Hands rulings to the store in their order. Nobody waits: a disk that is full, or a database that
/// is locked, holds up no run.
pub(crate) struct Scribe {
    records: mpsc::UnboundedSender<Record>,
}

impl Scribe {
    /// Begins; the task ends when the scribe is dropped and all is written. Whenever messages have
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
    let mut arrears = Arrears::default();
    let mut underway = FuturesUnordered::new();
    let mut is_open = true;
    let (mut number, mut pause) = (0, Duration::ZERO);
    while is_open || !underway.is_empty() || !arrears.is_empty() {
        tokio::select! {
            record = queue.recv(), if is_open => match record {
                Some(record) => {
                    number += 1;
                    if arrears.is_empty() && underway.len() < UNDERWAY {
                        underway.push(hand_in(&store, record, number));
                    } else {
                        // Behind what waits already, so that the latest state is written last.
                        arrears.add(record, number);
                    }
                }
                None => is_open = false,
            },
            Some((kept, number, result)) = underway.next() => match result {
                Ok(()) => {
                    pause = Duration::ZERO;
                    arrears.leave_out(&kept, number);
                    if !kept.messages.is_empty() {
                        messages.send_replace(());
                    }
                }
                Err(WriteError::Overloaded { .. }) => {
                    pause = AGAIN;
                    arrears.add(kept, number);
                }
                Err(error @ WriteError::Refused { .. }) => {
                    tracing::error!(%error, "a ruling could not be stored");
                }
                Err(WriteError::Closed) => return,
            },
            () = tokio::time::sleep(pause), if !arrears.is_empty() && underway.is_empty() => {
                underway.push(hand_in(&store, arrears.take(), number));
            }
        }
    }
}

async fn hand_in(
    store: &Store,
    record: Record,
    number: u64,
) -> (Record, u64, Result<(), WriteError>) {
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
    (kept, number, result)
}
