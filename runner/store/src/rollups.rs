//! Hours, summed up: what is left of runs when they are forgotten one by one.
//!
//! The sums are made by `runner-health`.

mod form;
mod roll_up;

use std::time::Duration;

use jiff::Timestamp;
use runner_health::rollup::Rollup;
use runner_health::series::Exclusions;
use runner_model::Series;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp::{self, HOUR};
use crate::{ReadError, Store};

pub(crate) use roll_up::roll_up;

const BETWEEN: &str = "SELECT hour, body FROM rollups
    WHERE series = $1 AND hour >= $2 AND hour < $3 ORDER BY hour";

/// What an hour of a series came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourlyRollup {
    /// When it began.
    pub starts: Timestamp,
    /// What it came to.
    pub rollup: Rollup,
}

/// How the hours of a series are summed up.
#[derive(Clone, Debug)]
pub struct RollupRules {
    /// For how long a result holds when none follows.
    pub hold: Duration,
    /// What does not count.
    pub exclusions: Exclusions,
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
    ) -> Result<Vec<HourlyRollup>, ReadError> {
        let Some(id) = self.0.names().id(series).await? else { return Ok(Vec::new()) };
        let first_after = |time| stamp::micros(time).saturating_add(HOUR - 1).div_euclid(HOUR);
        let query = sqlx::query(BETWEEN).bind(id).bind(first_after(from)).bind(first_after(until));
        query.fetch_all(self.0.readers()).await?.iter().map(hourly).collect()
    }

    /// Up to when the hours of `series` are summed up: from then on its runs count one by one.
    /// `None` when none is.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn until(&self, series: &Series) -> Result<Option<Timestamp>, ReadError> {
        let Some(id) = self.0.names().id(series).await? else { return Ok(None) };
        roll_up::until(self.0, id).await?.map(start_of).transpose()
    }
}

fn hourly(row: &SqliteRow) -> Result<HourlyRollup, ReadError> {
    Ok(HourlyRollup { starts: start_of(row.at(0)?)?, rollup: form::unpack(row.at(1)?)? })
}

/// When an hour begins.
fn start_of(hour: i64) -> Result<Timestamp, ReadError> {
    stamp::time(hour.saturating_mul(HOUR))
}
