//! The page: the verdict, a list of the tests, a waterfall for each.

use runner_model::{Outcome, Run, SuiteResult};
use serde::Serialize;

use super::bodies::Room;
use super::chain::{self, Chain};
use super::mark::Mark;
use crate::console::{full_name, one_line};
use crate::finding::{self, Finding};
use crate::human;
use crate::verdict::{self, Verdict};

const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");

/// How many other things that are wrong the verdict names.
const ALSO: usize = 3;
/// How many tests have a bar in the strip.
const STRIP: usize = 240;

/// A run, ready to be placed.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    style: &'static str,
    script: &'static str,
    mark: Mark,
    sentence: String,
    because: String,
    also: Vec<String>,
    environment: Option<String>,
    /// The moment, as the machine-readable and as the readable text.
    started: String,
    started_said: String,
    facts: Vec<String>,
    id: String,
    version: String,
    seed: String,
    rerun: Option<String>,
    counts: Vec<Count>,
    strip: Vec<Stroke>,
    strip_width: usize,
    tests: Vec<Entry>,
    several: bool,
    suites: Vec<Suite>,
}

#[derive(Debug, Serialize)]
struct Count {
    mark: Mark,
    said: String,
}

/// A test in the strip: as high as it took long, and full height when it did not pass.
#[derive(Debug, Serialize)]
struct Stroke {
    x: usize,
    y: String,
    height: String,
    icon: &'static str,
    foot: bool,
}

/// A test in the list.
#[derive(Debug, Serialize)]
struct Entry {
    mark: Mark,
    name: String,
    /// Where on this page it is.
    anchor: String,
    said: String,
    took: String,
}

#[derive(Debug, Serialize)]
struct Suite {
    anchor: String,
    name: String,
    file: String,
    owner: Option<String>,
    tags: Vec<String>,
    /// More than one chain: the suite has a heading of its own.
    several: bool,
    chains: Vec<Chain>,
}

impl Page {
    /// Of a run.
    pub(super) fn of(run: &Run) -> Self {
        let Verdict { sentence, because } = Verdict::of(run);
        let mut room = Room::new();
        let suites = run.suites.iter().enumerate();
        let suites: Vec<_> = suites.map(|(n, suite)| Suite::of(n, suite, &mut room)).collect();
        let tests = entries(run);
        let started = run.started.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        let strip = strip(run);
        Self {
            style: STYLE,
            script: SCRIPT,
            mark: run.outcome.into(),
            sentence,
            because,
            also: also(run),
            environment: run.environment.as_ref().map(ToString::to_string),
            started: run.started.to_string(),
            started_said: started,
            facts: vec![human::count(tests.len(), "test")]
                .into_iter()
                .chain(verdict::facts(run).into_iter().take(2))
                .collect(),
            id: run.id.to_string(),
            version: one_line(&run.version).into_owned(),
            seed: one_line(&run.seed).into_owned(),
            rerun: rerun(run),
            counts: counts(run),
            strip_width: strip.len() * 13,
            strip,
            several: tests.len() > 1,
            tests,
            suites,
        }
    }
}

impl Suite {
    fn of(number: usize, suite: &SuiteResult, room: &mut Room) -> Self {
        let variants = suite.variants.iter();
        let chains: Vec<_> =
            variants.flat_map(|variant| chain::of_variant(suite, variant, room)).collect();
        Self {
            anchor: anchor(number),
            name: one_line(&suite.name).into_owned(),
            file: one_line(&suite.file).into_owned(),
            owner: suite.owner.as_ref().map(|owner| one_line(owner).into_owned()),
            tags: suite.tags.iter().map(|tag| one_line(tag).into_owned()).collect(),
            several: chains.len() > 1,
            chains,
        }
    }
}

fn anchor(suite: usize) -> String {
    format!("suite-{}", suite + 1)
}

