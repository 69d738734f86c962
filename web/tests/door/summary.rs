//! How everything is, in short: what the overview begins with, for programs.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{IncidentId, Outcome, RunId, SeriesRun};
use runner_store::{IncidentChange, IncidentSpan, Json, Pause, Record};
use serde_json::{Value, json};

use crate::house::{House, READ, run, start};
use crate::pages::{look, watched};

const PROJECT: &str = "version: 1
environments: { staging: {}, production: {} }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m }
  login: { run: suites/shop.trip.yaml, in: staging, every: 1m }
  nightly: { run: suites/shop.trip.yaml, in: staging, cron: '30 2 * * *', time_zone: UTC }
slos:
  login-works: { of: login, target: 99%, over: 1d }
  checkout-works: { of: checkout, target: 99%, over: 1d }
  checkout-holds: { of: checkout, target: 10%, over: 1d }
";

/// A run that began so many minutes after the beginning and took so many milliseconds.
fn at(monitor: &str, minute: i64, took: u64, outcome: Outcome) -> SeriesRun {
    let mut run = run(monitor, outcome);
    run.planned = start() + SignedDuration::from_mins(minute);
    run.started = run.planned;
    run.took = Duration::from_millis(took);
    run.run = RunId::at(run.planned, *b"0123456789");
    run
}

/// Two days of runs, an hour apart: slower and with a failure on the second one.
async fn two_days() -> House {
    let house = House::watching(PROJECT).await;
    let mut runs = Vec::new();
    for hour in 0..48 {
        let is_late = hour >= 24;
        let took = if is_late { 300 } else { 100 };
        let outcome = if hour == 30 { Outcome::Failed } else { Outcome::Passed };
        runs.push(at("checkout", hour * 60 + 30, took, outcome));
        runs.push(at("login", hour * 60 + 30, took, Outcome::Passed));
    }
    house.record(runs).await;
    house.clock.advance(SignedDuration::from_hours(48));
    house
}

async fn status(house: &House, query: &str) -> Value {
    let answered = house.ask_with(READ, &format!("GET /api/v1/status{query}")).await;
    assert_eq!(answered.status, 200, "{query}: {answered:?}");
    answered.json()
}

fn hours(hours: i64) -> Timestamp {
    start() + SignedDuration::from_hours(hours)
}

