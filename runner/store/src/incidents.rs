//! Incidents: what `runner-health` keeps of each, with the columns that are asked for.

use jiff::Timestamp;
use runner_model::{IncidentId, RunId, Series};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::series::Ids;
use crate::stamp;
use crate::{Json, ReadError, Store};

const SET: &str = "INSERT INTO incidents (id, since, closed, json) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE
    SET since = excluded.since, closed = excluded.closed, json = excluded.json";

/// A last pass is replaced by the next one: as evidence it is kept as a detail.
const KEEP_PASS: &str = "INSERT INTO details (series, planned, run, incident, body)
    SELECT series, planned, run, $1, body FROM last_passes WHERE series = $2 AND run = $3
    ON CONFLICT (run, series, planned) DO NOTHING";
const KEEP: &str = "UPDATE details SET incident = $1
    WHERE run = $3 AND series = $2 AND incident IS NULL";

const OPEN: &str = "SELECT id, since, closed, json FROM incidents
    WHERE closed IS NULL ORDER BY since, id";
const ONE: &str = "SELECT id, since, closed, json FROM incidents WHERE id = $1";
const BETWEEN: &str = "SELECT id, since, closed, json FROM incidents
    WHERE since < $2 AND (closed IS NULL OR closed > $1) ORDER BY since DESC, id DESC LIMIT $3";
const BEFORE: &str = "SELECT id, since, closed, json FROM incidents WHERE id < $1
    AND (closed IS NULL) >= $2 AND (closed IS NOT NULL) >= $3 ORDER BY id DESC LIMIT $4";
const NEXT: &str = "SELECT COALESCE(MAX(id), 0) + 1 FROM incidents";

/// From when to when an incident lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentSpan {
    /// It goes on.
    Open {
        /// Its first bad run.
        since: Timestamp,
    },
    /// It is over.
    Closed {
        /// Its first bad run.
        since: Timestamp,
        /// The run that settled it.
        at: Timestamp,
    },
}

/// An incident that began, changed or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentChange {
    /// Which.
    pub id: IncidentId,
    /// From when to when.
    pub span: IncidentSpan,
    /// All there is to know about it.
    pub json: Json,
    /// Runs whose details are kept for as long as the incident is. They are recorded before, or
    /// in the same record.
    pub evidence: Vec<Witness>,
}

/// A run that shows what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The series.
    pub series: Series,
    /// The run.
    pub run: RunId,
}

/// An incident as it was last recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Which.
    pub id: IncidentId,
    /// From when to when.
    pub span: IncidentSpan,
    /// All there is to know about it.
    pub json: Json,
}

/// The incidents that are remembered.
#[derive(Clone, Copy, Debug)]
pub struct Incidents<'a>(pub(crate) &'a Store);

impl Incidents<'_> {
    /// Those that go on, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn open(&self) -> Result<Vec<Incident>, ReadError> {
        let rows = sqlx::query(OPEN).fetch_all(self.0.readers()).await?;
        rows.iter().map(incident).collect()
    }

    /// The incident `id`.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn by_id(&self, id: IncidentId) -> Result<Option<Incident>, ReadError> {
        let query = sqlx::query(ONE).bind(number(id));
        query.fetch_optional(self.0.readers()).await?.as_ref().map(incident).transpose()
    }

    /// Those that lasted at any time between `from` and `until`, latest first, at most `limit`.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Incident>, ReadError> {
        let query =
            sqlx::query(BETWEEN).bind(stamp::micros(from)).bind(stamp::micros(until)).bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(incident).collect()
    }

    /// Those with smaller numbers than `before`, or all without it: the greatest first, at most
    /// `limit`. Only those that go on, or only those that are over, when `is_open` says so.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn before(
        &self,
        before: Option<IncidentId>,
        is_open: Option<bool>,
        limit: u32,
    ) -> Result<Vec<Incident>, ReadError> {
        let query = sqlx::query(BEFORE).bind(before.map_or(i64::MAX, number));
        let query = query.bind(is_open == Some(true)).bind(is_open == Some(false)).bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(incident).collect()
    }

    /// The id of the next incident.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn next_id(&self) -> Result<IncidentId, ReadError> {
        let row = sqlx::query(NEXT).fetch_one(self.0.readers()).await?;
        Ok(IncidentId(row.count(0)?))
    }
}

fn incident(row: &SqliteRow) -> Result<Incident, ReadError> {
    let since = stamp::time(row.at(1)?)?;
    let span = match stamp::time_option(row.at(2)?)? {
        None => IncidentSpan::Open { since },
        Some(at) => IncidentSpan::Closed { since, at },
    };
    Ok(Incident { id: IncidentId(row.count(0)?), span, json: Json::stored(row.at(3)?) })
}

/// The number of `id`, as a column holds it.
pub(crate) fn number(id: IncidentId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

/// Writes `change`, and marks its evidence.
pub(crate) async fn set(
    at: &mut SqliteConnection,
    ids: &Ids<'_>,
    change: &IncidentChange,
) -> Result<(), sqlx::Error> {
    let (since, closed) = match change.span {
        IncidentSpan::Open { since } => (since, None),
        IncidentSpan::Closed { since, at } => (since, Some(at)),
    };
    sqlx::query(SET)
        .bind(number(change.id))
        .bind(stamp::micros(since))
        .bind(closed.map(stamp::micros))
        .bind(change.json.as_str().to_owned())
        .execute(&mut *at)
        .await?;
    for Witness { series, run } in &change.evidence {
        for sql in [KEEP_PASS, KEEP] {
            let query = sqlx::query(sql).bind(number(change.id)).bind(ids.of(series));
            query.bind(run.bytes().to_vec()).execute(&mut *at).await?;
        }
    }
    Ok(())
}
