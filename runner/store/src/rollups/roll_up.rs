//! Summing hours up that are over.

use std::sync::Arc;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::rollup::Rollup;
use runner_health::series::Sample;
use runner_model::{Series, SeriesRun, Trigger};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::{RollupRules, form, start_of};
use crate::housekeeping::{RulesOf, TidyError};
use crate::reading::Columns;
use crate::stamp::{self, HOUR};
use crate::{ReadError, Store};

const UNTIL: &str = "SELECT rolled_until FROM series WHERE id = $1";

const FIRST: &str = "SELECT MIN(planned + late) FROM runs WHERE series = $1";

const COUNT: &str = "SELECT COUNT(*) FROM runs WHERE series = $1 AND planned >= $2 AND planned < $3
    AND planned + late >= $4";

const SET: &str = "INSERT INTO rollups (series, hour, body) ";
const SET_END: &str = " ON CONFLICT (series, hour) DO UPDATE SET body = excluded.body";
const SET_UNTIL: &str = "UPDATE series SET rolled_until = $2 WHERE id = $1";

/// An hour is summed up when it has been over for so long, in microseconds: by then its runs
/// have ended. One that comes even later lets its hour be summed up again.
const SETTLED: i64 = 15 * 60 * 1_000_000;

/// So much later than it was due a run may begin, in microseconds, and still be found in the hour
/// in which it began.
const LATEST: i64 = 24 * HOUR;

/// So many hours are summed up in one transaction.
const HOURS: i64 = 24;

/// Up to which hour the runs of a series are summed up, exclusively.
pub(super) async fn until(store: &Store, series: i64) -> Result<Option<i64>, ReadError> {
    sqlx::query(UNTIL).bind(series).fetch_one(store.readers()).await?.at(0)
}

/// Sums up all hours of all series that are over at `now`. How many of them say something.
pub(crate) async fn roll_up(
    store: &Store,
    now: Timestamp,
    rules: &RulesOf<'_>,
) -> Result<u64, TidyError> {
    let end = (stamp::micros(now) - SETTLED).div_euclid(HOUR);
    store.names().rolled(end);
    let mut rolled = 0;
    for (id, series) in store.names().all().await?.sorted() {
        let roller = Roller { store, id, series, end, rules };
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
    rules: &'a RulesOf<'a>,
}

impl Roller<'_> {
    /// Sums up the next hours; `None` when there are none, or when runs were recorded meanwhile.
    async fn next(&self) -> Result<Option<u64>, TidyError> {
        let first = match until(self.store, self.id).await? {
            Some(hour) => hour,
            None => match self.first_run().await? {
                Some(hour) => hour,
                None => return Ok(None),
            },
        };
        if first >= self.end {
            return Ok(None);
        }
        let last = (first + HOURS).min(self.end);
        let span = Span { from: start_of(first)?, until: start_of(last)? };
        let rules = (self.rules)(&self.series, span);
        let from = stamp::micros(span.from).saturating_sub(stamp::length(rules.hold));
        let runs = self.runs(from, last * HOUR).await?;
        let count = i64::try_from(runs.len()).unwrap_or(i64::MAX);
        let bodies = hours(runs, span, &rules)?;
        let rolled = bodies.len() as u64;
        let (id, until) = (self.id, last * HOUR);
        let written = self.store.write(move |at| {
            let bodies = bodies.clone();
            Box::pin(async move {
                let query = sqlx::query(COUNT).bind(id).bind(from.saturating_sub(LATEST));
                let known: i64 =
                    query.bind(until).bind(from).fetch_one(&mut *at).await?.try_get(0)?;
                if known != count {
                    return Ok(false);
                }
                set(at, id, bodies, last).await?;
                Ok(true)
            })
        });
        Ok(if written.await? { Some(rolled) } else { None })
    }

    /// The hour in which the first run began.
    async fn first_run(&self) -> Result<Option<i64>, ReadError> {
        let query = sqlx::query(FIRST).bind(self.id);
        let first: Option<i64> = query.fetch_one(self.store.readers()).await?.at(0)?;
        Ok(first.map(|began| began.div_euclid(HOUR)))
    }

    /// The runs that were due until before `until`, and began from `from` on. A run that begins
    /// before it is due is seen when it is due.
    async fn runs(&self, from: i64, until: i64) -> Result<Vec<SeriesRun>, ReadError> {
        let runs = self.store.runs();
        runs.began(self.id, &self.series, from.saturating_sub(LATEST)..until, from).await
    }
}

/// What each hour of `span` came to that says something.
fn hours(
    mut runs: Vec<SeriesRun>,
    span: Span,
    rules: &RollupRules,
) -> Result<Vec<(i64, Vec<u8>)>, ReadError> {
    // Of two that began at the same moment the scheduled one counts.
    runs.sort_by_key(|run| (run.started, run.trigger != Trigger::Schedule));
    runs.dedup_by_key(|run| run.started);
    let samples: Vec<Sample> = runs.iter().filter_map(Sample::of).collect();
    let rollups = Rollup::hourly(&samples, span, rules.hold, &rules.exclusions);
    let rollups = rollups.map_err(|error| ReadError::damaged("the runs of a series", error))?;
    let telling = rollups.into_iter().filter(|(_, rollup)| !form::is_silent(rollup));
    let body = telling
        .map(|(hour, rollup)| (stamp::micros(hour.from).div_euclid(HOUR), form::pack(&rollup)));
    Ok(body.collect())
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
