//! Summing hours up that are over.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use runner_model::{Series, SeriesRun};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::{Hour, SumUp};
use crate::housekeeping::TidyError;
use crate::reading::Columns;
use crate::stamp::{self, HOUR};
use crate::{ReadError, Store};

const UNTIL: &str = "SELECT rolled_until FROM series WHERE id = $1";

const FIRST: &str = "SELECT MIN(planned) FROM runs WHERE series = $1 AND planned >= $2";

const COUNT: &str =
    "SELECT COUNT(*) FROM runs WHERE series = $1 AND planned >= $2 AND planned < $3";

const SET: &str = "INSERT INTO rollups (series, hour, body) ";
const SET_END: &str = " ON CONFLICT (series, hour) DO UPDATE SET body = excluded.body";
const SET_UNTIL: &str = "UPDATE series SET rolled_until = $2 WHERE id = $1";

/// An hour is summed up when it has been over for so long, in microseconds: by then its runs
/// have ended. One that comes even later lets its hour be summed up again.
const SETTLED: i64 = 15 * 60 * 1_000_000;

/// So many hours are summed up in one transaction.
const HOURS: i64 = 24 * 7;

/// Up to which hour the runs of a series are summed up, exclusively.
pub(super) async fn until(store: &Store, series: i64) -> Result<Option<i64>, ReadError> {
    sqlx::query(UNTIL).bind(series).fetch_one(store.readers()).await?.at(0)
}

/// Sums up all hours of all series that are over at `now`. How many.
pub(crate) async fn roll_up(
    store: &Store,
    now: Timestamp,
    sum_up: SumUp<'_>,
) -> Result<u64, TidyError> {
    let end = (stamp::micros(now) - SETTLED).div_euclid(HOUR);
    store.names().rolled(end);
    let mut rolled = 0;
    for (id, series) in store.names().all().await?.sorted() {
        let roller = Roller { store, id, series, end, sum_up };
        while let Some(hours) = roller.next().await? {
            rolled += hours;
        }
    }
    Ok(rolled)
}

/// Sums up the hours of one series.
struct Roller<'a> {
    store: &'a Store,
    id: i64,
    series: Arc<Series>,
    /// Before this hour.
    end: i64,
    sum_up: SumUp<'a>,
}

impl Roller<'_> {
    /// Sums up the next hours; `None` when there are none, or when runs were recorded meanwhile.
    async fn next(&self) -> Result<Option<u64>, TidyError> {
        let first = match until(self.store, self.id).await? {
            Some(hour) => hour,
            None => match self.next_run(i64::MIN).await? {
                Some(hour) => hour,
                None => return Ok(None),
            },
        };
        if first >= self.end {
            return Ok(None);
        }
        let last = (first + HOURS).min(self.end);
        let runs = self.runs(first, last).await?;
        let count = i64::try_from(runs.len()).unwrap_or(i64::MAX);
        let (bodies, until) = self.sum_up(first, last, runs).await?;
        let rolled = bodies.len() as u64;
        let id = self.id;
        let written = self.store.write(move |at| {
            let bodies = bodies.clone();
            Box::pin(async move {
                let query = sqlx::query(COUNT).bind(id).bind(first * HOUR).bind(last * HOUR);
                let known: i64 = query.fetch_one(&mut *at).await?.try_get(0)?;
                if known != count {
                    return Ok(false);
                }
                set(at, id, bodies, until).await?;
                Ok(true)
            })
        });
        Ok(if written.await? { Some(rolled) } else { None })
    }

    /// The hour of the first run from `hour` on.
    async fn next_run(&self, hour: i64) -> Result<Option<i64>, ReadError> {
        let query = sqlx::query(FIRST).bind(self.id).bind(hour.saturating_mul(HOUR));
        let first: Option<i64> = query.fetch_one(self.store.readers()).await?.at(0)?;
        Ok(first.map(|planned| planned.div_euclid(HOUR)))
    }

    /// The runs that were due from hour `first` until before `last`.
    async fn runs(&self, first: i64, last: i64) -> Result<Vec<SeriesRun>, ReadError> {
        let [from, until] = [first, last].map(|hour| stamp::time(hour.saturating_mul(HOUR)));
        self.store.runs().between(&self.series, from?, until?).try_collect().await
    }

    /// Sums up the hours from `first` until before `last`, and says up to where that went: over
    /// hours of which nothing is known it goes to the next run.
    async fn sum_up(
        &self,
        first: i64,
        last: i64,
        runs: Vec<SeriesRun>,
    ) -> Result<(Vec<(i64, Vec<u8>)>, i64), ReadError> {
        let starts = stamp::time(first.saturating_mul(HOUR))?;
        let mut before = self.store.runs().last_before(&self.series, starts).await?;
        let mut runs = runs.into_iter().peekable();
        let mut bodies = Vec::new();
        let mut number = first;
        while number < last {
            let mut hour = Hour {
                starts: stamp::time(number.saturating_mul(HOUR))?,
                before,
                runs: Vec::new(),
            };
            let ends = stamp::time((number + 1).saturating_mul(HOUR))?;
            while let Some(run) = runs.next_if(|run| run.planned < ends) {
                hour.runs.push(run);
            }
            let body = (self.sum_up)(&self.series, &hour);
            let silent = body.is_none() && hour.runs.is_empty();
            bodies.extend(body.map(|body| (number, body)));
            before = hour.runs.pop().or(hour.before);
            number = match runs.peek() {
                Some(run) if silent => stamp::micros(run.planned).div_euclid(HOUR),
                None if silent => match self.next_run(last).await? {
                    Some(next) => next.min(self.end),
                    None => self.end,
                },
                Some(_) | None => number + 1,
            };
        }
        Ok((bodies, number))
    }
}

async fn set(
    at: &mut SqliteConnection,
    series: i64,
    bodies: Vec<(i64, Vec<u8>)>,
    until: i64,
) -> Result<(), sqlx::Error> {
    if !bodies.is_empty() {
        let mut query = QueryBuilder::<Sqlite>::new(SET);
        query.push_values(bodies, |mut row, (hour, body)| {
            row.push_bind(series);
            row.push_bind(hour);
            row.push_bind(body);
        });
        query.push(SET_END).build().execute(&mut *at).await?;
    }
    sqlx::query(SET_UNTIL).bind(series).bind(until).execute(at).await.map(|_| ())
}
