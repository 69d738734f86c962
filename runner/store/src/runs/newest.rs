//! Runs of many series, newest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::{RunId, Series, SeriesRun};
use sqlx::{QueryBuilder, Sqlite};

use super::Runs;
use super::packed::{columns, read};
use crate::reading::Columns;
use crate::{ReadError, stamp};

const SELECT: &str = concat!("SELECT ", columns!(), " FROM runs WHERE series IN (");

/// So many series are asked for by one statement.
const SERIES: usize = 500;

/// How far one looks back at first; twice as far whenever that was not enough.
const STRETCH: i64 = 10 * 60 * 1_000_000;

/// So many runs are looked at for one page: what is hard to find is found page by page.
const LOOKS: usize = 50_000;

/// Where a page of runs of many series ended: behind this run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    planned: i64,
    run: Vec<u8>,
    series: i64,
}

impl Position {
    /// Before all runs that were due at `planned` or later.
    fn before(planned: i64) -> Self {
        Self { planned, run: Vec::new(), series: 0 }
    }
}

impl std::fmt::Display for Position {
    /// For a link: `1767225600000000.0192f3….7`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.", self.planned)?;
        self.run.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        write!(f, ".{}", self.series)
    }
}

impl std::str::FromStr for Position {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        let mut parts = text.split('.');
        let position = (|| {
            let planned = parts.next()?.parse().ok()?;
            let run = match parts.next()? {
                "" => Vec::new(),
                run => RunId::try_from(run).ok()?.bytes().to_vec(),
            };
            let series = parts.next()?.parse().ok()?;
            parts.next().is_none().then_some(Self { planned, run, series })
        })();
        position.ok_or_else(|| ReadError::damaged("a cursor", text))
    }
}

/// Which runs are wanted.
pub struct Wanted<'w> {
    /// Of which series.
    pub series: &'w (dyn Fn(&Series) -> bool + Sync),
    /// Which of these.
    pub run: &'w (dyn Fn(&SeriesRun) -> bool + Sync),
    /// None but those that failed or errored: these are found sooner.
    pub only_bad: bool,
    /// Due at this time or later.
    pub from: Timestamp,
    /// Due before this time.
    pub until: Timestamp,
}

/// Runs of many series, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Newest {
    /// The runs, without their details; fewer than were asked for, even none, when they are hard
    /// to find.
    pub runs: Vec<SeriesRun>,
    /// Where the next page begins; `None` when there is none.
    pub next: Option<Position>,
}

impl Runs<'_> {
    /// The first `limit` of the runs that are wanted, or the `limit` behind `position`.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn newest(
        &self,
        wanted: &Wanted<'_>,
        position: Option<Position>,
        limit: usize,
    ) -> Result<Newest, ReadError> {
        let names = self.0.names().all().await?;
        let series = names.sorted().into_iter().filter(|(_, series)| (wanted.series)(series));
        let series: BTreeMap<i64, Arc<Series>> = series.collect();
        let (from, until) = (stamp::micros(wanted.from), stamp::micros(wanted.until));
        let mut position = position.unwrap_or_else(|| Position::before(until));
        let (mut found, mut looked, mut stretch) = (Vec::new(), 0, STRETCH);
        while position > Position::before(from) {
            let begin = position.planned.saturating_sub(stretch).max(from);
            let mut rows = self.stretch(&series, begin, &position, wanted.only_bad).await?;
            rows.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
            looked += rows.len();
            for (at, run) in rows {
                if !(wanted.run)(&run) {
                    continue;
                }
                found.push(run);
                if found.len() == limit {
                    return Ok(Newest { runs: found, next: Some(at) });
                }
            }
            position = Position::before(begin);
            if looked >= LOOKS {
                return Ok(Newest { runs: found, next: Some(position) });
            }
            stretch = stretch.saturating_mul(2);
        }
        Ok(Newest { runs: found, next: None })
    }

    /// The runs of these series that were due from `begin` on and come behind `position`.
    async fn stretch(
        &self,
        series: &BTreeMap<i64, Arc<Series>>,
        begin: i64,
        position: &Position,
        only_bad: bool,
    ) -> Result<Vec<(Position, SeriesRun)>, ReadError> {
        let ids: Vec<i64> = series.keys().copied().collect();
        let mut found = Vec::new();
        for ids in ids.chunks(SERIES) {
            let mut query = QueryBuilder::<Sqlite>::new(SELECT);
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            query.push(") AND planned >= ").push_bind(begin);
            query.push(" AND planned <= ").push_bind(position.planned);
            if only_bad {
                query.push(" AND (flags & 7) >= 3");
            }
            for row in &query.build().fetch_all(self.0.readers()).await? {
                let id: i64 = row.at(0)?;
                let at = Position { planned: row.at(1)?, run: row.at(2)?, series: id };
                if at < *position
                    && let Some(series) = series.get(&id)
                {
                    found.push((at, read(row, Arc::clone(series))?));
                }
            }
        }
        Ok(found)
    }
}
