//! A deploy beside the runs before and after it: facts, of which pages make drawings.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::deploy::{Answer, DeployVerdict, Failures, TestVerdict};
use runner_health::rollup::LatencySketch;
use runner_model::{EnvironmentName, Outcome, RunId, SeriesRun, ServiceName};
use runner_store::{Deploy, ReadError, Store};

use super::broken::Broken;
use super::by_runs::{Around, ByRuns, is_settled};
use crate::pages::standings::Standings;
use crate::router::Inside;

/// Which deploy, and whether it is known what tests found.
pub(crate) type Key = (ServiceName, Option<EnvironmentName>, Timestamp, bool);

/// A deploy, judged.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) verdict: DeployVerdict,
    /// Why, in one sentence.
    pub(crate) sentence: String,
    /// Those of its service, the worst first.
    pub(crate) tests: Vec<JudgedTest>,
}

/// A test before and after.
#[derive(Clone, Debug)]
pub(crate) struct JudgedTest {
    pub(crate) name: String,
    pub(crate) verdict: DeployVerdict,
    pub(crate) sentence: String,
    pub(crate) before: Side,
    pub(crate) after: Side,
    /// The first run that failed after it.
    pub(crate) first_failed: Option<RunId>,
    /// What that found, when that was asked for and is kept.
    pub(crate) broken: Option<Broken>,
}

/// The runs of a test on one side of a deploy.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) failures: Failures,
    /// Of those that did not fail: 95 of 100 were done within it.
    pub(crate) p95: Option<Duration>,
}

impl Side {
    fn of(failures: Failures, runs: &[SeriesRun]) -> Self {
        let mut latency = LatencySketch::default();
        for run in runs {
            if matches!(run.outcome, Outcome::Passed | Outcome::Degraded) {
                latency.add(run.took);
            }
        }
        Self { failures, p95: latency.percentile(95) }
    }
}

impl Judged {
    /// By the runs until `until`: the next deploy, or now. What tests found is read on request
    /// only. Once no run can change it, it is not worked out again for a while.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn kept(
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
                let (verdict, sentence) = (DeployVerdict::CannotTell, answer.sentence());
                return Ok(Self { verdict, sentence, tests: Vec::new() });
            }
        };
        let hidden = standings.hidden();
        let mut tests = Vec::new();
        for (verdict, around) in report.tests.iter().zip(&around) {
            let broken = match around.first_bad().filter(|_| with_findings) {
                Some(run) => Broken::read(store, run, &around.before, &hidden).await?,
                None => None,
            };
            tests.push(JudgedTest::of(verdict, report.family, around, broken));
        }
        tests.sort_by_key(|test| std::cmp::Reverse(test.verdict));
        let sentence = match tests.is_empty() {
            true => "No test of this service is watched there".to_owned(),
            false => report.sentence(),
        };
        Ok(Self { verdict: report.verdict, sentence, tests })
    }
}

impl JudgedTest {
    fn of(test: &TestVerdict, family: usize, runs: &Around, broken: Option<Broken>) -> Self {
        Self {
            name: test.test.clone(),
            verdict: test.verdict(),
            sentence: test.sentence(family),
            before: Side::of(test.before, &runs.before),
            after: Side::of(test.after, &runs.after),
            first_failed: runs.first_bad().map(|run| run.run.clone()),
            broken,
        }
    }
}
