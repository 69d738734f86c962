//! What the API lists beside runs and incidents: suites, deploys, what the files say.

use std::time::Duration;

use jiff::SignedDuration;
use runner_model::{Outcome, RunId, SeriesRun};
use serde_json::json;

use crate::house::{House, READ, RUN, run, start};

const PROJECT: &str = "version: 1
environments: { production: { services: { shop: 'https://shop.example.com' } } }
services: { shop: {} }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m, severity: critical }
  nightly: { run: suites/shop.trip.yaml, cron: '30 2 * * *', time_zone: UTC }
heartbeats: { backup: { every: 1h } }
";

#[tokio::test]
async fn suites_are_listed_with_the_monitors_that_run_them() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Failed)]).await;
    house.clock.advance(SignedDuration::from_mins(1));
    let list = house.ask_with(READ, "GET /api/v1/suites").await.json();
    let suite = &list["items"][0];
    assert_eq!((&suite["suite"], &suite["name"]), (&json!("suites/shop"), &json!("Shop")));
    let names: Vec<_> =
        suite["monitors"].as_array().unwrap().iter().map(|m| m["monitor"].clone()).collect();
    assert_eq!(names, ["checkout", "nightly"]);
    assert_eq!(suite["monitors"][0]["environment"], "production");
    assert_eq!(suite["monitors"][0]["last"], json!(start()));
    let one = house.ask_with(READ, "GET /api/v1/suites/suites%2Fshop").await.json();
    assert_eq!(one["file"], "suites/shop.trip.yaml");
    assert_eq!(one["tests"], json!(["main"]));
    assert!(one["source"].as_str().unwrap().contains("https://shop.example.com/"), "{one}");
    let after = house.ask_with(READ, "GET /api/v1/suites?cursor=suites%2Fshop").await.json();
    assert_eq!(after, json!({ "items": [] }));
    let none = house.ask_with(READ, "GET /api/v1/suites/..%2Ftripline").await;
    let why = "no monitor runs a suite `../tripline`";
    assert_eq!((none.status, none.problem().as_str()), (404, why));
}

#[tokio::test]
async fn a_suite_is_told_as_the_list_of_suites_shows_it() {
    let house = House::watching(PROJECT).await;
    let bad = run("checkout", Outcome::Failed);
    let mut elsewhere = run("checkout", Outcome::Errored);
    elsewhere.series.location = "eu".try_into().unwrap();
    let mut good = run("checkout", Outcome::Passed);
    good.planned = start() + SignedDuration::from_mins(1);
    good.started = good.planned;
    good.run = RunId::at(good.planned, *b"0123456789");
    house.record(vec![bad, elsewhere, good.clone()]).await;
    house.clock.advance(SignedDuration::from_mins(2));
    let list = async |query: &str| {
        house.ask_with(READ, &format!("GET /api/v1/suites{query}")).await.json()
    };
    let monitors = list("?range=24h").await["items"][0]["monitors"].clone();
    assert_eq!(monitors[0]["run"], json!(good.run));
    let places = json!([
        { "location": "eu", "state": "unknown" },
        { "location": "here", "state": "up" },
    ]);
    assert_eq!(monitors[0]["locations"], places);
    assert_eq!(monitors[0]["runs"]["share"], "50.0 %", "{monitors}");
    let p95 = monitors[0]["runs"]["p95_ms"].as_f64().unwrap();
    assert!((119.0..=121.0).contains(&p95), "{monitors}");
    assert_eq!((&monitors[1]["locations"], &monitors[1]["runs"]), (&json!([]), &json!({})));
    let plain = list("").await["items"][0]["monitors"].clone();
    assert_eq!(plain[0]["runs"], json!(null), "nobody asked for a range");
    let wrong = house.ask_with(READ, "GET /api/v1/suites?range=1y").await;
    let why = "`range` is `1h`, `24h`, `7d` or `30d`";
    assert_eq!((wrong.status, wrong.problem().as_str()), (400, why));
}

#[tokio::test]
async fn monitors_are_listed_page_by_page() {
    let house = House::watching(PROJECT).await;
    let first = house.ask_with(READ, "GET /api/v1/monitors?limit=1").await.json();
    assert_eq!(
        (&first["items"][0]["monitor"], &first["next"]),
        (&json!("checkout"), &json!("checkout"))
    );
    let second = house.ask_with(READ, "GET /api/v1/monitors?limit=1&cursor=checkout").await.json();
    assert_eq!(
        (&second["items"][0]["monitor"], &second["next"]),
        (&json!("nightly"), &json!(null))
    );
}

