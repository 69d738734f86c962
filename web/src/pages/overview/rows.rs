//! A suite in a list.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{Outcome, RunId, human};
use runner_store::{ReadError, Store};
use serde::Serialize;

use super::figures::Figures;
use crate::pages::asked::Range;
use crate::pages::drawing::{Bar, Strip};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::{Line, state_of};
use crate::pages::times;

/// So many runs are drawn.
const RUNS: u32 = 36;

/// Of so many series of a suite runs are read: of a suite with a thousand cases the first ones.
const SERIES: usize = 8;

/// A suite in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) mark: Mark,
    pub(crate) name: String,
    pub(crate) href: String,
    /// The environment, when it is not the only one.
    pub(crate) environment: Option<String>,
    pub(crate) said: String,
    pub(crate) strip: Strip,
    pub(crate) p95: Option<String>,
    /// In percent.
    pub(crate) share: Option<String>,
    pub(crate) places: Vec<Location>,
    /// How long ago it ran.
    pub(crate) ran: Option<String>,
}

/// How a suite is, seen from one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    pub(crate) short: String,
    pub(crate) name: String,
    pub(crate) tone: &'static str,
    pub(crate) word: &'static str,
}

/// What was read of a suite.
#[derive(Debug)]
pub(super) struct Seen {
    strip: Strip,
    p95: Option<String>,
    share: Option<String>,
}

impl Seen {
    pub(super) async fn read(
        store: &Store,
        line: &Line,
        range: Range,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let from = now.checked_sub(range.length()).unwrap_or(Timestamp::MIN);
        let mut figures = Figures::default();
        let mut runs: BTreeMap<(Timestamp, RunId), Bar> = BTreeMap::new();
        // What is in trouble tells more than what is not.
        let mut series: Vec<_> = line.series.iter().collect();
        series.sort_by_key(|status| std::cmp::Reverse(status.last.outcome));
        for status in series.into_iter().take(SERIES) {
            let series = &status.series;
            figures.merge(&Figures::read(store, series, from, Timestamp::MAX).await?);
            let page =
                store.runs().page(series, Timestamp::MIN, Timestamp::MAX, None, RUNS).await?;
            for run in page.runs {
                let bar = Bar { outcome: run.outcome, took: run.took };
                runs.entry((run.planned, run.run))
                    .and_modify(|whole| {
                        whole.outcome = Outcome::worst([whole.outcome, bar.outcome]);
                        whole.took = whole.took.max(bar.took);
                    })
                    .or_insert(bar);
            }
        }
        let last: Vec<Bar> = runs.into_values().rev().take(RUNS as usize).collect();
        let last: Vec<Bar> = last.into_iter().rev().collect();
        Ok(Self {
            strip: Strip::of(&last, RUNS as usize, 26),
            p95: figures.latency.percentile(95).map(human::duration),
            share: figures.share(),
        })
    }
}

impl Row {
    pub(super) fn of(line: &Line, seen: &Seen, several: bool, now: Timestamp) -> Self {
        Self {
            mark: Mark::of_standing(line.standing),
            name: line.name.clone(),
            href: link::suite(&line.suite),
            environment: several.then(|| line.environment.clone()).flatten(),
            said: format!("{} · {}", line.monitor, line.said),
            strip: seen.strip.clone(),
            p95: seen.p95.clone(),
            share: seen.share.clone(),
            places: places(line),
            ran: line.last().map(|last| times::about(times::since(last, now))),
        }
    }
}

/// Each place, as bad as its worst series.
pub(crate) fn places(line: &Line) -> Vec<Location> {
    let mut worst = BTreeMap::new();
    for status in &line.series {
        let level = state_of(status).map(|state| state.level());
        let known = worst.entry(&status.series.location).or_insert(level);
        *known = (*known).max(level);
    }
    let location = |(name, level): (&runner_model::LocationName, Option<_>)| {
        use runner_health::incident::Level;
        let (tone, word) = match level {
            None => ("ok", "passing"),
            Some(Level::Up) => ("ok", "passing"),
            Some(Level::Degraded) => ("warn", "degraded"),
            Some(Level::Down) => ("bad", "failing"),
        };
        Location { short: short(name.as_str()), name: name.to_string(), tone, word }
    };
    worst.into_iter().map(location).collect()
}

/// `EU` of `eu-west`.
fn short(name: &str) -> String {
    let first = name.split(['-', '_', '.']).next().unwrap_or(name);
    first.chars().take(4).collect::<String>().to_uppercase()
}
