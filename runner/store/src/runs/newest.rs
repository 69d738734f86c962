//! Runs of many series, newest first.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::{RunId, Series, SeriesRun};

use super::Runs;
use super::packed::{columns, read};
use crate::reading::Columns;
use crate::{ReadError, stamp};

/// How far back each of these series goes with so many runs: the latest first.
const BACK: &str = "WITH back AS MATERIALIZED (
        SELECT (SELECT planned FROM runs WHERE series = wanted.value
            AND planned >= $2 AND planned <= $3 ORDER BY planned DESC LIMIT 1 OFFSET $4) AS planned
        FROM json_each($1) AS wanted)
    SELECT planned FROM back WHERE planned IS NOT NULL ORDER BY planned DESC LIMIT $5";

const BACK_OF_BAD: &str = "WITH back AS MATERIALIZED (
        SELECT (SELECT planned FROM runs INDEXED BY runs_bad_of_series WHERE series = wanted.value
            AND planned >= $2 AND planned <= $3 AND (flags & 7) >= 3
            ORDER BY planned DESC LIMIT 1 OFFSET $4) AS planned
        FROM json_each($1) AS wanted)
    SELECT planned FROM back WHERE planned IS NOT NULL ORDER BY planned DESC LIMIT $5";

const BETWEEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM json_each($1) AS wanted CROSS JOIN runs ON runs.series = wanted.value
    WHERE runs.planned >= $2 AND runs.planned <= $3"
);

const BAD_BETWEEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM json_each($1) AS wanted
    CROSS JOIN runs INDEXED BY runs_bad_of_series ON runs.series = wanted.value
    WHERE runs.planned >= $2 AND runs.planned <= $3 AND (runs.flags & 7) >= 3"
);

#[cfg(test)]
pub(super) const SQL: &[&str] = &[BACK, BACK_OF_BAD, BETWEEN, BAD_BETWEEN];

/// So many runs are looked at for one page: what is hard to find is found page by page.
const LOOKS: usize = 50_000;

/// So many runs are read at a time, at most about.
const AT_ONCE: usize = 5_000;

/// One series may have so many times as many runs as the others.
const FAR_MORE: usize = 16;

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

    /// What comes behind it was due then at the latest.
    fn last(&self) -> i64 {
        if self.run.is_empty() { self.planned.saturating_sub(1) } else { self.planned }
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
        let series = Chosen::of(series.collect(), wanted.only_bad);
        let (from, until) = (stamp::micros(wanted.from), stamp::micros(wanted.until));
        let mut position = position.unwrap_or_else(|| Position::before(until));
        let (mut found, mut looked, mut several) = (Vec::new(), 0, limit);
        while let Some(begin) = self.back(&series, from..=position.last(), several).await? {
            let rows = self.stretch(&series, begin, &position).await?;
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
            several = several.saturating_mul(2).min(AT_ONCE);
        }
        Ok(Newest { runs: found, next: None })
    }

    /// Since when there are about `several` runs that were due in `due`. `None` when there are none.
    ///
    /// When so many series have so many runs each since then, there are as many as the product
    /// says; but not where one series alone has far more of them.
    async fn back(
        &self,
        series: &Chosen,
        due: RangeInclusive<i64>,
        several: usize,
    ) -> Result<Option<i64>, ReadError> {
        let mut each = several.div_ceil(series.by_id.len().max(1)).max(1);
        loop {
            let of_all = several.div_ceil(each);
            if let Some(begin) = self.back_by(series, &due, each, of_all).await? {
                let of_one = self.back_by(series, &due, each.saturating_mul(FAR_MORE), 1).await?;
                return Ok(Some(of_one.map_or(begin, |of_one| begin.max(of_one))));
            }
            if each == 1 {
                return Ok(None);
            }
            // No series has so many.
            each /= 2;
        }
    }

    /// Since when `count` series have `each` runs each; when there are not so many, all that have.
    async fn back_by(
        &self,
        series: &Chosen,
        due: &RangeInclusive<i64>,
        each: usize,
        count: usize,
    ) -> Result<Option<i64>, ReadError> {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let sql = if series.only_bad { BACK_OF_BAD } else { BACK };
        let query = sqlx::query(sql).bind(series.ids.clone()).bind(*due.start()).bind(*due.end());
        let query = query.bind(number(each) - 1).bind(number(count));
        let rows = query.fetch_all(self.0.readers()).await?;
        rows.last().map(|last| last.at(0)).transpose()
    }

    /// The runs of these series that were due from `begin` on and come behind `position`, newest
    /// first.
    async fn stretch(
        &self,
        series: &Chosen,
        begin: i64,
        position: &Position,
    ) -> Result<Vec<(Position, SeriesRun)>, ReadError> {
        let sql = if series.only_bad { BAD_BETWEEN } else { BETWEEN };
        let query = sqlx::query(sql).bind(series.ids.clone()).bind(begin).bind(position.last());
        let mut found = Vec::new();
        for row in &query.fetch_all(self.0.readers()).await? {
            let id: i64 = row.at(0)?;
            let at = Position { planned: row.at(1)?, run: row.at(2)?, series: id };
            if at < *position
                && let Some(series) = series.by_id.get(&id)
            {
                found.push((at, read(row, Arc::clone(series))?));
            }
        }
        found.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
        Ok(found)
    }
}

/// The series of which runs are wanted.
struct Chosen {
    by_id: BTreeMap<i64, Arc<Series>>,
    /// Their numbers, as a list in JSON: one statement serves any number of them.
    ids: String,
    only_bad: bool,
}

impl Chosen {
    fn of(by_id: BTreeMap<i64, Arc<Series>>, only_bad: bool) -> Self {
        let ids: Vec<String> = by_id.keys().map(i64::to_string).collect();
        Self { ids: format!("[{}]", ids.join(",")), by_id, only_bad }
    }
}
