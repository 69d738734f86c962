//! History in the file that the service keeps; and what a gate leaves there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use runner_engine::Plan;
use runner_model::{LocationName, MonitorName, Run, Series, SeriesRun, TestRef, Trigger, human};
use runner_store::{Deploy, ReadError, Record, Store, WriteError};

use super::history::History;
use super::test_run::TestRun;
use crate::exit::Exit;
use crate::say;

/// So many runs of a series are looked at: enough for the baseline, and to see since when it fails.
const MOST: usize = 200;

/// How many runs are read at a time.
const PAGE: u32 = 200;

/// The same version deployed again so soon is the same deploy: a pipeline's job was repeated.
const SAME: SignedDuration = SignedDuration::from_hours(24);

/// What the service remembers of the tests of a gate.
pub(super) struct Remembered {
    store: Store,
    /// The series of the environment's monitors that run here.
    series: Vec<Series>,
    /// Where else these tests are run from.
    elsewhere: BTreeSet<LocationName>,
}

impl Remembered {
    /// Looks for the series of these tests.
    pub(super) async fn of(
        store: Store,
        plan: &Plan,
        tests: &BTreeSet<TestRef>,
        location: &LocationName,
    ) -> Result<Self, Exit> {
        let monitors = monitors(plan);
        let (mut series, mut elsewhere) = (Vec::new(), BTreeSet::new());
        for status in store.runs().current().await.map_err(failed)? {
            let one = status.series;
            if !monitors.contains(&one.monitor) || !tests.contains(&one.test) {
                continue;
            }
            if one.location == *location {
                series.push(one);
            } else {
                elsewhere.insert(one.location);
            }
        }
        Ok(Self { store, series, elsewhere })
    }

    /// Notes the deploy, unless that was done. Runs before the moment that comes back are history:
    /// those of the same version are not, or a job that is repeated would compare it with itself.
    pub(super) async fn mark(store: &Store, deploy: Deploy) -> Result<Timestamp, Exit> {
        let mut from = deploy.at;
        if let Ok(begin) = deploy.at.checked_sub(SAME) {
            let latest = store.deploys().between(begin, deploy.at).await.map_err(failed)?;
            let ours = latest
                .iter()
                .filter(|it| it.service == deploy.service && it.environment == deploy.environment);
            let same = ours.rev().take_while(|it| it.version == deploy.version);
            if let Some(first) = same.last() {
                from = first.at;
            }
        }
        if from == deploy.at {
            store.deploys().add(deploy).await.map_err(failed)?;
        }
        Ok(from)
    }

    /// The runs by schedule that began before the deploy.
    pub(super) async fn history(&self, before: Timestamp) -> Result<History, Exit> {
        let mut runs = Vec::new();
        let mut history = History::default();
        for series in &self.series {
            runs.extend(self.runs_of(series, before).await.map_err(failed)?);
            let pass = self.store.runs().last_pass(series).await.map_err(failed)?;
            let pass = pass.filter(|pass| pass.started < before);
            if let Some((at, whole)) = pass.and_then(|pass| Some((pass.started, pass.detail?))) {
                history.push_pass(at, whole);
            }
        }
        runs.sort_by_key(|run| run.at);
        runs.into_iter().for_each(|run| history.push(run));
        let path = self.store.path().display();
        history.notes.push(match history.len() {
            0 => format!("{path} has no runs of these tests from before the deploy"),
            number => format!("history: {} by schedule in {path}", human::count(number, "run")),
        });
        if history.len() == 0 && !self.elsewhere.is_empty() {
            let names: Vec<&str> = self.elsewhere.iter().map(LocationName::as_str).collect();
            let names = names.join(", ");
            history.notes.push(format!("there are runs from {names}: choose it with `--location`"));
        }
        Ok(history)
    }

    async fn runs_of(&self, series: &Series, before: Timestamp) -> Result<Vec<TestRun>, ReadError> {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let runs = self.store.runs();
            let page = runs.page(series, Timestamp::MIN, before, cursor, PAGE).await?;
            let counted = page
                .runs
                .into_iter()
                .filter(|run| run.trigger == Trigger::Schedule && run.started < before);
            found.extend(counted.map(of_series));
            cursor = page.next;
            if cursor.is_none() || found.len() >= MOST {
                return Ok(found);
            }
        }
    }

    /// Keeps the runs of a gate beside those by schedule of the same tests. They are marked as what
    /// they are, so that they enter no availability and no incident.
    pub(super) async fn record(&self, runs: &[Run]) -> Result<(), WriteError> {
        let mut by_test: BTreeMap<&TestRef, &Series> = BTreeMap::new();
        for series in &self.series {
            by_test.entry(&series.test).or_insert(series);
        }
        let mut record = Record::default();
        for run in runs {
            let suites = run.suites.iter();
            let tests = suites.flat_map(|s| s.variants.iter().flat_map(|v| &v.tests));
            for (test, whole) in tests.zip(run.suites.iter().flat_map(TestRun::of_suite)) {
                let Some(series) = by_test.get(&test.test) else { continue };
                let series = Series::clone(series);
                let trigger = Trigger::Deploy;
                let kept = SeriesRun::of(series, run.id.clone(), test.started, trigger, test);
                record.runs.push(SeriesRun { detail: whole.whole, ..kept });
            }
        }
        if record.runs.is_empty() { Ok(()) } else { self.store.record(record).await }
    }

    /// Writes what waits.
    pub(super) async fn close(self) {
        self.store.close().await;
    }
}

/// The monitors of the environment of a plan.
fn monitors(plan: &Plan) -> BTreeSet<MonitorName> {
    let monitors = plan.project.iter().flat_map(|project| &project.monitors);
    let here = plan.environment.as_ref().map(|environment| environment.name.as_str());
    let of_it = monitors
        .filter(|monitor| monitor.environment.as_ref().map(|name| name.value.as_str()) == here);
    of_it.map(|monitor| monitor.name.value.clone()).collect()
}

fn of_series(run: SeriesRun) -> TestRun {
    TestRun {
        test: run.series.test,
        at: run.started,
        outcome: run.outcome,
        took: run.took,
        whole: None,
    }
}

fn failed(error: impl std::fmt::Display) -> Exit {
    say::error(error, None);
    Exit::Unknown
}
