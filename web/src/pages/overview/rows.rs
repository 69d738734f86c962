//! A suite in a list.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::incident::{MonitorStanding, SeriesState};
use runner_model::{LocationName, MonitorName, Outcome, RunId, SuiteId, human};
use runner_store::{ReadError, Store};
use serde::Serialize;

use super::budgets::Budget;
use super::figures::Figures;
use super::numbers::Note;
use crate::pages::asked::Range;
use crate::pages::drawing::{Bar, Strip};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::{Line, state_of};
use crate::pages::times::{self, Moment};

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
    pub(crate) maintenance: Option<Maintenance>,
    pub(crate) strip: Strip,
    #[serde(skip)]
    pub(crate) key: (MonitorName, SuiteId),
    #[serde(skip)]
    pub(crate) took: Option<Duration>,
    pub(crate) p95: Option<String>,
    /// How much longer than before.
    pub(crate) slower: Option<Note>,
    pub(crate) budget: Option<Budget>,
    /// In percent.
    pub(crate) share: Option<String>,
    pub(crate) places: Vec<Location>,
    /// How long ago it ran.
    pub(crate) ran: Option<String>,
}

/// It is being worked on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Maintenance {
    /// `None`: until somebody ends it.
    until: Option<Moment>,
}

/// How a suite is, seen from one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    pub(crate) short: String,
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) standing: MonitorStanding,
    pub(crate) tone: &'static str,
    pub(crate) word: &'static str,
}

/// What was read of a suite.
#[derive(Debug)]
pub(super) struct Seen {
    strip: Strip,
    /// What 95 of 100 runs did not exceed.
    took: Option<Duration>,
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
            took: figures.latency.percentile(95),
            share: figures.share(),
        })
    }
}

impl Row {
    pub(super) fn of(line: &Line, seen: &Seen, several: bool, now: Timestamp) -> Self {
        Self {
            mark: Mark::of_standing(line.standing),
            name: line.name.clone(),
            href: link::watched_suite(&line.suite, &line.monitor),
            environment: several.then(|| line.environment.clone()).flatten(),
            said: format!("{} · {}", line.monitor, line.said),
            maintenance: line.maintenance.as_ref().map(|announced| Maintenance {
                until: announced.until.map(|until| Moment::to_minute(until, now)),
            }),
            strip: seen.strip.clone(),
            key: (line.monitor.clone(), line.suite.clone()),
            took: seen.took,
            p95: seen.took.map(human::duration),
            slower: None,
            budget: None,
            share: seen.share.clone(),
            places: places(line),
            ran: line.last().map(|last| times::about(times::since(last, now))),
        }
    }
}

/// Each place, as bad as its worst series; what nobody looks at is grey there, too.
pub(crate) fn places(line: &Line) -> Vec<Location> {
    let mut states: BTreeMap<&LocationName, Vec<(Option<SeriesState>, Outcome)>> = BTreeMap::new();
    for status in &line.series {
        let of_place = states.entry(&status.series.location).or_default();
        of_place.push((state_of(status), status.last.outcome));
    }
    let location = |(name, states): (&LocationName, Vec<_>)| {
        let standing = match line.standing {
            MonitorStanding::Maintenance | MonitorStanding::Paused => line.standing,
            MonitorStanding::Down
            | MonitorStanding::Degraded
            | MonitorStanding::Unknown
            | MonitorStanding::NotRunYet
            | MonitorStanding::Up => MonitorStanding::of(&states, false),
        };
        let (tone, word) = match standing {
            MonitorStanding::Up => ("ok", "passing"),
            MonitorStanding::Degraded => ("warn", "degraded"),
            MonitorStanding::Down => ("bad", "failing"),
            MonitorStanding::Maintenance => ("none", "in maintenance"),
            MonitorStanding::Paused => ("none", "paused"),
            MonitorStanding::Unknown | MonitorStanding::NotRunYet => ("none", "cannot tell"),
        };
        let (short, name) = (short(name.as_str()), name.to_string());
        Location { short, name, standing, tone, word }
    };
    states.into_iter().map(location).collect()
}

/// `EU` of `eu-west`.
fn short(name: &str) -> String {
    let first = name.split(['-', '_', '.']).next().unwrap_or(name);
    first.chars().take(4).collect::<String>().to_uppercase()
}
