//! What waits for the store.

use std::collections::BTreeMap;

use runner_model::{IncidentId, Series};
use runner_store::{IncidentChange, Record, SeriesState, StateChange, StateKind};

/// So many runs wait at most. Of those that come later there is "no data".
const RUNS: usize = 50_000;
/// So many of them with everything about them.
const DETAILS: usize = 500;

/// What waits for the store, put together: the latest of each state, every message, and runs as
/// long as there is room. While much breaks at once, each ruling holds where all of it stands:
/// kept one by one, they would fill the memory.
#[derive(Default)]
pub(super) struct Pile {
    record: Record,
    series: BTreeMap<Series, SeriesState>,
    incidents: BTreeMap<IncidentId, IncidentChange>,
    states: BTreeMap<(StateKind, String), StateChange>,
    details: usize,
    /// How many records it is made of.
    records: usize,
}

impl Pile {
    pub(super) fn is_empty(&self) -> bool {
        self.records == 0
    }

    pub(super) fn holds_several(&self) -> bool {
        self.records > 1
    }

    /// A record comes after those that wait.
    pub(super) fn add(&mut self, record: Record) {
        let Record { runs, series_states, incidents, states, messages, missed, audit } = record;
        self.records += 1;
        for mut run in runs.into_iter().take(RUNS.saturating_sub(self.record.runs.len())) {
            self.details += usize::from(run.detail.is_some());
            if self.details > DETAILS {
                run.detail = None;
            }
            self.record.runs.push(run);
        }
        self.series.extend(series_states.into_iter().map(|s| (s.series.clone(), s)));
        self.incidents.extend(incidents.into_iter().map(|i| (i.id, i)));
        self.states.extend(states.into_iter().map(|s| ((s.kind, s.key.clone()), s)));
        self.record.messages.extend(messages);
        self.record.missed.extend(missed);
        self.record.audit.extend(audit);
    }

    /// A record comes before those that wait: it was handed in and found no room.
    pub(super) fn add_below(&mut self, record: Record) {
        let above = self.take();
        self.add(record);
        self.add(above);
    }

    /// All of it.
    pub(super) fn take(&mut self) -> Record {
        let whole = std::mem::take(self);
        Record {
            series_states: whole.series.into_values().collect(),
            incidents: whole.incidents.into_values().collect(),
            states: whole.states.into_values().collect(),
            ..whole.record
        }
    }
}
