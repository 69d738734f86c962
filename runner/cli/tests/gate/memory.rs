//! History from the store that a service keeps, and what a gate leaves there.

use std::collections::BTreeSet;
use std::time::Duration;

use examples_shop::Release;
use jiff::{SignedDuration, Timestamp};
use runner_model::{Outcome, RunId, Series, SeriesRun, TestRef, Trigger, Variant};
use runner_store::{Deployed, Record, Store};
use serde_json::Value;

use crate::service::{Service, within};
use crate::stage::{Stage, failing, of};

const MONITORS: &str = "monitors:
  orders: { run: [orders.trip.yaml], in: staging, every: 1s }
  elsewhere: { run: [orders.trip.yaml], in: production, every: 1s }
";

const PRODUCTION: &str = "  production:\n    services: { orders: ORDERS, shop: SHOP }\n";

fn stage() -> Stage {
    Stage::new(&format!("{PRODUCTION}{MONITORS}"))
}

pub(crate) fn series(monitor: &str, location: &str) -> Series {
    let (suite, test) = ("orders".try_into().unwrap(), "main".try_into().unwrap());
    Series {
        monitor: monitor.try_into().unwrap(),
        test: TestRef { suite, test, variant: Variant::default() },
        location: location.try_into().unwrap(),
    }
}

/// So many runs that ended so, one a millisecond, the last one so many seconds ago.
pub(crate) fn runs(
    series: &Series,
    count: u32,
    outcome: Outcome,
    trigger: Trigger,
    ago: i64,
) -> Vec<SeriesRun> {
    #[expect(clippy::disallowed_methods, reason = "the binary has the same clock")]
    let now = Timestamp::now();
    let run = |number: u32| {
        let at = now - SignedDuration::from_millis(ago * 1000 + i64::from(count - number));
        SeriesRun {
            series: series.clone(),
            run: RunId::at(at, [number as u8; 10]),
            planned: at,
            started: at,
            took: Duration::from_millis(5),
            outcome,
            first_try: true,
            trigger,
            steps: Vec::new(),
            detail: None,
        }
    };
    (1..=count).map(run).collect()
}

/// What the store holds.
fn with_store<T>(stage: &Stage, work: impl AsyncFnOnce(&Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&stage.project.path("tripline.db")).await.unwrap();
        let found = work(&store).await;
        store.close().await;
        found
    })
}

pub(crate) fn remember(stage: &Stage, runs: Vec<SeriesRun>) {
    with_store(stage, async |store| {
        store.record(Record { runs, ..Record::default() }).await.unwrap();
    });
}

/// All runs of the monitor, and all deploys.
pub(crate) fn kept(stage: &Stage) -> (Vec<SeriesRun>, Vec<Deployed>) {
    with_store(stage, async |store| {
        let (from, until) = (Timestamp::MIN, Timestamp::MAX);
        let runs = store.runs().page(&series("orders", "here"), from, until, None, 1000).await;
        (runs.unwrap().runs, store.deploys().judged_between(from, until).await.unwrap())
    })
}

