//! A run as rows: what is written, and what is read.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use runner_model::{Outcome, RunId, Series, SeriesRun};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::flags::Flags;
use super::steps;
use crate::reading::Columns;
use crate::series::Ids;
use crate::{ReadError, detail, stamp};

const ADD: &str = "INSERT INTO runs (series, planned, run, late, took, flags, steps) ";
const ADD_END: &str = " ON CONFLICT (series, planned, run) DO NOTHING";

const ADD_DETAIL: &str = "INSERT INTO details (series, planned, run, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (run, series, planned) DO NOTHING";

const SET_LAST_PASS: &str = "INSERT INTO last_passes (series, planned, run, body)
    VALUES ($1, $2, $3, $4) ON CONFLICT (series) DO UPDATE
    SET planned = excluded.planned, run = excluded.run, body = excluded.body
    WHERE excluded.planned >= last_passes.planned";

const UNROLL: &str = "UPDATE series SET rolled_until = $2
    WHERE id = $1 AND rolled_until > $2 AND rolled_until <= $2 + 24";

const ALL: &str = "SELECT flags, steps FROM runs";

/// So many runs that cannot be read are told.
const SHOWN: usize = 20;

/// Rows that are written by one statement. Few numbers: SQLite prepares a statement for each, and
/// keeps it.
const ROWS: [usize; 4] = [100, 25, 5, 1];

/// A run as its tables keep it.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) series: Series,
    planned: i64,
    run: Vec<u8>,
    late: i64,
    took: i64,
    flags: i64,
    steps: Vec<u8>,
    detail: Option<Detail>,
}

#[derive(Debug)]
enum Detail {
    /// Kept with the run.
    OfBad(Vec<u8>),
    /// Kept until the next.
    OfLastPass(Vec<u8>),
}

impl Packed {
    pub(crate) fn of(run: SeriesRun) -> Result<Self, serde_json::Error> {
        let SeriesRun { outcome, first_try, trigger, .. } = run;
        let planned = stamp::micros(run.planned);
        let body = run.detail.as_deref().map(detail::pack).transpose()?;
        Ok(Self {
            series: run.series,
            planned,
            run: run.run.bytes().to_vec(),
            late: stamp::micros(run.started) - planned,
            took: stamp::length(run.took),
            flags: Flags { outcome, first_try, trigger }.pack(),
            steps: steps::pack(&run.steps),
            detail: body.and_then(|body| match outcome {
                Outcome::Failed | Outcome::Errored => Some(Detail::OfBad(body)),
                Outcome::Passed | Outcome::Degraded => Some(Detail::OfLastPass(body)),
                Outcome::Skipped => None,
            }),
        })
    }

    /// About how many bytes it holds on to while it waits.
    pub(crate) fn size(&self) -> usize {
        let detail = match &self.detail {
            Some(Detail::OfBad(body) | Detail::OfLastPass(body)) => body.len(),
            None => 0,
        };
        300 + self.steps.len() + detail
    }
}

/// Adds runs; those that are there already stay as they are.
pub(crate) async fn add(
    at: &mut SqliteConnection,
    ids: &Ids<'_>,
    runs: &[&Packed],
) -> Result<(), sqlx::Error> {
    for rows in pieces(runs) {
        let mut query = QueryBuilder::<Sqlite>::new(ADD);
        query.push_values(rows, |mut row, run| {
            row.push_bind(ids.of(&run.series));
            row.push_bind(run.planned);
            row.push_bind(run.run.clone());
            row.push_bind(run.late);
            row.push_bind(run.took);
            row.push_bind(run.flags);
            row.push_bind(run.steps.clone());
        });
        query.push(ADD_END).build().execute(&mut *at).await?;
    }
    for run in runs {
        let hour = (run.planned + run.late).div_euclid(stamp::HOUR);
        let series = ids.of(&run.series);
        if ids.may_be_rolled(hour) {
            // Its hour may be summed up already: it will be again, while the other runs of that
            // hour are certainly there.
            sqlx::query(UNROLL).bind(series).bind(hour).execute(&mut *at).await?;
        }
        let (sql, body) = match &run.detail {
            Some(Detail::OfBad(body)) => (ADD_DETAIL, body),
            Some(Detail::OfLastPass(body)) => (SET_LAST_PASS, body),
            None => continue,
        };
        let query = sqlx::query(sql).bind(series).bind(run.planned);
        query.bind(run.run.clone()).bind(body.clone()).execute(&mut *at).await?;
    }
    Ok(())
}

/// `rows`, cut into as few pieces as may be of the lengths in [`ROWS`].
fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = ROWS.into_iter().find(|length| *length <= rows.len())?;
        let (piece, rest) = rows.split_at(length);
        rows = rest;
        Some(piece)
    })
}

/// The columns of a run as [`read`] wants them, from the table or alias `runs`.
macro_rules! columns {
    () => {
        "runs.series, runs.planned, runs.run, runs.late, runs.took, runs.flags, runs.steps"
    };
}
pub(super) use columns;

/// A row with [`columns`], of `series`.
pub(super) fn read(row: &SqliteRow, series: Arc<Series>) -> Result<SeriesRun, ReadError> {
    let planned: i64 = row.at(1)?;
    let late: i64 = row.at(3)?;
    let Flags { outcome, first_try, trigger } = Flags::unpack(row.at(5)?)?;
    Ok(SeriesRun {
        series: Arc::unwrap_or_clone(series),
        run: run_id(row.at(2)?)?,
        planned: stamp::time(planned)?,
        started: stamp::time(planned.saturating_add(late))?,
        took: stamp::duration(row.at(4)?),
        outcome,
        first_try,
        trigger,
        steps: steps::unpack(row.at(6)?)?,
        detail: None,
    })
}

/// What is wrong with the runs that cannot be read, at most a few of each kind.
pub(crate) async fn unreadable(at: &mut SqliteConnection) -> Result<Vec<String>, ReadError> {
    let mut problems = Vec::new();
    let mut rows = sqlx::query(ALL).fetch(at);
    while let Some(row) = rows.try_next().await? {
        let sound = Flags::unpack(row.at(0)?).and(steps::unpack(row.at(1)?).map(|_| ()));
        if let Err(error) = sound {
            problems.push(format!("a run cannot be read: {error}"));
        }
        if problems.len() >= SHOWN {
            problems.push("there may be more".to_owned());
            break;
        }
    }
    Ok(problems)
}

fn run_id(bytes: &[u8]) -> Result<RunId, ReadError> {
    let bytes = <[u8; 16]>::try_from(bytes);
    Ok(RunId::of_bytes(bytes.map_err(|e| ReadError::damaged("the id of a run", e))?))
}
