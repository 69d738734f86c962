//! History in the file that the service keeps; and what a gate leaves there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use runner_engine::Plan;
use runner_health::deploy::DeployVerdict;
use runner_model::{LocationName, MonitorName, Run, Series, SeriesRun, TestRef, Trigger, human};
use runner_store::{Deploy, DeployId, Judged, Record, Store};

use super::history::History;
use super::test_run::TestRun;
use crate::exit::Exit;
use crate::say;

/// So many runs of a series are looked at: enough for the baseline, and to see since when it fails.
const MOST: usize = 200;

/// What the service remembers of the tests of a gate.
pub(super) struct Remembered {
    store: Store,
    /// The series of the environment's monitors that run here.
    series: Vec<Series>,
    /// Where else these tests are run from.
    elsewhere: BTreeSet<LocationName>,
    /// The deploy, once it is noted.
    marker: Option<DeployId>,
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
        Ok(Self { store, series, elsewhere, marker: None })
    }

    /// Notes the deploy, unless that was done. Runs before the moment that comes back are history.
    pub(super) async fn mark(&mut self, deploy: Deploy) -> Result<Timestamp, Exit> {
        let marker = self.store.deploys().mark(deploy).await.map_err(failed)?;
        self.marker = Some(marker.id);
        Ok(marker.at)
    }

    /// Notes the verdict with the deploy.
    pub(super) async fn speak(&self, verdict: DeployVerdict, at: Timestamp) -> Result<(), String> {
        let Some(marker) = self.marker else { return Ok(()) };
        let judged = Judged { at, verdict: verdict.to_string() };
        let judged = self.store.deploys().judge(marker, judged).await;
        judged.map(drop).map_err(|error| error.to_string())
    }

    /// The runs by schedule that began before the deploy.
    pub(super) async fn history(&self, before: Timestamp) -> Result<History, Exit> {
        let mut runs = Vec::new();
        let mut history = History::default();
        for series in &self.series {
            let kept = self.store.runs().scheduled_before(series, before, MOST).await;
            runs.extend(kept.map_err(failed)?.into_iter().map(TestRun::of_series));
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

    /// Keeps the runs of a gate beside those by schedule of the same tests. They are marked as what
    /// they are, so that they enter no availability and no incident.
    pub(super) async fn keep(self, runs: &[Run]) -> Result<(), String> {
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
        let nothing = record.runs.is_empty();
        let kept = if nothing { Ok(()) } else { self.store.record(record).await };
        self.store.close().await;
        kept.map_err(|error| format!("the runs are not kept in the store: {error}"))
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

fn failed(error: impl std::fmt::Display) -> Exit {
    say::error(error, None);
    Exit::Unknown
}
