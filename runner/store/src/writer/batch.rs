//! Several records in one transaction, row by row of the same table.

use runner_model::Series;
use sqlx::SqliteConnection;

use super::WriteError;
use crate::series::{Ids, Names};
use crate::{
    AuditEntry, IncidentChange, Json, MissedSlot, Record, SeriesState, StateChange, audit,
    incidents, missed, outbox, runs, states,
};

/// A record, ready to be written.
#[derive(Debug)]
pub(super) struct Packed {
    runs: Vec<runs::Packed>,
    series_states: Vec<SeriesState>,
    incidents: Vec<IncidentChange>,
    states: Vec<StateChange>,
    messages: Vec<outbox::Packed>,
    missed: Vec<MissedSlot>,
    audit: Vec<AuditEntry>,
}

impl Packed {
    pub(super) fn of(record: Record) -> Result<Self, WriteError> {
        let Record { runs, series_states, incidents, states, messages, missed, audit } = record;
        let runs = runs.into_iter().map(runs::Packed::of).collect::<Result<_, _>>();
        let messages = messages.iter().map(outbox::Packed::of).collect::<Result<_, _>>();
        let refused = |error: serde_json::Error| WriteError::Refused { cause: error.to_string() };
        Ok(Self {
            runs: runs.map_err(refused)?,
            series_states,
            incidents,
            states,
            messages: messages.map_err(refused)?,
            missed,
            audit,
        })
    }

    /// About how many bytes it holds on to while it waits.
    pub(super) fn size(&self) -> usize {
        let json = |json: &Option<Json>| 200 + json.as_ref().map_or(0, |j| j.as_str().len());
        let sizes = (self.runs.iter().map(runs::Packed::size))
            .chain(self.series_states.iter().map(|state| json(&state.json)))
            .chain(self.states.iter().map(|state| json(&state.json)))
            .chain(self.incidents.iter().map(|change| 200 + change.json.as_str().len()))
            .chain(self.messages.iter().map(outbox::Packed::size))
            .chain(self.missed.iter().map(|slot| 100 + slot.reason.len()))
            .chain(self.audit.iter().map(|entry| 100 + entry.what.len()));
        sizes.sum()
    }

    /// Whether runs become evidence with it: whatever is recorded before has to be there then, and
    /// whatever is recorded after must not have taken its place.
    pub(super) fn has_evidence(&self) -> bool {
        self.incidents.iter().any(|change| !change.evidence.is_empty())
    }

    fn series(&self) -> impl Iterator<Item = &Series> {
        let evidence = self.incidents.iter().flat_map(|change| &change.evidence);
        let runs = self.runs.iter().map(|run| &run.series);
        runs.chain(self.series_states.iter().map(|state| &state.series))
            .chain(evidence.map(|witness| &witness.series))
    }
}

/// Writes `records` in their order, and returns the series that were new.
pub(super) async fn write(
    records: &[&Packed],
    names: &Names,
    at: &mut SqliteConnection,
) -> Result<Vec<(i64, Series)>, sqlx::Error> {
    let series = records.iter().flat_map(|record| record.series());
    let ids = Ids::of_all(series, names, at).await?;
    let of_all: Vec<_> = records.iter().flat_map(|record| &record.runs).collect();
    runs::add(at, &ids, &of_all).await?;
    let of_all = records.iter().flat_map(|record| &record.series_states);
    states::set_of_series(at, &ids, of_all).await?;
    states::set(at, records.iter().flat_map(|record| &record.states)).await?;
    missed::add(at, records.iter().flat_map(|record| &record.missed)).await?;
    for record in records {
        for change in &record.incidents {
            incidents::set(at, &ids, change).await?;
        }
        for message in &record.messages {
            outbox::add(at, message).await?;
        }
        for entry in &record.audit {
            audit::add(at, entry.clone()).await?;
        }
    }
    Ok(ids.added)
}
