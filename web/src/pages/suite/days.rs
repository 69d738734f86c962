//! How many runs passed on each of ninety days.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use runner_model::{Outcome, Series};
use runner_store::{ReadError, Store};

/// So many days are looked at.
pub(super) const DAYS: i64 = 90;
const DAY: i64 = 86_400;

/// A day, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) date: Date,
    pub(crate) passed: u64,
    /// Passed or failed: of the others nothing is known.
    pub(crate) known: u64,
}

/// Runs of a day.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: u64,
    known: u64,
}

/// The last ninety days of these series, oldest first, by runs: hours that are summed up, and runs
/// since.
pub(super) async fn days(
    store: &Store,
    series: &[&Series],
    now: Timestamp,
) -> Result<Vec<Day>, ReadError> {
    let from = now.checked_sub(SignedDuration::from_hours(DAYS * 24)).unwrap_or(now);
    let mut days: BTreeMap<i64, Tally> = BTreeMap::new();
    for series in series {
        let mut since = from;
        if let Some(summed) = store.rollups().until(series).await?.filter(|it| *it > from) {
            for hour in store.rollups().between(series, from, summed).await? {
                let runs = &hour.rollup.transaction.runs;
                let day = days.entry(hour.starts.as_second().div_euclid(DAY)).or_default();
                day.passed += runs.succeeded();
                day.known += runs.valid();
            }
            since = summed;
        }
        let mut runs = store.runs().between(series, since, Timestamp::MAX);
        while let Some(run) = runs.try_next().await? {
            let day = days.entry(run.started.as_second().div_euclid(DAY)).or_default();
            match run.outcome {
                Outcome::Passed | Outcome::Degraded => {
                    day.passed += 1;
                    day.known += 1;
                }
                Outcome::Failed => day.known += 1,
                Outcome::Errored | Outcome::Skipped => {}
            }
        }
    }
    let today = now.as_second().div_euclid(DAY);
    let day = |day: i64| {
        let Tally { passed, known } = days.get(&day).copied().unwrap_or_default();
        let midnight = Timestamp::from_second(day * DAY).unwrap_or(Timestamp::UNIX_EPOCH);
        Day { date: midnight.to_zoned(TimeZone::UTC).date(), passed, known }
    };
    Ok((today - (DAYS - 1)..=today).map(day).collect())
}
