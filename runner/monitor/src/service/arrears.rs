//! What waits for the store.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use runner_model::{IncidentId, Series};
use runner_store::{IncidentChange, NewMessage, Record, SeriesState, StateChange, StateKind};

/// So many runs wait at most. Of those that come later there is "no data".
const RUNS: usize = 50_000;
/// So many of them with everything about them.
const DETAILS: usize = 500;

/// What waits for the store, put together: the latest of each state, every message, and runs as
/// long as there is room. Records are numbered in their order: of two that want room in the store, a
/// small later one may find some before a large earlier one does.
#[derive(Default)]
pub(super) struct Arrears {
    record: Record,
    messages: Vec<(u64, NewMessage)>,
    series: BTreeMap<Series, (u64, SeriesState)>,
    incidents: BTreeMap<IncidentId, (u64, IncidentChange)>,
    states: BTreeMap<(StateKind, String), (u64, StateChange)>,
    details: usize,
    is_filled: bool,
}

impl Arrears {
    pub(super) fn is_empty(&self) -> bool {
        !self.is_filled
    }

    /// A record is to wait.
    pub(super) fn add(&mut self, record: Record, number: u64) {
        let Record { runs, series_states, incidents, states, messages, missed, audit } = record;
        self.is_filled = true;
        for mut run in runs.into_iter().take(RUNS.saturating_sub(self.record.runs.len())) {
            self.details += usize::from(run.detail.is_some());
            if self.details > DETAILS {
                run.detail = None;
            }
            self.record.runs.push(run);
        }
        for state in series_states {
            keep_latest(self.series.entry(state.series.clone()), number, state);
        }
        for incident in incidents {
            keep_latest(self.incidents.entry(incident.id), number, incident);
        }
        for state in states {
            keep_latest(self.states.entry((state.kind, state.key.clone())), number, state);
        }
        self.messages.extend(messages.into_iter().map(|message| (number, message)));
        self.record.missed.extend(missed);
        self.record.audit.extend(audit);
    }

    /// A record was written: what is older than its states is not to be written after them.
    pub(super) fn leave_out(&mut self, written: &Record, number: u64) {
        if self.is_empty() {
            return;
        }
        for state in &written.series_states {
            remove_older(self.series.entry(state.series.clone()), number);
        }
        for incident in &written.incidents {
            remove_older(self.incidents.entry(incident.id), number);
        }
        for state in &written.states {
            remove_older(self.states.entry((state.kind, state.key.clone())), number);
        }
    }

    /// All of it.
    pub(super) fn take(&mut self) -> Record {
        let mut whole = std::mem::take(self);
        whole.messages.sort_by_key(|(number, _)| *number);
        Record {
            messages: whole.messages.into_iter().map(|(_, message)| message).collect(),
            series_states: whole.series.into_values().map(|(_, state)| state).collect(),
            incidents: whole.incidents.into_values().map(|(_, incident)| incident).collect(),
            states: whole.states.into_values().map(|(_, state)| state).collect(),
            ..whole.record
        }
    }
}

fn keep_latest<K: Ord, V>(entry: Entry<'_, K, (u64, V)>, number: u64, value: V) {
    match entry {
        Entry::Vacant(vacant) => {
            vacant.insert((number, value));
        }
        Entry::Occupied(mut known) if known.get().0 <= number => {
            known.insert((number, value));
        }
        Entry::Occupied(_) => {}
    }
}

fn remove_older<K: Ord, V>(entry: Entry<'_, K, (u64, V)>, number: u64) {
    if let Entry::Occupied(known) = entry
        && known.get().0 < number
    {
        known.remove();
    }
}
