//! Deleting, a piece at a time. Times are microseconds since 1970.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row as _;

use super::TidyError;
use crate::reading::Columns;
use crate::stamp::{self, HOUR};
use crate::{ReadError, Store};

/// Details that are nobody's evidence, and all about messages that are settled.
const FAILURES: &[&str] = &[
    "DELETE FROM details WHERE id IN (
        SELECT id FROM details WHERE incident IS NULL AND planned < $1 LIMIT $2)",
    "DELETE FROM deliveries WHERE id IN (SELECT deliveries.id FROM deliveries
        LEFT JOIN outbox ON outbox.id = deliveries.message
        WHERE deliveries.at < $1 AND outbox.due IS NULL LIMIT $2)",
    "DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE due IS NULL AND decided < $1 AND id NOT IN (
            SELECT message FROM deliveries) LIMIT $2)",
    // The id of a run begins with its time: twelve digits of milliseconds.
    "DELETE FROM states WHERE kind = 'errand' AND key IN (
        SELECT key FROM states WHERE kind = 'errand' AND key < printf('%012x', $1 / 1000)
        ORDER BY key LIMIT $2)",
];

const SUMMARIES: &[&str] = &[
    "UPDATE details SET incident = NULL WHERE id IN (
        SELECT details.id FROM details JOIN incidents ON incidents.id = details.incident
        WHERE incidents.closed < $1 LIMIT $2)",
    "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE closed < $1 AND id NOT IN (
        SELECT incident FROM details WHERE incident IS NOT NULL) LIMIT $2)",
    "DELETE FROM public_updates WHERE id IN (SELECT id FROM public_updates WHERE at < $1
        AND incident NOT IN (SELECT id FROM incidents) LIMIT $2)",
    "DELETE FROM deploys WHERE id IN (SELECT id FROM deploys WHERE at < $1 LIMIT $2)",
    "DELETE FROM annotations WHERE id IN (
        SELECT id FROM annotations WHERE until < $1 LIMIT $2)",
    "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 LIMIT $2)",
];

const ROLLUPS: &str = "DELETE FROM rollups WHERE series = $1 AND hour IN (
    SELECT hour FROM rollups WHERE series = $1 AND hour < $2 ORDER BY hour LIMIT $3)";

const MISSED: &[&str] = &["DELETE FROM missed WHERE (monitor, planned) IN (
    SELECT monitor, planned FROM missed WHERE planned < $1 LIMIT $2)"];

const REQUESTS: &[&str] = &["DELETE FROM orders WHERE id IN (
    SELECT id FROM orders WHERE claimed < $1 LIMIT $2)"];

/// Series with old runs, and up to which hour these are summed up.
const WITH_OLD_RUNS: &str = "SELECT id, rolled_until FROM series
    WHERE EXISTS (SELECT 1 FROM runs WHERE series = series.id AND planned < $1)";

const BOUND: &str = "SELECT planned FROM runs
    WHERE series = $1 AND planned >= $2 AND planned < $3 ORDER BY planned LIMIT 1 OFFSET $4";

/// A run of which everything is known is kept with that.
const RUNS: &str = "DELETE FROM runs WHERE series = $1 AND planned >= $2 AND planned < $3
    AND NOT EXISTS (
        SELECT 1 FROM details WHERE details.run = runs.run AND details.series = runs.series)
    AND NOT EXISTS (
        SELECT 1 FROM last_passes WHERE last_passes.series = runs.series
        AND last_passes.run = runs.run)";

/// So many rows are deleted in one transaction: a few milliseconds.
const PIECE: i64 = 500;

/// The runs of so many hours are needed to sum up the next one.
const NEEDED: i64 = 4 * 24;

/// For how long it is remembered who asked for a run.
const REQUESTS_FOR: Duration = Duration::from_secs(24 * 3600);

pub(super) async fn failures(store: &Store, before: i64) -> Result<u64, TidyError> {
    in_pieces(store, FAILURES, before).await
}

pub(super) async fn summaries(store: &Store, before: i64) -> Result<u64, TidyError> {
    let mut deleted = in_pieces(store, SUMMARIES, before).await?;
    for (series, _) in store.names().all().await?.sorted() {
        deleted += pieces(store, ROLLUPS, vec![series, before.div_euclid(HOUR)]).await?;
    }
    Ok(deleted)
}

pub(super) async fn missed(store: &Store, before: i64) -> Result<u64, TidyError> {
    in_pieces(store, MISSED, before).await
}

pub(super) async fn requests(store: &Store, now: Timestamp) -> Result<u64, TidyError> {
    in_pieces(store, REQUESTS, stamp::before(now, REQUESTS_FOR)).await
}

async fn in_pieces(
    store: &Store,
    statements: &[&'static str],
    before: i64,
) -> Result<u64, TidyError> {
    let mut deleted = 0;
    for sql in statements {
        deleted += pieces(store, sql, vec![before]).await?;
    }
    Ok(deleted)
}

/// Repeats `sql` until it changes less than a piece; the size of a piece is its last parameter.
async fn pieces(store: &Store, sql: &'static str, bound: Vec<i64>) -> Result<u64, TidyError> {
    let mut deleted = 0;
    loop {
        let bound = bound.clone();
        let changed = store
            .write(move |at| {
                let query = bound.iter().fold(sqlx::query(sql), |query, value| query.bind(*value));
                let query = query.bind(PIECE);
                Box::pin(async move { Ok(query.execute(at).await?.rows_affected()) })
            })
            .await?;
        deleted += changed;
        if changed < PIECE as u64 {
            return Ok(deleted);
        }
    }
}

/// Forgets runs one by one, whole hours only, and only when these are summed up.
pub(super) async fn runs(store: &Store, before: i64) -> Result<u64, TidyError> {
    let query = sqlx::query(WITH_OLD_RUNS).bind(before);
    let old = query.fetch_all(store.readers()).await.map_err(ReadError::from)?;
    let mut deleted = 0;
    for row in old {
        let (series, rolled): (i64, Option<i64>) = (row.at(0)?, row.at(1)?);
        let Some(rolled) = rolled else { continue };
        let end = before.div_euclid(HOUR).min(rolled - NEEDED).saturating_mul(HOUR);
        let mut from = i64::MIN;
        while from < end {
            let (until, changed) = piece_of_runs(store, series, from, end).await?;
            deleted += changed;
            from = until;
        }
    }
    Ok(deleted)
}

/// Forgets the first runs from `from` until before `end`; up to where, and how many.
async fn piece_of_runs(
    store: &Store,
    series: i64,
    from: i64,
    end: i64,
) -> Result<(i64, u64), TidyError> {
    let done = store.write(move |at| {
        Box::pin(async move {
            let bound = sqlx::query(BOUND).bind(series).bind(from).bind(end).bind(PIECE);
            let until = match bound.fetch_optional(&mut *at).await? {
                Some(row) => row.try_get::<i64, _>(0)?.max(from.saturating_add(1)),
                None => end,
            };
            let query = sqlx::query(RUNS).bind(series).bind(from).bind(until);
            Ok((until, query.execute(at).await?.rows_affected()))
        })
    });
    Ok(done.await?)
}
