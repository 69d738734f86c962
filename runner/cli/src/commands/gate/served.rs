//! History at a service that is reached over its API; and what a gate leaves there.

use std::time::Duration;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use runner_health::deploy::DeployVerdict;
use runner_model::{EnvironmentName, LocationName, Run, StepResult, TestRef, TestResult, human};
use runner_store::Deploy;
use web::{Announced, GateRun, Noted, Spoken, TestHistory};

use super::history::History;
use super::test_run::TestRun;
use crate::elsewhere::{Elsewhere, Undone};
use crate::exit::Exit;
use crate::say;

/// So many questions at a time.
const AT_ONCE: usize = 8;

/// A run of a test is sent with bodies as long as it is not larger than that, in bytes.
const LARGE: usize = 3 * 1024 * 1024;

/// A service that is reached over its API.
pub(super) struct Served {
    service: Elsewhere,
    environment: Option<EnvironmentName>,
    location: LocationName,
    /// Whose history is asked for.
    tests: Vec<TestRef>,
    /// The deploy, once it is noted.
    marker: Option<i64>,
}

impl Served {
    pub(super) fn new(
        service: Elsewhere,
        environment: Option<EnvironmentName>,
        location: LocationName,
        tests: Vec<TestRef>,
    ) -> Self {
        Self { service, environment, location, tests, marker: None }
    }

    /// Notes the deploy, unless that was done. Runs before the moment that comes back, by the clock
    /// of the service, are history.
    pub(super) async fn mark(&mut self, deploy: Deploy) -> Result<Timestamp, Exit> {
        let Deploy { service, version, environment, commit, url, .. } = deploy;
        let said = Announced { service, version, environment, commit, url };
        let path = ["api", "v1", "deploys"];
        let noted = self.service.post(&path, &[], &said, Duration::ZERO).await;
        let Noted { id, at } = noted.map_err(|cause| self.unreachable(&cause))?;
        self.marker = Some(id);
        Ok(at)
    }

    /// Says what came of it.
    pub(super) async fn speak(&self, verdict: DeployVerdict) -> Result<(), String> {
        let Some(id) = self.marker.map(|id| id.to_string()) else { return Ok(()) };
        let path = ["api", "v1", "deploys", id.as_str(), "verdict"];
        let told = self.service.tell(&path, Some(&Spoken { verdict })).await;
        told.map_err(|cause| self.said(&cause))
    }

    /// What its monitors ran by schedule before the deploy.
    pub(super) async fn history(&self, before: Timestamp) -> Result<History, Exit> {
        let asked = stream::iter(&self.tests).map(|test| async move {
            let found = self.of_test(test, before).await;
            found.map(|found| (test, found))
        });
        let found: Result<Vec<(&TestRef, TestHistory)>, Undone> =
            asked.buffered(AT_ONCE).try_collect().await;
        let mut history = History::default();
        let mut elsewhere = Vec::new();
        for (test, found) in found.map_err(|cause| self.unreachable(&cause))? {
            for run in found.runs {
                history.push(TestRun {
                    test: test.clone(),
                    at: run.started,
                    outcome: run.outcome,
                    took: Duration::from_micros(run.took_us),
                    whole: None,
                });
            }
            for pass in found.passes {
                history.push_pass(pass.started, Box::new(pass));
            }
            elsewhere.extend(found.elsewhere);
        }
        let shown = self.service.shown();
        history.notes.push(match history.len() {
            0 => format!("{shown} has no runs of these tests from before the deploy"),
            number => format!("history: {} by schedule at {shown}", human::count(number, "run")),
        });
        elsewhere.sort_unstable();
        elsewhere.dedup();
        if history.len() == 0 && !elsewhere.is_empty() {
            let names: Vec<&str> = elsewhere.iter().map(LocationName::as_str).collect();
            let names = names.join(", ");
            history.notes.push(format!("there are runs from {names}: choose it with `--location`"));
        }
        Ok(history)
    }

    async fn of_test(&self, test: &TestRef, before: Timestamp) -> Result<TestHistory, Undone> {
        let mut query = Vec::new();
        let mut add = |name: &str, value: &str| query.push((name.to_owned(), value.to_owned()));
        self.environment.iter().for_each(|name| add("environment", name.as_str()));
        add("location", self.location.as_str());
        add("before", &before.to_string());
        add("suite", test.suite.as_str());
        add("test", test.test.as_str());
        test.variant.case.iter().for_each(|case| add("case", case));
        for (dimension, entry) in &test.variant.matrix {
            add(&format!("matrix.{dimension}"), entry);
        }
        self.service.get(&["api", "v1", "history"], &query).await
    }

    /// Has the runs kept. When one is not: why.
    pub(super) async fn keep(self, runs: &[Run]) -> Result<(), String> {
        let Some(id) = self.marker.map(|id| id.to_string()) else { return Ok(()) };
        let path = ["api", "v1", "deploys", id.as_str(), "runs"];
        let all = runs.iter().flat_map(|run| {
            let tests = run.suites.iter().flat_map(TestRun::of_suite);
            tests.filter_map(|test| Some((run.id.clone(), *test.whole?)))
        });
        let (path, this) = (&path, &self);
        let sent =
            stream::iter(all).map(Ok).try_for_each_concurrent(AT_ONCE, |(run, test)| async {
                let said = GateRun { run, location: this.location.clone(), test: bounded(test) };
                this.service.tell(path, Some(&said)).await
            });
        sent.await.map_err(|cause: Undone| {
            format!("the runs are not kept at the service: {}", self.said(&cause))
        })
    }

    fn said(&self, cause: &Undone) -> String {
        format!("the service at {}: {cause}", self.service.shown())
    }

    fn unreachable(&self, cause: &Undone) -> Exit {
        let help = "without a service, `--baseline FILE` compares with a file";
        say::error(self.said(cause), Some(help));
        Exit::Unknown
    }
}

/// Leaves out what was exchanged when it is too much to be sent.
fn bounded(mut test: TestResult) -> TestResult {
    let size = serde_json::to_vec(&test).map_or(0, |bytes| bytes.len());
    if size > LARGE {
        test.steps.iter_mut().for_each(|step: &mut StepResult| step.exchange = None);
    }
    test
}
