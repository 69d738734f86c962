//! When each series failed last, and when it worked again.

use std::sync::Arc;

use jiff::Timestamp;
use runner_model::Series;

use super::Runs;
use crate::reading::Columns;
use crate::{ReadError, stamp};

/// Scheduled runs only: they are what history is made of.
const LAST_FAILURES: &str = "SELECT id, failed, (
        SELECT planned + late FROM runs WHERE series = id AND planned > failed
        AND (flags & 7) IN (1, 2) AND (flags >> 4) = 0 ORDER BY planned LIMIT 1)
    FROM (SELECT series.id AS id, (
        SELECT planned FROM runs INDEXED BY runs_bad_of_series WHERE series = series.id
        AND (flags & 7) >= 3 AND (flags & 7) = 4 AND (flags >> 4) = 0
        ORDER BY planned DESC LIMIT 1) AS failed FROM series)
    WHERE failed IS NOT NULL";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[LAST_FAILURES];

/// When a series failed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastFailure {
    /// Which.
    pub series: Arc<Series>,
    /// When its last scheduled run that failed was due.
    pub failed: Timestamp,
    /// When the first scheduled run after it began that passed; `None` when none has.
    pub recovered: Option<Timestamp>,
}

impl Runs<'_> {
    /// When each series failed last that has, as far as runs are kept.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn last_failures(&self) -> Result<Vec<LastFailure>, ReadError> {
        let rows = sqlx::query(LAST_FAILURES).fetch_all(self.0.readers()).await?;
        let names = self.0.names().all().await?;
        let failure = |row| {
            Ok(LastFailure {
                series: names.series(Columns::at(row, 0)?)?,
                failed: stamp::time(Columns::at(row, 1)?)?,
                recovered: stamp::time_option(Columns::at(row, 2)?)?,
            })
        };
        rows.iter().map(failure).collect()
    }
}
