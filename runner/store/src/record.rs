//! What belongs together: kept whole, or lost whole.

use runner_model::SeriesRun;

use crate::{AuditEntry, IncidentChange, MissedSlot, NewMessage, SeriesState, StateChange};

/// What one run of a monitor, or one decision, leaves behind. It is written in one transaction:
/// when the process is killed, all of it is there or nothing.
///
/// Writing the same record twice is harmless: runs, missed slots and messages that are there
/// already are left as they are, states are replaced by the same.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// One for each test of the monitor. What `detail` holds is kept when the run errored or
    /// failed; when it passed, perhaps degraded, until the next one of the series that brings one.
    pub runs: Vec<SeriesRun>,
    /// Where these series stand.
    pub series_states: Vec<SeriesState>,
    /// Incidents that began, changed or ended.
    pub incidents: Vec<IncidentChange>,
    /// Where other things stand: heartbeats, certificates, channels, …
    pub states: Vec<StateChange>,
    /// What people are to be told.
    pub messages: Vec<NewMessage>,
    /// Slots in which nothing ran.
    pub missed: Vec<MissedSlot>,
    /// What somebody did that led to it.
    pub audit: Vec<AuditEntry>,
}