/// What else is wrong, a line for each of a few tests.
fn also(run: &Run) -> Vec<String> {
    let worst = Outcome::worst(verdict::tests(run).map(|(_, _, test)| test.outcome));
    let troubled = verdict::tests(run).filter(|(_, _, test)| match test.outcome {
        Outcome::Failed | Outcome::Errored => test.outcome == worst,
        Outcome::Degraded | Outcome::Passed | Outcome::Skipped => false,
    });
    let others: Vec<_> = troubled.skip(1).map(|(suite, _, test)| full_name(suite, test)).collect();
    let more = others.len().saturating_sub(ALSO);
    let more = (more > 0).then(|| format!("{} more", human::thousands(more)));
    others.into_iter().take(ALSO).chain(more).collect()
}

/// The command that repeats the only test, or the first that did not pass.
fn rerun(run: &Run) -> Option<String> {
    let mut tests = verdict::tests(run).map(|(_, _, test)| test);
    let bad = tests.find(|test| match test.outcome {
        Outcome::Failed | Outcome::Errored => true,
        Outcome::Degraded | Outcome::Passed | Outcome::Skipped => false,
    });
    Some(one_line(&bad?.rerun).into_owned()).filter(|rerun| !rerun.is_empty())
}

fn counts(run: &Run) -> Vec<Count> {
    let order =
        [Outcome::Failed, Outcome::Errored, Outcome::Degraded, Outcome::Passed, Outcome::Skipped];
    let count = |outcome| verdict::tests(run).filter(|(_, _, t)| t.outcome == outcome).count();
    let all = order.into_iter().map(|outcome| (outcome, count(outcome)));
    let some = all.filter(|(_, number)| *number > 0);
    some.map(|(outcome, number)| {
        let said = format!("{} {}", human::thousands(number), outcome.as_str());
        Count { mark: outcome.into(), said }
    })
    .collect()
}

/// All tests, those that did not pass first.
fn entries(run: &Run) -> Vec<Entry> {
    let mut all = Vec::new();
    for (number, suite) in run.suites.iter().enumerate() {
        for variant in &suite.variants {
            for test in &variant.tests {
                let found = finding::behind(variant, test);
                let entry = Entry {
                    mark: test.outcome.into(),
                    name: full_name(suite, test),
                    anchor: anchor(number),
                    said: said(&found, &suite.file),
                    took: human::duration(test.took),
                };
                all.push((std::cmp::Reverse(test.outcome), entry));
            }
        }
    }
    all.sort_by_key(|(outcome, _)| *outcome);
    all.into_iter().map(|(_, entry)| entry).collect()
}

fn said(found: &[Finding<'_>], file: &str) -> String {
    match found.first() {
        Some(first) if first.step.is_some() => {
            format!("{}: {}", first.step_name(), first.message)
        }
        Some(first) => first.message.clone(),
        None => one_line(file).into_owned(),
    }
}

/// The tests in the order of the plan, as bars.
fn strip(run: &Run) -> Vec<Stroke> {
    const HEIGHT: f64 = 33.0;
    let tests: Vec<_> = verdict::tests(run).map(|(_, _, test)| test).take(STRIP).collect();
    let longest = tests.iter().map(|test| test.took).max().unwrap_or_default().as_secs_f64();
    let stroke = |(index, test): (usize, &&runner_model::TestResult)| {
        // A square root, so that one slow test does not flatten all others.
        let share = if longest > 0.0 { (test.took.as_secs_f64() / longest).sqrt() } else { 0.0 };
        let foot = match test.outcome {
            Outcome::Failed | Outcome::Errored => true,
            Outcome::Degraded | Outcome::Passed | Outcome::Skipped => false,
        };
        let height = match test.outcome {
            Outcome::Failed => HEIGHT,
            Outcome::Skipped => 3.0,
            Outcome::Errored | Outcome::Degraded | Outcome::Passed => 4.0 + share * (HEIGHT - 4.0),
        };
        Stroke {
            x: index * 13,
            y: format!("{:.1}", HEIGHT - height),
            height: format!("{height:.1}"),
            icon: Mark::from(test.outcome).icon,
            foot,
        }
    };
    tests.iter().enumerate().map(stroke).collect()
}