pub(crate) fn report(ended: &crate::harness::Ended) -> Value {
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

/// The runs in a report.
pub(crate) fn ids(report: &Value) -> BTreeSet<String> {
    let ids = report["tests"][0]["runs"].as_array().unwrap();
    ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

const JSON: &[&str] = &["--report", "json"];

#[test]
fn what_monitors_ran_by_schedule_in_the_same_place_is_history() {
    let stage = stage();
    let here = series("orders", "here");
    remember(&stage, runs(&here, 20, Outcome::Passed, Trigger::Schedule, 60));
    // None of these is to be compared with.
    remember(&stage, runs(&here, 9, Outcome::Failed, Trigger::Confirmation, 40));
    remember(&stage, runs(&here, 9, Outcome::Failed, Trigger::Deploy, 20));
    remember(&stage, runs(&here, 3, Outcome::Errored, Trigger::Schedule, 10));
    remember(&stage, runs(&series("orders", "berlin"), 9, Outcome::Failed, Trigger::Schedule, 10));
    remember(&stage, runs(&series("elsewhere", "here"), 9, Outcome::Failed, Trigger::Schedule, 10));
    stage.deploy(failing("1.4.2"));
    let report = report(&stage.gate("1.4.2", JSON).exits(1));
    assert_eq!(report["tests"][0]["sentence"], "2 of 5 runs failed, 0 of 20 before (p = 0.033)");

    let (runs, deploys) = kept(&stage);
    assert_eq!(deploys.len(), 1);
    let Deployed { deploy, judged, .. } = &deploys[0];
    assert_eq!((deploy.service.as_str(), deploy.version.as_str()), ("orders", "1.4.2"));
    assert_eq!(judged.as_ref().unwrap().verdict, "worse");
    let ours: Vec<_> = runs.iter().filter(|run| ids(&report).contains(run.run.as_str())).collect();
    assert_eq!(ours.len(), 5);
    assert!(ours.iter().all(|run| run.trigger == Trigger::Deploy && !run.trigger.counts()));
}

#[test]
fn a_job_that_is_repeated_is_not_compared_with_itself() {
    let stage = stage();
    let here = series("orders", "here");
    remember(&stage, runs(&here, 20, Outcome::Passed, Trigger::Schedule, 60));
    stage.deploy(failing("1.4.2"));
    stage.gate("1.4.2", JSON).exits(1);
    // Meanwhile the monitor sees it fail, too.
    remember(&stage, runs(&here, 9, Outcome::Failed, Trigger::Schedule, 0));
    let again = report(&stage.gate("1.4.2", JSON).exits(1));
    assert_eq!(again["tests"][0]["before"]["failed"], 0, "{again}");
    assert_eq!(kept(&stage).1.len(), 1);
    // For the next version it is history.
    let next = report(&stage.gate("1.4.3", JSON));
    assert_eq!(next["tests"][0]["before"]["failed"], 9, "{next}");
    assert_eq!(kept(&stage).1.len(), 2);
}

#[test]
fn history_from_elsewhere_is_named_with_the_way_to_it() {
    let stage = stage();
    remember(&stage, runs(&series("orders", "berlin"), 9, Outcome::Passed, Trigger::Schedule, 10));
    stage.gate("1.4.2", &[]).exits(0).says(&["choose it with `--location`", "berlin"]);
    let there = stage.gate("1.4.2", &["--location", "berlin"]).exits(0);
    there.says(&["0 of 9 before"]);
}

#[test]
fn a_store_that_is_named_must_be_there() {
    let stage = stage();
    let ended = stage.gate("1.4.2", &["--store", "nowhere.db"]).exits(64);
    ended.says(&["there is no store at", "--baseline FILE"]);
}

#[test]
fn gates_beside_each_other_and_beside_monitors_keep_their_runs_apart() {
    let stage = stage();
    let serving = Service::of(&stage.project);
    let scheduled = || {
        let all = kept(&stage).0.into_iter();
        all.filter(|run| run.trigger == Trigger::Schedule).count()
    };
    within(|| (scheduled() >= 1).then_some(()));
    stage.deploy(Release { slower_by: Duration::from_millis(100), ..Release::good("1.4.2") });
    let start = |version| stage.project.start(&[&of(version)[..], JSON].concat());
    let gates = [start("1.4.2"), start("1.4.2-b")];
    let reports = gates.map(|gate| report(&gate.end()));
    let before = scheduled();
    within(|| (scheduled() > before).then_some(()));
    serving.end();

    let [one, other] = reports.each_ref().map(ids);
    assert_eq!((one.len(), other.len()), (5, 5));
    assert!(one.is_disjoint(&other));
    let (runs, deploys) = kept(&stage);
    assert_eq!(deploys.len(), 2);
    let of = |trigger| {
        let such = runs.iter().filter(move |run| run.trigger == trigger);
        such.map(|run| run.run.to_string()).collect::<BTreeSet<String>>()
    };
    assert_eq!(of(Trigger::Deploy), &one | &other);
    let scheduled = of(Trigger::Schedule);
    assert!(scheduled.len() >= 2 && scheduled.is_disjoint(&of(Trigger::Deploy)), "{scheduled:?}");
}

#[test]
fn runs_of_a_gate_enter_no_promise() {
    let promise = "slos: { works: { of: orders, measure: reliability, target: 99%, over: 1d } }\n";
    let stage = Stage::new(&format!("{PRODUCTION}{MONITORS}{promise}"));
    let here = series("orders", "here");
    remember(&stage, runs(&here, 20, Outcome::Passed, Trigger::Schedule, 60));
    let promised = || {
        let ended = stage.project.tripline(&["slo", "--json"]);
        report(&ended)["objectives"][0].clone()
    };
    let before = promised();
    assert_eq!(before["now"], "100.000 %", "{before}");
    stage.deploy(Release { fails: 10, ..Release::good("1.4.2") });
    stage.gate("1.4.2", &[]).exits(1);
    let failed = kept(&stage).0.into_iter().filter(|run| run.outcome == Outcome::Failed).count();
    assert!(failed >= 5, "they are on record");
    let after = promised();
    assert_eq!((&after["now"], &after["budget"]), (&before["now"], &before["budget"]), "{after}");
}
