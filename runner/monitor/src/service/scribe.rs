//! Rulings, written in order.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use runner_store::{Record, Store, WriteError};
use tokio::sync::{mpsc, watch};

/// How often what found no room is tried again.
const AGAIN: Duration = Duration::from_secs(1);

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
    while is_open || !underway.is_empty() || !arrears.is_empty() {
        tokio::select! {
            record = queue.recv(), if is_open => match record {
                Some(record) if arrears.is_empty() => underway.push(hand_in(&store, record)),
                // Behind what found no room, so that the latest state is written last.
                Some(record) => arrears.add(record),
                None => is_open = false,
            },
            Some((kept, result)) = underway.next() => match result {
                Ok(()) if kept.messages.is_empty() => {}
                Ok(()) => drop(messages.send_replace(())),
                Err(WriteError::Overloaded { .. }) => arrears.add(kept),
                Err(error @ WriteError::Refused { .. }) => {
                    tracing::error!(%error, "a ruling could not be stored");
                }
                Err(WriteError::Closed) => return,
            },
            () = tokio::time::sleep(AGAIN), if !arrears.is_empty() && underway.is_empty() => {
                underway.push(hand_in(&store, arrears.take()));
            }
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

/// What found no room, put together: the latest of each state, every message.
#[derive(Default)]
struct Arrears {
    record: Record,
    series: BTreeMap<runner_model::Series, runner_store::SeriesState>,
    incidents: BTreeMap<runner_model::IncidentId, runner_store::IncidentChange>,
    states: BTreeMap<(runner_store::StateKind, String), runner_store::StateChange>,
    is_filled: bool,
}

impl Arrears {
    fn is_empty(&self) -> bool {
        !self.is_filled
    }

    fn add(&mut self, record: Record) {
        let Record { runs: _, series_states, incidents, states, messages, missed, audit } = record;
        self.is_filled = true;
        self.series.extend(series_states.into_iter().map(|s| (s.series.clone(), s)));
        self.incidents.extend(incidents.into_iter().map(|i| (i.id, i)));
        self.states.extend(states.into_iter().map(|s| ((s.kind, s.key.clone()), s)));
        self.record.messages.extend(messages);
        self.record.missed.extend(missed);
        self.record.audit.extend(audit);
    }

    fn take(&mut self) -> Record {
        let whole = std::mem::take(self);
        Record {
            series_states: whole.series.into_values().collect(),
            incidents: whole.incidents.into_values().collect(),
            states: whole.states.into_values().collect(),
            ..whole.record
        }
    }
}
