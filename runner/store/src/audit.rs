//! Who changed what, and when.

use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Sqlite, SqliteConnection};

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO audit (at, who, what) VALUES ($1, $2, $3)";

const LATEST: &str =
    "SELECT at, who, what FROM audit WHERE at < $1 ORDER BY at DESC, id DESC LIMIT $2";

const BEFORE: &str = "SELECT at, who, what, id FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2";

/// Somebody did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who, as the way in knows it: the name of a token, `the command line`.
    pub who: String,
    /// What, as a sentence without its subject: `paused the monitor checkout`.
    pub what: String,
}

/// The list of changes that people made.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a>(pub(crate) &'a Store);

impl Audit<'_> {
    /// Notes a change that is not made in the store.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn note(&self, entry: AuditEntry) -> Result<(), WriteError> {
        self.0.write(move |at| Box::pin(add(at, entry.clone()))).await
    }

    /// The latest `limit` entries before `before`, newest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn latest(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, ReadError> {
        let query = sqlx::query(LATEST).bind(stamp::micros(before)).bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(entry).collect()
    }

    /// The latest `limit` entries before the one of this number, or of all without it: each with
    /// its number, newest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn before(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, AuditEntry)>, ReadError> {
        let query = sqlx::query(BEFORE).bind(before.unwrap_or(i64::MAX)).bind(limit);
        let rows = query.fetch_all(self.0.readers()).await?;
        rows.iter().map(|row| Ok((row.at(3)?, entry(row)?))).collect()
    }
}

fn entry(row: &SqliteRow) -> Result<AuditEntry, ReadError> {
    Ok(AuditEntry { at: stamp::time(row.at(0)?)?, who: row.at(1)?, what: row.at(2)? })
}

/// Notes `entry` in the transaction of the change.
pub(crate) async fn add(at: &mut SqliteConnection, entry: AuditEntry) -> Result<(), sqlx::Error> {
    let query = sqlx::query(ADD).bind(stamp::micros(entry.at)).bind(entry.who).bind(entry.what);
    query.execute(at).await.map(|_| ())
}

/// Makes a change and, when there was something to change, notes `entry` with it. Whether there
/// was.
pub(crate) async fn noted(
    change: Query<'_, Sqlite, SqliteArguments>,
    at: &mut SqliteConnection,
    entry: AuditEntry,
) -> Result<bool, sqlx::Error> {
    let changed = change.execute(&mut *at).await?.rows_affected() > 0;
    if changed {
        add(at, entry).await?;
    }
    Ok(changed)
}
