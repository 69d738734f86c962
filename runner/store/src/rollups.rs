//! Hours, summed up: what is left of runs when they are forgotten one by one.
//!
//! How an hour is summed up is known elsewhere; here it is bytes.

mod roll_up;

use jiff::Timestamp;
use runner_model::{Series, SeriesRun};
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp::{self, HOUR};
use crate::{ReadError, Store};

pub(crate) use roll_up::roll_up;

const BETWEEN: &str = "SELECT hour, body FROM rollups
    WHERE series = $1 AND hour >= $2 AND hour < $3 ORDER BY hour";

/// An hour of a series that is over, to be summed up.
#[derive(Clone, Debug, PartialEq)]
pub struct Hour {
    /// When it began.
    pub starts: Timestamp,
    /// The last run that was due before it, when there is one: its result may hold on.
    pub before: Option<SeriesRun>,
    /// The runs that were due in it, in that order. Without their details.
    pub runs: Vec<SeriesRun>,
}

/// How an hour of a series is summed up; `None` when nothing is known of it. An hour without runs
/// of which nothing is known is followed by others like it, up to the next run: they are left out.
pub type SumUp<'a> = &'a (dyn Fn(&Series, &Hour) -> Option<Vec<u8>> + Send + Sync);

/// An hour of a series, summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// When it began.
    pub starts: Timestamp,
    /// What it was summed up to.
    pub body: Vec<u8>,
}

/// The hours that are summed up.
#[derive(Clone, Copy, Debug)]
pub struct Rollups<'a>(pub(crate) &'a Store);

impl Rollups<'_> {
    /// The hours of `series` that begin from `from` until before `until`, in order. Hours of
    /// which nothing is known are left out.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn between(
        &self,
        series: &Series,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Rolled>, ReadError> {
        let Some(id) = self.0.names().id(series).await? else { return Ok(Vec::new()) };
        let first_after = |time| stamp::micros(time).saturating_add(HOUR - 1).div_euclid(HOUR);
        let query = sqlx::query(BETWEEN).bind(id).bind(first_after(from)).bind(first_after(until));
        query.fetch_all(self.0.readers()).await?.iter().map(rolled).collect()
    }

    /// Up to when the hours of `series` are summed up: from then on its runs count one by one.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn until(&self, series: &Series) -> Result<Option<Timestamp>, ReadError> {
        let Some(id) = self.0.names().id(series).await? else { return Ok(None) };
        let until = roll_up::until(self.0, id).await?;
        until.map(|hour| stamp::time(hour.saturating_mul(HOUR))).transpose()
    }
}

fn rolled(row: &SqliteRow) -> Result<Rolled, ReadError> {
    let hour: i64 = row.at(0)?;
    Ok(Rolled { starts: stamp::time(hour.saturating_mul(HOUR))?, body: row.at(1)? })
}
