//! Ninety days, each as a square.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use runner_model::{Outcome, Series};
use runner_store::{ReadError, Store};
use serde::Serialize;

use crate::pages::overview::Figures;
use crate::pages::table::Table;

const DAYS: i64 = 90;
const DAY: i64 = 86_400;

/// Ninety days.
#[derive(Debug, Serialize)]
pub(super) struct Days {
    cells: Vec<Day>,
    sentence: String,
    table: Table,
}

#[derive(Debug, Serialize)]
struct Day {
    x: i64,
    tone: &'static str,
    title: String,
}

/// Runs of a day.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: u64,
    known: u64,
}

impl Days {
    /// The last ones of these series, by runs: hours that are summed up, and runs since.
    pub(super) async fn read(
        store: &Store,
        series: &[&Series],
        now: Timestamp,
    ) -> Result<Self, ReadError> {
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
        Ok(Self::of(&days, now))
    }

    fn of(days: &BTreeMap<i64, Tally>, now: Timestamp) -> Self {
        let today = now.as_second().div_euclid(DAY);
        let mut bad = 0;
        let mut table = Table::new(["Day (UTC)", "Passed", "Runs", "Failed"], 3);
        let cells = (0..DAYS).map(|number| {
            let day = today - (DAYS - 1) + number;
            let Tally { passed, known } = days.get(&day).copied().unwrap_or_default();
            let date = Timestamp::from_second(day * DAY).unwrap_or(Timestamp::UNIX_EPOCH);
            let failed = known - passed;
            if known > 0 {
                let share = Figures { passed, known, ..Figures::default() }.share();
                let share = share.map(|share| format!("{share} %")).unwrap_or_default();
                let day = date.strftime("%Y-%m-%d").to_string();
                table.add([day, share, known.to_string(), failed.to_string()]);
            }
            let date = date.strftime("%-d %b");
            let (tone, said) = match (known, failed) {
                (0, _) => ("mute", "nothing is known".to_owned()),
                (_, 0) => ("ok", format!("{known} runs, none failed")),
                _ => {
                    bad += 1;
                    let tone = if failed * 20 > known { "bad" } else { "warn" };
                    (tone, format!("{failed} of {known} runs failed"))
                }
            };
            Day { x: number * 11, tone, title: format!("{date}: {said}") }
        });
        let cells = cells.collect();
        let unknown = DAYS
            - days.range(today - (DAYS - 1)..=today).filter(|(_, of)| of.known > 0).count() as i64;
        let note = (unknown > 0).then(|| format!("Of {unknown} days nothing is known."));
        let sentence = match bad {
            0 => "No run failed in 90 days".to_owned(),
            1 => "Runs failed on 1 of 90 days".to_owned(),
            bad => format!("Runs failed on {bad} of 90 days"),
        };
        Self { cells, sentence, table: table.noting(note) }
    }
}
