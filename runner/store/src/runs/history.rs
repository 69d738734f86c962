//! The runs of one series, in order.

use std::ops::Range;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use runner_model::{Series, SeriesRun};
use sqlx::sqlite::SqliteRow;

use super::Runs;
use super::packed::{columns, read};
use crate::reading::Columns;
use crate::{ReadError, stamp};

const NEWEST_FIRST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM runs WHERE series = $1 AND planned >= $2
    AND (planned, run) < ($3, $4) ORDER BY planned DESC, run DESC LIMIT $5"
);

const IN_ORDER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM runs WHERE series = $1 AND planned < $2
    AND (planned, run) > ($3, $4) ORDER BY planned, run LIMIT $5"
);

const BEGAN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM runs WHERE series = $1 AND planned >= $2 AND planned < $3 AND planned + late >= $4"
);

#[cfg(test)]
pub(super) const SQL: &[&str] = &[NEWEST_FIRST, IN_ORDER, BEGAN];

/// How many runs are read at a time: a slow reader holds nothing up in between.
const CHUNK: u32 = 1000;

/// Where a page of runs ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    planned: i64,
    run: Vec<u8>,
}

impl Cursor {
    fn behind(row: &SqliteRow) -> Result<Self, ReadError> {
        Ok(Self { planned: row.at(1)?, run: row.at(2)? })
    }

    /// Before all runs that were due at `planned`.
    fn at(planned: Timestamp) -> Self {
        Self { planned: stamp::micros(planned), run: Vec::new() }
    }
}

/// Some runs of a series, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The runs, without their details.
    pub runs: Vec<SeriesRun>,
    /// Where the next page begins; `None` when there is none.
    pub next: Option<Cursor>,
}

impl std::fmt::Display for Cursor {
    /// For a link: `1767225600000000.0192f3…`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.", self.planned)?;
        self.run.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Cursor {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        let parts = text.split_once('.').and_then(|(planned, run)| {
            let run = runner_model::RunId::try_from(run).ok()?;
            Some(Self { planned: planned.parse().ok()?, run: run.bytes().to_vec() })
        });
        parts.ok_or_else(|| ReadError::damaged("a cursor", text))
    }
}

impl Runs<'_> {
    /// Runs of `series` that were due from `from` until before `until`, newest first: the first
    /// `limit`, or the `limit` behind `cursor`.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn page(
        &self,
        series: &Series,
        from: Timestamp,
        until: Timestamp,
        cursor: Option<Cursor>,
        limit: u32,
    ) -> Result<Page, ReadError> {
        let Some(id) = self.0.names().id(series).await? else {
            return Ok(Page { runs: Vec::new(), next: None });
        };
        let Cursor { planned, run } = cursor.unwrap_or_else(|| Cursor::at(until));
        let query = sqlx::query(NEWEST_FIRST).bind(id).bind(stamp::micros(from));
        let query = query.bind(planned).bind(run).bind(i64::from(limit) + 1);
        let rows = query.fetch_all(self.0.readers()).await?;
        let shown = &rows[..rows.len().min(limit as usize)];
        let next = match shown.last() {
            Some(last) if rows.len() > shown.len() => Some(Cursor::behind(last)?),
            Some(_) | None => None,
        };
        let series = Arc::new(series.clone());
        let runs = shown.iter().map(|row| read(row, Arc::clone(&series)));
        Ok(Page { runs: runs.collect::<Result<_, _>>()?, next })
    }

    /// The last runs of `series` by schedule that began before `before`, newest first: at least
    /// `least` of them, as far as there are so many.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn scheduled_before(
        &self,
        series: &Series,
        before: Timestamp,
        least: usize,
    ) -> Result<Vec<SeriesRun>, ReadError> {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.page(series, Timestamp::MIN, before, cursor, CHUNK).await?;
            let counted = page.runs.into_iter();
            let counted = counted.filter(|run| run.trigger.counts() && run.started < before);
            found.extend(counted);
            cursor = page.next;
            if cursor.is_none() || found.len() >= least {
                return Ok(found);
            }
        }
    }

    /// The runs of a series that were due in `due`, and began at `from` or later; all times are
    /// microseconds since 1970.
    pub(crate) async fn began(
        &self,
        id: i64,
        series: &Arc<Series>,
        due: Range<i64>,
        from: i64,
    ) -> Result<Vec<SeriesRun>, ReadError> {
        let query = sqlx::query(BEGAN).bind(id).bind(due.start).bind(due.end).bind(from);
        let rows = query.fetch_all(self.0.readers()).await?;
        rows.iter().map(|row| read(row, Arc::clone(series))).collect()
    }
}

/// Some runs, and where the next begin.
type Chunk = (Vec<SeriesRun>, Option<Cursor>);

impl<'a> Runs<'a> {
    /// All runs of `series` that were due from `from` until before `until`, in that order, as
    /// they are asked for.
    pub fn between(
        self,
        series: &Series,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Stream<Item = Result<SeriesRun, ReadError>> + Send + use<'a> {
        let series = Arc::new(series.clone());
        let chunks = stream::try_unfold(Some(Cursor::at(from)), move |cursor| {
            self.chunk(Arc::clone(&series), cursor, until)
        });
        chunks.map_ok(|runs| stream::iter(runs.into_iter().map(Ok))).try_flatten().boxed()
    }

    async fn chunk(
        self,
        series: Arc<Series>,
        cursor: Option<Cursor>,
        until: Timestamp,
    ) -> Result<Option<Chunk>, ReadError> {
        let Some(cursor) = cursor else { return Ok(None) };
        let Some(id) = self.0.names().id(&series).await? else { return Ok(None) };
        let query = sqlx::query(IN_ORDER).bind(id).bind(stamp::micros(until));
        let query = query.bind(cursor.planned).bind(cursor.run).bind(CHUNK);
        let rows = query.fetch_all(self.0.readers()).await?;
        let next = match rows.last() {
            Some(last) if rows.len() == CHUNK as usize => Some(Cursor::behind(last)?),
            Some(_) | None => None,
        };
        let runs = rows.iter().map(|row| read(row, Arc::clone(&series)));
        Ok(Some((runs.collect::<Result<_, _>>()?, next)))
    }
}