#[tokio::test]
async fn before_anything_runs_everything_is_nothing() {
    let house = House::open().await;
    house.incident(7, true).await;
    house.incident(8, false).await;
    let said = status(&house, "").await;
    assert_eq!((&said["at"], &said["range"]), (&json!(start()), &json!("24h")));
    let none = json!({
        "all": 0, "up": 0, "down": 0, "degraded": 0, "unknown": 0,
        "maintenance": 0, "paused": 0, "not_run_yet": 0,
    });
    assert_eq!((&said["suites"], &said["monitors"]), (&none, &json!(0)));
    let before = json!({ "from": hours(-48), "until": hours(-24), "known": 0, "passed": 0 });
    assert_eq!(said["runs"]["before"], before, "nothing is known: there is no share");
    let incident = json!({
        "incident": 7, "severity": "info", "since": start(),
        "told": [], "groups": [], "affected": [],
    });
    assert_eq!(said["incidents"], json!({ "open": 1, "items": [incident] }));
    assert_eq!((&said["environment"], &said["tightest"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn suites_are_counted_by_where_they_stand() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Errored), run("login", Outcome::Passed)]).await;
    house.record(vec![run("bygone", Outcome::Passed)]).await;
    let monitor = "login".try_into().unwrap();
    let pause = Pause { monitor, since: start(), reason: None, who: "a test".to_owned() };
    house.store.pauses().begin(pause).await.unwrap();
    let said = status(&house, "").await;
    let counts =
        ["all", "up", "unknown", "paused", "not_run_yet"].map(|word| &said["suites"][word]);
    assert_eq!(counts, [3, 0, 1, 1, 1].map(|count| json!(count)).each_ref());
    assert_eq!(said["monitors"], 3, "what the project does not have is history");
    let staging = status(&house, "?environment=staging").await;
    assert_eq!(staging["environment"], "staging");
    assert_eq!((&staging["suites"]["all"], &staging["monitors"]), (&json!(2), &json!(2)));
    let nowhere = status(&house, "?environment=nowhere").await;
    assert_eq!((&nowhere["suites"]["all"], &nowhere["monitors"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn runs_come_to_what_the_overview_says() {
    let house = two_days().await;
    let runs = status(&house, "").await["runs"].clone();
    let whole = ["from", "until", "known", "passed", "share"].map(|word| &runs[word]);
    let expected = [json!(hours(24)), json!(hours(48)), json!(48), json!(47), json!("97.9 %")];
    assert_eq!(whole, expected.each_ref());
    let before = ["from", "until", "known", "passed", "share"].map(|word| &runs["before"][word]);
    let expected = [json!(hours(0)), json!(hours(24)), json!(48), json!(48), json!("100 %")];
    assert_eq!(before, expected.each_ref());
    let page = look(&house, "/").await.body;
    assert!(page.contains("97.9<small> %</small>"), "{page}");
    let p95 = |of: &Value| of["p95_ms"].as_f64().unwrap();
    assert!((297.0..=303.0).contains(&p95(&runs)), "{runs}");
    assert!((99.0..=101.0).contains(&p95(&runs["before"])), "{runs}");
    let parts = runs["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 12);
    for (number, part) in (0..).zip(parts) {
        let ends = [hours(24 + 2 * number), hours(26 + 2 * number)].map(|at| json!(at));
        assert_eq!([&part["from"], &part["until"]], ends.each_ref());
        assert_eq!(part["known"], 4);
        assert_eq!(part["passed"], if number == 3 { 3 } else { 4 }, "one failed in the 31st hour");
    }
}

#[tokio::test]
async fn runs_are_those_of_an_environment_and_a_range() {
    let house = two_days().await;
    for (query, range, known, passed) in [
        ("?range=1h", "1h", 2, 2),
        ("?range=7d", "7d", 96, 95),
        ("?range=30d&environment=production", "30d", 48, 47),
        ("?environment=staging", "24h", 24, 24),
        ("?env=staging", "24h", 24, 24),
        ("?env=", "24h", 48, 47),
        ("?environment=nowhere", "24h", 0, 0),
    ] {
        let said = status(&house, query).await;
        assert_eq!(said["range"], range, "{query}");
        let runs = &said["runs"];
        assert_eq!((&runs["known"], &runs["passed"]), (&json!(known), &json!(passed)), "{query}");
    }
    let wrong = house.ask_with(READ, "GET /api/v1/status?range=2h").await;
    let why = "`range` is `1h`, `24h`, `7d` or `30d`";
    assert_eq!((wrong.status, wrong.problem().as_str()), (400, why));
}

#[tokio::test]
async fn the_tightest_budget_is_that_of_the_overview() {
    let house = two_days().await;
    let tightest = status(&house, "").await["tightest"].clone();
    let promised = house.ask_with(READ, "GET /api/v1/objectives").await.json();
    let mut promised = promised["items"].as_array().unwrap().iter();
    assert_eq!(promised.find(|it| it["objective"] == "checkout-works"), Some(&tightest));
    let elsewhere = status(&house, "?environment=staging").await;
    assert_eq!(elsewhere["tightest"]["objective"], "checkout-works", "wherever it is");
}

#[tokio::test]
async fn what_is_promised_and_cannot_be_worked_out_leaves_the_rest_as_it_is() {
    let project = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
slos: { works: { of: checkout, step: look, good_when: { $.count: 1 }, target: 99%, over: 1d } }
";
    let house = House::watching(project).await;
    let promised = house.ask_with(READ, "GET /api/v1/objectives").await;
    let why = "how promises stand cannot be worked out at present: the log says why";
    assert_eq!((promised.status, promised.problem().as_str()), (503, why));
    let said = status(&house, "").await;
    assert_eq!((&said["suites"]["all"], &said["tightest"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn open_incidents_are_counted_and_the_oldest_shown() {
    let house = House::open().await;
    for id in 1..=52 {
        house.incident(id, true).await;
    }
    let incidents = status(&house, "").await["incidents"].clone();
    assert_eq!(incidents["open"], 52);
    let items = incidents["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["incident"]), (50, &json!(1)));
}

#[tokio::test]
async fn an_incident_is_where_it_is_and_no_other_one_explains_it() {
    let house = watched().await;
    let stored = house.store.incidents().by_id(IncidentId(1)).await.unwrap().unwrap();
    let mut explained: Value = stored.json.read().unwrap();
    (explained["id"], explained["cause"]) = (json!(2), json!({ "incident": 1 }));
    let change = IncidentChange {
        id: IncidentId(2),
        span: IncidentSpan::Open { since: start() },
        json: Json::of(&explained).unwrap(),
        evidence: Vec::new(),
    };
    house.store.record(Record { incidents: vec![change], ..Record::default() }).await.unwrap();
    for (query, open) in [("", 1), ("?environment=production", 1), ("?environment=staging", 0)] {
        let incidents = status(&house, query).await["incidents"].clone();
        assert_eq!(incidents["open"], open, "{query}");
        let ids = incidents["items"].as_array().unwrap().iter().map(|it| it["incident"].clone());
        assert_eq!(ids.collect::<Vec<_>>(), vec![json!(1); open], "{query}");
    }
    let all = house.ask_with(READ, "GET /api/v1/incidents?open=true").await.json();
    assert_eq!(all["items"][0]["caused_by"], 1);
}