#[tokio::test]
async fn deploys_are_listed_page_by_page_and_judged_by_the_runs_around_them() {
    let house = House::watching(PROJECT).await;
    for version in ["1.4.1", "1.4.2"] {
        let said = json!({ "service": "shop", "version": version, "environment": "production" });
        let noted = house.tell(RUN, "POST /api/v1/deploys", &said.to_string()).await;
        assert_eq!(noted.status, 201);
        house.clock.advance(SignedDuration::from_hours(1));
    }
    let verdict = house.tell(RUN, "POST /api/v1/deploys/2/verdict", r#"{"verdict":"worse"}"#).await;
    assert_eq!(verdict.status, 204);
    let first = house.ask_with(READ, "GET /api/v1/deploys?limit=1").await.json();
    assert_eq!(first["items"][0]["version"], "1.4.2");
    assert_eq!(first["items"][0]["gate"]["verdict"], "worse");
    let last = &first["items"][0];
    let said = "No test of this service is watched there";
    assert_eq!((&last["verdict"], &last["sentence"]), (&json!("cannot_tell"), &json!(said)));
    let next = format!("GET /api/v1/deploys?limit=1&cursor={}", first["next"].as_str().unwrap());
    let second = house.ask_with(READ, &next).await.json();
    assert_eq!(second["items"][0]["version"], "1.4.1");
    assert_eq!((&second["items"][0]["gate"], &second["next"]), (&json!(null), &json!(null)));
    let one = house.ask_with(READ, "GET /api/v1/deploys/2").await;
    assert_eq!(one.json()["verdict"], "cannot_tell", "{one:?}");
    for id in ["0", "x", "-1", "99999999999999999999"] {
        let none = house.ask_with(READ, &format!("GET /api/v1/deploys/{id}")).await;
        let why = format!("there is no deploy `{id}`");
        assert_eq!((none.status, none.problem()), (404, why));
    }
}

/// Runs of `checkout` a minute apart: good ones before the deploy, then bad ones.
fn runs() -> Vec<SeriesRun> {
    let one = |minute: i64| {
        let outcome = if minute < 20 { Outcome::Passed } else { Outcome::Failed };
        let mut run = run("checkout", outcome);
        run.planned = start() + SignedDuration::from_mins(minute);
        run.started = run.planned;
        run.took = Duration::from_millis(100);
        run.run = RunId::at(run.planned, *b"0123456789");
        run
    };
    (0..30).map(one).collect()
}

#[tokio::test]
async fn a_deploy_after_which_tests_fail_is_worse_test_by_test() {
    let suite = "name: Shop\nservice: shop\nsteps: [{ name: look, get: / }]\n";
    // The other monitor has no environment, and so no address of the service.
    let project = PROJECT.replace("time_zone: UTC", "time_zone: UTC, in: production");
    let house = House::watching_suite(&project, suite).await;
    house.record(runs()).await;
    house.clock.advance(SignedDuration::from_secs(20 * 60 - 30));
    let said = r#"{"service":"shop","version":"1.4.2","environment":"production"}"#;
    assert_eq!(house.tell(RUN, "POST /api/v1/deploys", said).await.status, 201);
    house.clock.advance(SignedDuration::from_mins(15));
    let one = house.ask_with(READ, "GET /api/v1/deploys/1").await.json();
    assert_eq!(one["verdict"], "worse", "{one}");
    let test = &one["tests"][0];
    let counts = ["failed_before", "runs_before", "failed_after", "runs_after"];
    assert_eq!(counts.map(|count| test[count].clone()), [0, 20, 10, 10].map(|n| json!(n)), "{one}");
    let first_bad = RunId::at(start() + SignedDuration::from_mins(20), *b"0123456789");
    assert_eq!(test["first_failed"], json!(first_bad));
}

#[tokio::test]
async fn what_the_files_say_is_told_with_its_place() {
    let house = House::watching(PROJECT).await;
    let said = house.ask_with(READ, "GET /api/v1/settings").await.json();
    let monitor = json!({
        "kind": "monitor",
        "name": "checkout",
        "said": "every 1 min in production, critical when it is down",
        "place": "tripline.yaml:5",
    });
    assert_eq!(said["items"][0], monitor);
    let items = said["items"].as_array().unwrap().iter();
    let names: Vec<_> =
        items.map(|item| (item["kind"].clone(), item["name"].clone())).skip(1).collect();
    let expected = [("monitor", "nightly"), ("environment", "production"), ("heartbeat", "backup")];
    assert_eq!(names, expected.map(|(kind, name)| (json!(kind), json!(name))));
    assert_eq!(said["refused"], json!(null));
}
