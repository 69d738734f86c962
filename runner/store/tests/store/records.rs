//! What is recorded is there, whole.

use runner_model::{IncidentId, Outcome};
use runner_store::{
    IncidentChange, IncidentSpan, Json, MissedSlot, Record, SeriesState, StateChange, StateKind,
    Store, Witness,
};

use crate::sample::{Sample, at, failed, in_full, passed, record, series};

const HEARTBEAT: StateKind = StateKind::new("heartbeat");

#[tokio::test]
async fn a_record_is_there_after_opening_the_store_again() {
    let sample = Sample::new().await;
    let (good, bad) = (in_full(passed("checkout", 0)), in_full(failed("checkout", 60)));
    let incident = IncidentChange {
        id: IncidentId(1),
        span: IncidentSpan::Open { since: at(60) },
        json: Json::of(&"down").unwrap(),
        evidence: vec![
            Witness { series: series("checkout"), run: good.run.clone() },
            Witness { series: series("checkout"), run: bad.run.clone() },
        ],
    };
    let state = |json: &str| SeriesState {
        series: series("checkout"),
        json: Some(Json::of(&json).unwrap()),
    };
    let heartbeat =
        StateChange { kind: HEARTBEAT, key: "nightly".into(), json: Some(Json::of(&7).unwrap()) };
    let missed = MissedSlot {
        monitor: "checkout".try_into().unwrap(),
        planned: at(-60),
        reason: "tripline was not running".into(),
    };
    let record = Record {
        runs: vec![good.clone(), bad.clone()],
        series_states: vec![state("up"), state("down")],
        incidents: vec![incident.clone()],
        states: vec![heartbeat],
        missed: vec![missed.clone()],
        ..Record::default()
    };
    sample.store.record(record).await.unwrap();
    let path = sample.file("trip.db");
    // Not closed: as if the process had been killed.
    drop(sample.store);

    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.runs().by_id(&bad.run).await.unwrap(), std::slice::from_ref(&bad));
    assert_eq!(store.runs().last_pass(&good.series).await.unwrap(), Some(good.clone()));
    let current = store.runs().current().await.unwrap();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].state, Some(Json::of(&"down").unwrap()));
    assert_eq!(current[0].last.outcome, Outcome::Failed);
    assert_eq!(current[0].last_bad.as_ref().unwrap().run, bad.run);
    let open = store.incidents().open().await.unwrap();
    assert_eq!(open[0].json, incident.json);
    assert_eq!(store.incidents().next_id().await.unwrap(), IncidentId(2));
    let beat = store.states().one(HEARTBEAT, "nightly").await.unwrap();
    assert_eq!(beat.unwrap().read::<i32>().unwrap(), 7);
    let monitor = missed.monitor.clone();
    let slots = store.missed().between(&monitor, at(-3600), at(0), 10).await.unwrap();
    assert_eq!(slots, [missed]);
}

#[tokio::test]
async fn a_last_pass_that_is_evidence_is_kept_though_the_next_comes_at_once() {
    let sample = Sample::new().await;
    let pass = in_full(passed("checkout", 0));
    sample.store.record(record(vec![pass.clone()])).await.unwrap();
    let incident = IncidentChange {
        id: IncidentId(1),
        span: IncidentSpan::Open { since: at(60) },
        json: Json::of(&"down").unwrap(),
        evidence: vec![Witness { series: series("checkout"), run: pass.run.clone() }],
    };
    let opening = Record { incidents: vec![incident], ..record(vec![failed("checkout", 60)]) };
    // In one batch.
    let next = record(vec![in_full(passed("checkout", 120))]);
    let (opened, passed) = tokio::join!(sample.store.record(opening), sample.store.record(next));
    opened.and(passed).unwrap();
    assert_eq!(sample.store.runs().by_id(&pass.run).await.unwrap(), [pass]);
}
