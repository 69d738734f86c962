//! Runs that somebody asks for, and the addresses that ask by themselves.

use std::time::Duration;

use runner_model::{
    Errand, ErrandEnd, ErrandRun, ErrandState, Order, Outcome, RunId, Secret, Wanted,
};
use runner_store::{Errands, NewTrigger, Policy, Record, RollupRules};

use crate::sample::{Sample, at};

fn errand() -> Errand {
    Errand { tag: Some("smoke".to_owned()), ..Errand::default() }
}

fn asked(seconds: i64) -> ErrandRun {
    let run = RunId::at(at(seconds), [seconds as u8; 10]);
    let state = ErrandState::Waiting;
    ErrandRun { run, at: at(seconds), by: "ci".to_owned(), errand: errand(), state }
}

async fn becomes(sample: &Sample, asked: &ErrandRun, state: ErrandState) {
    let change = Errands::change(&ErrandRun { state, ..asked.clone() });
    sample.store.record(Record { states: vec![change], ..Record::default() }).await.unwrap();
}

fn done() -> ErrandState {
    let took = Duration::from_millis(120);
    let end = ErrandEnd { outcome: Outcome::Passed, started: at(2), took, tests: 1, failed: 0 };
    ErrandState::Done(end)
}

#[tokio::test]
async fn an_errand_is_offered_and_found_by_its_run() {
    let sample = Sample::new().await;
    let errands = sample.store.errands();
    let asked = asked(1);
    assert_eq!(errands.by_run(&asked.run).await.unwrap(), None);
    errands.offer(&asked).await.unwrap();
    assert_eq!(errands.by_run(&asked.run).await.unwrap().as_ref(), Some(&asked));
    let wanted = Wanted::Errand { run: asked.run.clone(), errand: errand() };
    let order = Order { at: at(1), by: "ci".to_owned(), wanted };
    assert_eq!(sample.store.orders().claim(at(2)).await.unwrap(), [order]);
    let noted = sample.store.audit().latest(at(9), 9).await.unwrap();
    assert_eq!(noted[0].what, "asked for a run of tests tagged smoke");

    becomes(&sample, &asked, done()).await;
    assert_eq!(errands.by_run(&asked.run).await.unwrap().unwrap().state, done());
}

#[tokio::test]
async fn an_errand_whose_service_is_gone_is_forsaken_and_one_that_waits_is_not() {
    let sample = Sample::new().await;
    let errands = sample.store.errands();
    let [over, gone, waits] = [asked(1), asked(2), asked(3)];
    errands.offer(&over).await.unwrap();
    errands.offer(&gone).await.unwrap();
    sample.store.orders().claim(at(4)).await.unwrap();
    errands.offer(&waits).await.unwrap();
    becomes(&sample, &over, done()).await;
    assert_eq!(errands.forsaken().await.unwrap(), [gone]);
}

#[tokio::test]
async fn old_errands_are_forgotten() {
    let sample = Sample::new().await;
    let errands = sample.store.errands();
    let [old, young] = [asked(1), asked(100)];
    errands.offer(&old).await.unwrap();
    errands.offer(&young).await.unwrap();
    let age = Duration::from_secs(50);
    let policy = Policy { runs: age, failures: age, summaries: Duration::from_secs(9999) };
    let rules = |_: &runner_model::Series, _: runner_health::calendar::Span| RollupRules {
        hold: age,
        exclusions: runner_health::series::Exclusions::default(),
    };
    sample.store.housekeeping(at(120), &policy, &rules).await.unwrap();
    assert_eq!(errands.by_run(&old.run).await.unwrap(), None);
    assert!(errands.by_run(&young.run).await.unwrap().is_some());
}

#[tokio::test]
async fn a_trigger_is_known_by_its_hash_and_nothing_else_is_kept() {
    let sample = Sample::new().await;
    let triggers = sample.store.triggers();
    let secret = Secret::new("8a2b6c61c8e94d1ba1d0".to_owned());
    let name = "after orders".to_owned();
    let trigger = NewTrigger { name, errand: errand(), secret: secret.clone() };
    assert!(triggers.add(&trigger, at(0), "ana").await.unwrap());
    assert!(!triggers.add(&trigger, at(1), "ana").await.unwrap(), "the name is taken");
    let found = triggers.find(&secret, at(60)).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), &found.errand), ("after orders", &errand()));
    assert_eq!(triggers.find(&Secret::new("8a2b".to_owned()), at(60)).await.unwrap(), None);
    assert!(triggers.revoke("another", at(61), "ana").await.is_ok_and(|found| !found));
    assert_eq!(triggers.all().await.unwrap()[0].last_used, Some(at(60)));
    assert!(triggers.revoke("after orders", at(70), "bo").await.unwrap());
    assert_eq!(triggers.find(&secret, at(80)).await.unwrap(), None);
    let noted = sample.store.audit().latest(at(99), 9).await.unwrap();
    let noted: Vec<_> = noted.iter().map(|it| format!("{} {}", it.who, it.what)).collect();
    let expected = [
        "bo revoked the trigger after orders",
        "ana made the trigger after orders (tests tagged smoke)",
    ];
    assert_eq!(noted, expected);
    sample.store.clone().close().await;
    let file = std::fs::read(sample.file("trip.db")).unwrap();
    let needle = b"8a2b6c61c8e94d1ba1d0";
    assert!(!file.windows(needle.len()).any(|window| window == needle));
}
