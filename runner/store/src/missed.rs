//! Slots in which nothing ran: rows, not silence.

use jiff::Timestamp;
use runner_model::MonitorName;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store};

const ADD: &str = "INSERT INTO missed (monitor, planned, reason) ";
const ADD_END: &str = " ON CONFLICT (monitor, planned) DO NOTHING";

const BETWEEN: &str = "SELECT monitor, planned, reason FROM missed
    WHERE monitor = $1 AND planned >= $2 AND planned < $3 ORDER BY planned LIMIT $4";

/// Rows that are written by one statement.
const ROWS: usize = 100;

/// A slot in which a monitor was to run and did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedSlot {
    /// Which.
    pub monitor: MonitorName,
    /// When it was due.
    pub planned: Timestamp,
    /// Why it did not run: `tripline was not running`.
    pub reason: String,
}

/// The slots in which nothing ran.
#[derive(Clone, Copy, Debug)]
pub struct Missed<'a>(pub(crate) &'a Store);

impl Missed<'_> {
    /// Those of `monitor` from `from` until before `until`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn between(
        &self,
        monitor: &MonitorName,
        from: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<MissedSlot>, ReadError> {
        let query = sqlx::query(BETWEEN)
            .bind(monitor.as_str().to_owned())
            .bind(stamp::micros(from))
            .bind(stamp::micros(until))
            .bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(slot).collect()
    }
}

fn slot(row: &SqliteRow) -> Result<MissedSlot, ReadError> {
    Ok(MissedSlot {
        monitor: row.name(0, "the name of a monitor")?,
        planned: stamp::time(row.at(1)?)?,
        reason: row.at(2)?,
    })
}

/// Notes `slots`; those that are noted already stay as they are.
pub(crate) async fn add(
    at: &mut SqliteConnection,
    slots: impl Iterator<Item = &MissedSlot>,
) -> Result<(), sqlx::Error> {
    let slots: Vec<_> = slots.collect();
    for rows in slots.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(ADD);
        query.push_values(rows, |mut row, slot| {
            row.push_bind(slot.monitor.as_str().to_owned());
            row.push_bind(stamp::micros(slot.planned));
            row.push_bind(slot.reason.clone());
        });
        query.push(ADD_END).build().execute(&mut *at).await?;
    }
    Ok(())
}
