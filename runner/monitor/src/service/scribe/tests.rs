use jiff::Timestamp;
use runner_health::incident::{Observation, Policy, SeriesState};
use runner_model::{
    About, Alert, ChannelName, LocationName, MonitorName, Outcome, RunId, Series, SeriesRun,
    Severity, SuiteId, TestName, TestRef, Trigger, Variant,
};
use runner_store::{Json, NewMessage, StateChange, StateKind};
use sqlx::Connection;

use super::*;

const KIND: StateKind = StateKind::new("sample");

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn channel() -> ChannelName {
    ChannelName::try_from("pager").unwrap()
}

fn series() -> Series {
    let suite = SuiteId::try_from("shop").unwrap();
    let test = TestName::try_from("main").unwrap();
    Series {
        monitor: MonitorName::try_from("shop").unwrap(),
        test: TestRef { suite, test, variant: Variant::default() },
        location: LocationName::try_from("here").unwrap(),
    }
}

/// A ruling: one run, one state of its series, one state of something else, one message.
fn ruling(number: u8) -> Record {
    let time = at(i64::from(number));
    let run = SeriesRun {
        series: series(),
        run: RunId::at(time, [number; 10]),
        planned: time,
        started: time,
        took: Duration::ZERO,
        outcome: Outcome::Failed,
        first_try: true,
        trigger: Trigger::Schedule,
        steps: Vec::new(),
        detail: None,
    };
    let seen = Observation { outcome: Outcome::Failed, trigger: Trigger::Schedule, silence: None };
    let (state, _) = SeriesState::new().observe(&seen, time, &Policy::default());
    let json = Json::of(&state).ok();
    let alert = Alert {
        at: time,
        severity: Severity::Info,
        about: About::Test { channel: channel() },
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    };
    Record {
        runs: vec![run],
        series_states: vec![runner_store::SeriesState { series: series(), json }],
        states: vec![StateChange {
            kind: KIND,
            key: "one".to_owned(),
            json: Json::of(&number).ok(),
        }],
        messages: vec![NewMessage {
            channel: channel(),
            key: format!("{number:03}"),
            not_before: time,
            alert,
        }],
        ..Record::default()
    }
}

/// The messages of the store, in the order in which they are sent.
async fn keys(store: &Store) -> Vec<String> {
    let lease = Duration::from_secs(60);
    let claimed = store.outbox().claim(&channel(), at(1_000), lease, 1_000).await.unwrap();
    claimed.into_iter().map(|message| message.key).collect()
}

#[tokio::test]
async fn a_store_that_takes_nothing_for_a_while_loses_nothing_and_mixes_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = Store::open(&path).await.unwrap();
    let url = format!("sqlite://{}", path.display());
    let mut holder = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();

    let (written, mut heard) = watch::channel(());
    let (scribe, writing) = Scribe::start(store.clone(), written);
    scribe.write(ruling(0));
    let mut condition = store.condition();
    let waits =
        |now: &runner_store::Condition| matches!(now, runner_store::Condition::Waiting { .. });
    condition.wait_for(waits).await.unwrap();
    // Nobody waits for the store.
    (1..=99).for_each(|number| scribe.write(ruling(number)));
    assert!(!heard.has_changed().unwrap());

    sqlx::query("COMMIT").execute(&mut holder).await.unwrap();
    heard.changed().await.unwrap();
    drop(scribe);
    writing.await.unwrap();
    let expected: Vec<String> = (0..=99).map(|number| format!("{number:03}")).collect();
    assert_eq!(keys(&store).await, expected);
    let state = store.states().one(KIND, "one").await.unwrap().unwrap();
    assert_eq!(state.read::<u8>().unwrap(), 99, "the last is what counts");
    let series = store.states().of_series().await.unwrap();
    let state: SeriesState = series[&series_of(&series)].read().unwrap();
    assert_eq!(state.since(), Some(at(99)));
    let current = store.runs().current().await.unwrap();
    assert_eq!(current[0].last.planned, at(99));
    store.close().await;
}

fn series_of<V>(
    states: &std::collections::HashMap<std::sync::Arc<Series>, V>,
) -> std::sync::Arc<Series> {
    std::sync::Arc::clone(states.keys().next().expect("it has a state"))
}

#[tokio::test]
async fn rulings_that_come_one_after_the_other_are_written_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    let (scribe, writing) = Scribe::start(store.clone(), watch::channel(()).0);
    for number in 0..=200 {
        scribe.write(ruling(number));
        tokio::task::yield_now().await;
    }
    drop(scribe);
    writing.await.unwrap();
    let expected: Vec<String> = (0..=200).map(|number| format!("{number:03}")).collect();
    assert_eq!(keys(&store).await, expected);
    let state = store.states().one(KIND, "one").await.unwrap().unwrap();
    assert_eq!(state.read::<u8>().unwrap(), 200);
    store.close().await;
}

#[test]
fn what_found_no_room_does_not_take_the_place_of_what_came_later() {
    let mut pile = Pile::default();
    pile.add(ruling(7));
    pile.add_below(Record { runs: Vec::new(), ..ruling(5) });
    pile.add(ruling(9));
    let record = pile.take();
    let keys: Vec<&str> = record.messages.iter().map(|message| message.key.as_str()).collect();
    assert_eq!(keys, ["005", "007", "009"]);
    assert_eq!(record.runs.len(), 2);
    let [state] = record.states.as_slice() else { panic!("one for each thing") };
    assert_eq!(state.json.as_ref().unwrap().read::<u8>().unwrap(), 9);
    assert!(pile.is_empty());
}

#[test]
fn what_waits_is_bounded_but_for_what_people_must_hear() {
    let mut pile = Pile::default();
    let mut many = ruling(1);
    many.runs = vec![many.runs[0].clone(); 30_000];
    for _ in 0..3 {
        pile.add(many.clone());
    }
    let record = pile.take();
    assert_eq!((record.runs.len(), record.messages.len()), (50_000, 3));
}
