//! How things are: the last run of each series, the last bad ones.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::try_join;
use jiff::Timestamp;
use runner_model::{Series, SeriesRun};

use super::Runs;
use super::packed::{columns, read};
use crate::reading::Columns;
use crate::{Json, ReadError, stamp};

const LAST: &str = concat!(
    "SELECT ",
    columns!(),
    ", series_states.json
    FROM series CROSS JOIN runs ON runs.series = series.id
    LEFT JOIN series_states ON series_states.series = series.id
    WHERE runs.planned = (SELECT MAX(planned) FROM runs WHERE series = series.id)"
);

const LAST_BAD: &str = concat!(
    "SELECT ",
    columns!(),
    "
    FROM series CROSS JOIN runs ON runs.series = series.id
    WHERE (runs.flags & 7) >= 3 AND runs.planned = (
        SELECT MAX(planned) FROM runs INDEXED BY runs_bad_of_series
        WHERE series = series.id AND (flags & 7) >= 3
    )"
);

const BAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM runs
    WHERE (flags & 7) >= 3 AND planned < $1 ORDER BY planned DESC, series, run LIMIT $2"
);

#[cfg(test)]
pub(super) const SQL: &[&str] = &[LAST, LAST_BAD, BAD];

/// How a series does.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesStatus {
    /// Which.
    pub series: Series,
    /// What was last recorded as its state.
    pub state: Option<Json>,
    /// Its last run.
    pub last: SeriesRun,
    /// Its last run that failed or errored.
    pub last_bad: Option<SeriesRun>,
}

impl Runs<'_> {
    /// Every series that ever ran, ordered by name: also those whose runs are kept no longer.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn series(&self) -> Result<Vec<Arc<Series>>, ReadError> {
        let known = self.0.names().all().await?;
        Ok(known.sorted().into_iter().map(|(_, series)| series).collect())
    }

    /// How every series does that ever ran, ordered by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn current(&self) -> Result<Vec<SeriesStatus>, ReadError> {
        // Each looks at every series: side by side, on two of the readers.
        let last = sqlx::query(LAST).fetch_all(self.0.readers());
        let bad = sqlx::query(LAST_BAD).fetch_all(self.0.readers());
        let (last, bad) = try_join(last, bad).await?;
        let names = self.0.names().all().await?;
        let mut last_bad = HashMap::new();
        for row in &bad {
            let id: i64 = row.at(0)?;
            last_bad.insert(id, read(row, names.series(id)?)?);
        }
        // Several runs of one series may have been due at the same moment: the one that began
        // last is its last one.
        let mut status: HashMap<i64, SeriesStatus> = HashMap::new();
        for row in &last {
            let id: i64 = row.at(0)?;
            let run = read(row, names.series(id)?)?;
            if status.get(&id).is_some_and(|known| known.last.started >= run.started) {
                continue;
            }
            let state: Option<String> = row.at(7)?;
            let series = run.series.clone();
            let last_bad = last_bad.get(&id).cloned();
            let state = state.map(Json::stored);
            status.insert(id, SeriesStatus { series, state, last: run, last_bad });
        }
        let mut all: Vec<_> = status.into_values().collect();
        all.sort_unstable_by(|a, b| a.series.cmp(&b.series));
        Ok(all)
    }

    /// Runs that failed or errored and were due before `before`, latest first, at most `limit`.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn recent_bad(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<SeriesRun>, ReadError> {
        let query = sqlx::query(BAD).bind(stamp::micros(before)).bind(limit);
        let rows = query.fetch_all(self.0.readers()).await?;
        let names = self.0.names().all().await?;
        rows.iter().map(|row| read(row, names.series(row.at(0)?)?)).collect()
    }
}
