//! A deploy beside the runs before and after it.

use std::sync::Arc;

use jiff::Timestamp;
use runner_health::deploy::{Answer, DeployVerdict, Failures, TestVerdict};
use runner_health::rollup::LatencySketch;
use runner_model::{EnvironmentName, Outcome, SeriesRun, ServiceName, human};
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use super::broken::Broken;
use super::by_runs::{Around, ByRuns, is_settled};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::prose::{Piece, prose};
use crate::pages::standings::Standings;
use crate::router::Inside;

/// Which deploy, and whether it is known what tests found.
pub(crate) type Key = (ServiceName, Option<EnvironmentName>, Timestamp, bool);

/// A deploy, judged.
#[derive(Debug, Serialize)]
pub(crate) struct Judged {
    pub(super) mark: Mark,
    pub(super) sentence: Vec<Piece>,
    pub(super) tests: Vec<Test>,
}

/// A test before and after.
#[derive(Debug, Serialize)]
pub(crate) struct Test {
    mark: Mark,
    name: String,
    sentence: Vec<Piece>,
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
    /// The same as [`Judged::read`]; once no run can change it, it is not worked out again for a
    /// while.
    pub(super) async fn kept(
        inside: &Inside,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Arc<Standings>,
        with_findings: bool,
    ) -> Result<Arc<Self>, ReadError> {
        let is_settled = is_settled(deploy, until, inside.door.clock.now());
        let kept = if is_settled { &inside.pages.settled } else { &inside.pages.judged };
        let place = deploy.environment.clone();
        let key = (deploy.service.clone(), place, deploy.at, with_findings);
        let (store, standings) = (inside.door.store.clone(), Arc::clone(standings));
        let deploy = deploy.clone();
        let read =
            async move { Self::read(&store, &deploy, until, &standings, with_findings).await };
        kept.get(key, read).await
    }

    /// By the runs until `until`: the next deploy, or now. What tests found is read on request
    /// only.
    async fn read(
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
                let sentence = prose(&answer.sentence());
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
                true => prose("No test of this service is watched there"),
                false => prose(&report.sentence()),
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
            sentence: prose(&test.sentence(family)),
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
