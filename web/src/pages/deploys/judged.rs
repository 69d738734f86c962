//! A deploy beside the runs before and after it.

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use runner_health::deploy::{
    Answer, DeployReport, DeployRun, DeployVerdict, Evidence, Stage, judge,
};
use runner_model::{Series, human};
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;

/// So long before and after a deploy runs speak of it.
const AROUND: SignedDuration = SignedDuration::from_hours(1);

/// So many runs before it are compared with, and so many after it.
const RUNS: u32 = 20;
const AFTER: usize = 50;

/// Of so many tests, at most.
const TESTS: usize = 60;

/// A deploy, judged.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    pub(super) mark: Mark,
    pub(super) sentence: String,
    pub(super) tests: Vec<Test>,
}

/// A test before and after.
#[derive(Debug, Serialize)]
pub(super) struct Test {
    mark: Mark,
    name: String,
    sentence: String,
    before: String,
    after: String,
    href: Option<String>,
}

impl Judged {
    /// By the runs until `until`: the next deploy, or now.
    pub(super) async fn read(
        store: &Store,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let end = deploy.at.checked_add(AROUND).unwrap_or(until).min(until);
        let mut evidence = Vec::new();
        let mut links = Vec::new();
        for series in concerned(deploy, standings).into_iter().take(TESTS) {
            let (found, first_bad) = read(store, series, deploy.at, end).await?;
            evidence.push(found);
            links.push(first_bad);
        }
        Ok(match judge(&evidence, &[], Stage::Extended) {
            Answer::Verdict(report) => Self::of(&report, links),
            answer @ Answer::NeedsMore { .. } => Self {
                mark: mark(DeployVerdict::CannotTell),
                sentence: answer.sentence(),
                tests: Vec::new(),
            },
        })
    }

    fn of(report: &DeployReport, links: Vec<Option<String>>) -> Self {
        let mut tests: Vec<(DeployVerdict, Test)> = report
            .tests
            .iter()
            .zip(links)
            .map(|(test, href)| {
                let verdict = test.verdict();
                let runs = |failures: runner_health::deploy::Failures| {
                    format!("{} of {}", failures.failed(), failures.valid())
                };
                let shown = Test {
                    mark: mark(verdict),
                    name: test.test.clone(),
                    sentence: test.sentence(report.family),
                    before: runs(test.before),
                    after: runs(test.after),
                    href,
                };
                (verdict, shown)
            })
            .collect();
        tests.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
        let sentence = if tests.is_empty() {
            "No test of this service is watched there".to_owned()
        } else {
            report.sentence()
        };
        Self {
            mark: mark(report.verdict),
            sentence,
            tests: tests.into_iter().map(|(_, test)| test).collect(),
        }
    }
}

/// What is watched of the service, where it was deployed.
fn concerned<'s>(deploy: &'s Deploy, standings: &'s Standings) -> Vec<&'s Series> {
    let environment = deploy.environment.as_ref().map(|name| name.as_str());
    let lines = standings.of(environment);
    let of_service = lines.filter(|line| line.service.as_deref() == Some(deploy.service.as_str()));
    of_service.flat_map(|line| &line.series).map(|status| &status.series).collect()
}

async fn read(
    store: &Store,
    series: &Series,
    at: Timestamp,
    until: Timestamp,
) -> Result<(Evidence, Option<String>), ReadError> {
    let run = |run: &runner_model::SeriesRun| DeployRun { outcome: run.outcome, took: run.took };
    let before = store.runs().page(series, Timestamp::MIN, at, None, RUNS).await?;
    let mut after = Vec::new();
    let mut first_bad = None;
    let mut runs = store.runs().between(series, at, until);
    while let Some(next) = runs.try_next().await? {
        if next.outcome == runner_model::Outcome::Failed && first_bad.is_none() {
            first_bad = Some(link::run(&next.run));
        }
        after.push(run(&next));
        if after.len() >= AFTER {
            break;
        }
    }
    let test = series.to_string();
    let before = before.runs.iter().rev().map(run).collect();
    Ok((Evidence { test, before, after }, first_bad))
}

fn mark(verdict: DeployVerdict) -> Mark {
    match verdict {
        DeployVerdict::Passed => Mark { icon: "ok", tone: "ok", word: "Clean" },
        DeployVerdict::AlreadyFailing => {
            Mark { icon: "warn", tone: "warn", word: "Already failing" }
        }
        DeployVerdict::Slower => Mark { icon: "warn", tone: "warn", word: "Slower" },
        DeployVerdict::CannotTell => Mark { icon: "unsure", tone: "mute", word: "Cannot tell" },
        DeployVerdict::Worse => Mark { icon: "bad", tone: "bad", word: "Regressed" },
    }
}

/// `1 h`: how long runs after a deploy speak of it.
pub(super) fn around() -> String {
    human::duration(AROUND.unsigned_abs())
}
