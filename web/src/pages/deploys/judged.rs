//! A deploy beside the runs before and after it.

use jiff::Timestamp;
use runner_health::deploy::{Answer, DeployVerdict, Failures, TestVerdict};
use runner_health::rollup::LatencySketch;
use runner_model::{Outcome, SeriesRun, human};
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use super::broken::Broken;
use super::by_runs::{Around, ByRuns};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;

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
    before: Side,
    after: Side,
    /// The first run that failed after it.
    href: Option<String>,
    broken: Option<Broken>,
}

/// Its runs on one side of a deploy.
#[derive(Debug, Serialize)]
struct Side {
    /// `3 of 20`
    failed: String,
    /// Of those that did not fail: 95 of 100 were done within it.
    p95: Option<String>,
}

impl Side {
    fn of(failures: Failures, runs: &[SeriesRun]) -> Self {
        let mut latency = LatencySketch::default();
        for run in runs {
            if matches!(run.outcome, Outcome::Passed | Outcome::Degraded) {
                latency.add(run.took);
            }
        }
        Self {
            failed: format!("{} of {}", failures.failed(), failures.valid()),
            p95: latency.percentile(95).map(human::duration),
        }
    }
}

impl Judged {
    /// By the runs until `until`: the next deploy, or now. What tests found is read on request
    /// only.
    pub(super) async fn read(
        store: &Store,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Standings,
        with_findings: bool,
    ) -> Result<Self, ReadError> {
        let ByRuns { answer, around } = ByRuns::read(store, deploy, until, standings).await?;
        let report = match answer {
            Answer::Verdict(report) => report,
            answer @ Answer::NeedsMore { .. } => {
                let sentence = answer.sentence();
                let mark = mark(DeployVerdict::CannotTell);
                return Ok(Self { mark, sentence, tests: Vec::new() });
            }
        };
        let mut tests = Vec::new();
        for (verdict, around) in report.tests.iter().zip(&around) {
            let broken = match around.first_bad().filter(|_| with_findings) {
                Some(run) => Broken::read(store, run, &around.before).await?,
                None => None,
            };
            tests.push((verdict.verdict(), Test::of(verdict, report.family, around, broken)));
        }
        tests.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
        Ok(Self {
            mark: mark(report.verdict),
            sentence: match tests.is_empty() {
                true => "No test of this service is watched there".to_owned(),
                false => report.sentence(),
            },
            tests: tests.into_iter().map(|(_, test)| test).collect(),
        })
    }
}

impl Test {
    fn of(test: &TestVerdict, family: usize, runs: &Around, broken: Option<Broken>) -> Self {
        Self {
            mark: mark(test.verdict()),
            name: test.test.clone(),
            sentence: test.sentence(family),
            before: Side::of(test.before, &runs.before),
            after: Side::of(test.after, &runs.after),
            href: runs.first_bad().map(|run| link::run(&run.run)),
            broken,
        }
    }
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
