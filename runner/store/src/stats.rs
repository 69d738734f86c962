//! How the store does, for metrics.

use std::path::{Path, PathBuf};

use crate::reading::Columns;
use crate::{Condition, ReadError, Store};

const SIZES: &str = "SELECT
    (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size),
    (SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size),
    (SELECT COUNT(*) FROM series),
    (SELECT COUNT(*) FROM incidents WHERE closed IS NULL),
    (SELECT COUNT(*) FROM outbox WHERE due IS NOT NULL)";

/// How the store does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of the file that are free.
    pub free: u64,
    /// Bytes of the log beside it.
    pub log: u64,
    /// Series that were ever recorded.
    pub series: u64,
    /// Incidents that go on.
    pub open_incidents: u64,
    /// Messages that wait to be sent.
    pub waiting_messages: u64,
    /// Kibibytes that wait to be written.
    pub waiting_kibibytes: u64,
    /// Whether writing goes well.
    pub condition: Condition,
}

impl Store {
    /// How the store does.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn stats(&self) -> Result<Stats, ReadError> {
        let row = sqlx::query(SIZES).fetch_one(self.readers()).await?;
        let log = tokio::fs::metadata(beside(self.path(), "-wal")).await;
        Ok(Stats {
            file: row.count(0)?,
            free: row.count(1)?,
            log: log.map_or(0, |log| log.len()),
            series: row.count(2)?,
            open_incidents: row.count(3)?,
            waiting_messages: row.count(4)?,
            waiting_kibibytes: self.writer().waiting() as u64,
            condition: self.condition().borrow().clone(),
        })
    }
}

/// `path` with `suffix` behind its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
