//! Runs as lines of a list: what belongs together is one line.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{LocationName, MonitorName, Outcome, SeriesRun, SuiteId, Trigger, human};
use serde::Serialize;

use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;
use crate::pages::times::Moment;

/// A run with all that confirmed it.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    mark: Mark,
    href: String,
    name: String,
    said: String,
    location: String,
    trigger: &'static str,
    started: Moment,
    took: String,
    /// A step of it was tried again.
    retried: bool,
    /// Every attempt, oldest first, when there were several.
    attempts: Vec<Attempt>,
    tried: usize,
}

impl Row {
    /// The last of its attempts did.
    pub(super) fn failed(&self) -> bool {
        self.mark.tone == "bad"
    }
}

#[derive(Debug, Serialize)]
struct Attempt {
    href: String,
    tone: &'static str,
    word: &'static str,
}

/// The tests of one run that were due together.
type Together<'r> = &'r [SeriesRun];

/// Of runs, newest first. A run and those that were to confirm it are one line; it says how the
/// last of them ended.
pub(super) fn rows(runs: &[SeriesRun], standings: &Standings, now: Timestamp) -> Vec<Row> {
    let together =
        |a: &SeriesRun, b: &SeriesRun| a.run == b.run && a.series.test.suite == b.series.test.suite;
    let mut groups: Vec<Vec<Together<'_>>> = Vec::new();
    let mut waiting: BTreeMap<(&MonitorName, &SuiteId, &LocationName), usize> = BTreeMap::new();
    for tests in runs.chunk_by(together) {
        let first = &tests[0];
        let key = (&first.series.monitor, &first.series.test.suite, &first.series.location);
        let group = match waiting.remove(&key) {
            Some(group) => {
                groups[group].push(tests);
                group
            }
            None => {
                groups.push(vec![tests]);
                groups.len() - 1
            }
        };
        // What it confirms came before it.
        if first.trigger == Trigger::Confirmation {
            waiting.insert(key, group);
        }
    }
    groups.iter().map(|attempts| row(attempts, standings, now)).collect()
}

fn outcome(tests: &[SeriesRun]) -> Outcome {
    Outcome::worst(tests.iter().map(|test| test.outcome))
}

fn row(attempts: &[Together<'_>], standings: &Standings, now: Timestamp) -> Row {
    let tests = attempts[0];
    let first = &tests[0];
    let oldest = &attempts[attempts.len() - 1][0];
    let line = standings.line(&first.series);
    let name = line.map_or_else(|| first.series.test.suite.to_string(), |line| line.name.clone());
    let several = (tests.len() > 1).then(|| human::count(tests.len(), "test"));
    let environment = line.and_then(|line| line.environment.clone());
    let said = [Some(first.series.monitor.to_string()), environment, several];
    let variant = &first.series.test.variant;
    let own = (tests.len() == 1 && !variant.is_plain()).then(|| variant.to_string());
    let attempt = |tests: &&[SeriesRun]| Attempt {
        href: link::run(&tests[0].run),
        tone: Mark::of_outcome(outcome(tests)).tone,
        word: outcome(tests).as_str(),
    };
    Row {
        mark: Mark::of_outcome(outcome(tests)),
        href: link::run(&first.run),
        name,
        said: said.into_iter().chain([own]).flatten().collect::<Vec<_>>().join(" · "),
        location: first.series.location.to_string(),
        trigger: oldest.trigger.as_str(),
        started: Moment::of(oldest.started, now),
        took: human::duration(tests.iter().map(|test| test.took).max().unwrap_or_default()),
        retried: tests.iter().any(|test| !test.first_try),
        tried: attempts.len(),
        attempts: match attempts.len() {
            1 => Vec::new(),
            _ => attempts.iter().rev().map(attempt).collect(),
        },
    }
}
