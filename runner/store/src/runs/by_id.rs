//! Finding a run by its id, and everything about a run.
//!
//! There is no index over the ids of all runs: it would be a third of the store. Runs with a
//! detail have one; others are looked for where their id says they were made
//! ([`RunId::time`]), first close to that time, then further away.

use runner_model::{RunId, Series, SeriesRun};
use sqlx::sqlite::SqliteRow;

use super::Runs;
use super::packed::{columns, read};
use crate::reading::Columns;
use crate::{ReadError, detail, stamp};

const WITH_DETAIL: &str = concat!(
    "SELECT ",
    columns!(),
    ", kept.body FROM (
        SELECT series, planned, run, body FROM details WHERE run = $1
        UNION ALL SELECT series, planned, run, body FROM last_passes WHERE run = $1
    ) AS kept
    CROSS JOIN runs ON runs.series = kept.series AND runs.planned = kept.planned AND runs.run = kept.run"
);

const NEAR: &str = concat!(
    "SELECT ",
    columns!(),
    ", NULL FROM series CROSS JOIN runs ON runs.series = series.id
    WHERE runs.planned >= $2 AND runs.planned <= $3 AND runs.run = $1"
);

const LAST_PASS: &str = concat!(
    "SELECT ",
    columns!(),
    ", last_passes.body FROM last_passes
    CROSS JOIN runs ON runs.series = last_passes.series AND runs.planned = last_passes.planned
        AND runs.run = last_passes.run
    WHERE last_passes.series = $1"
);

#[cfg(test)]
pub(super) const SQL: &[&str] = &[WITH_DETAIL, NEAR, LAST_PASS];

/// How far the time in an id may be from when the run was due, in microseconds: before and after.
/// A run begins late rather than early, but its id may be made ahead.
const WINDOWS: [(i64, i64); 3] = [
    (10_000_000, 2_000_000),
    (10 * 60 * 1_000_000, 60 * 1_000_000),
    (24 * stamp::HOUR, stamp::HOUR),
];

impl Runs<'_> {
    /// The runs with this id, one for each test of the monitor, with their details where these
    /// are kept. Empty when none is remembered. Runs without a detail are found when
    /// [`RunId::at`] made their id at most a day after they were due.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn by_id(&self, run: &RunId) -> Result<Vec<SeriesRun>, ReadError> {
        let bytes = run.bytes().to_vec();
        let query = sqlx::query(WITH_DETAIL).bind(bytes.clone());
        let kept = query.fetch_all(self.0.readers()).await?;
        let first = kept.first().map(|row| row.at::<i64>(1)).transpose()?;
        let mut rows = Vec::new();
        for (before, after) in WINDOWS {
            // One that is found tells where the others of the same run are.
            let (from, until) = match (first, run.time()) {
                (Some(planned), _) => (planned, planned),
                (None, Some(made)) => {
                    let made = stamp::micros(made);
                    (made.saturating_sub(before), made.saturating_add(after))
                }
                (None, None) => break,
            };
            let query = sqlx::query(NEAR).bind(bytes.clone()).bind(from).bind(until);
            rows = query.fetch_all(self.0.readers()).await?;
            if !rows.is_empty() {
                break;
            }
        }
        let mut found = self.read_all(&kept).await?;
        for run in self.read_all(&rows).await? {
            if !found.iter().any(|known| known.series == run.series) {
                found.push(run);
            }
        }
        found.sort_by(|a, b| a.series.cmp(&b.series));
        Ok(found)
    }

    /// The last run of `series` that passed and of which everything is known.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn last_pass(&self, series: &Series) -> Result<Option<SeriesRun>, ReadError> {
        let Some(id) = self.0.names().id(series).await? else { return Ok(None) };
        let rows = sqlx::query(LAST_PASS).bind(id).fetch_all(self.0.readers()).await?;
        Ok(self.read_all(&rows).await?.pop())
    }

    async fn read_all(&self, rows: &[SqliteRow]) -> Result<Vec<SeriesRun>, ReadError> {
        let names = self.0.names().all().await?;
        let run = |row| {
            let mut run = read(row, names.series(row.at(0)?)?)?;
            let body: Option<&[u8]> = row.at(7)?;
            run.detail = body.map(detail::unpack).transpose()?;
            Ok(run)
        };
        rows.iter().map(run).collect()
    }
}
