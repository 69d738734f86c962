//! What changes nothing.

use runner_model::Outcome;
use runner_store::Pause;
use serde_json::json;

use crate::house::{House, READ, in_full, run, start};

#[tokio::test]
async fn a_monitor_that_is_paused_or_could_not_tell_is_not_up() {
    let project = "version: 1
monitors:
  checkout: { run: suites/shop.trip.yaml, every: 1m }
  login: { run: suites/shop.trip.yaml, every: 1m }
";
    let house = House::watching(project).await;
    let bygone = run("bygone", Outcome::Passed);
    house.record(vec![run("checkout", Outcome::Errored), run("login", Outcome::Passed)]).await;
    house.record(vec![bygone]).await;
    let monitor = "login".try_into().unwrap();
    let pause = Pause { monitor, since: start(), reason: None, who: "a test".to_owned() };
    house.store.pauses().begin(pause).await.unwrap();
    let json = house.ask_with(READ, "GET /api/v1/monitors").await.json();
    let states = json["items"].as_array().unwrap().iter();
    let states: Vec<_> =
        states.map(|line| (line["monitor"].clone(), line["state"].clone())).collect();
    let expected = [("checkout", "unknown"), ("login", "paused")];
    let expected = expected.map(|(monitor, state)| (json!(monitor), json!(state)));
    assert_eq!(states, expected, "a monitor that the project no longer has is history");
}

#[tokio::test]
async fn a_run_is_shown_with_its_detail() {
    let house = House::open().await;
    let run = in_full(run("checkout", Outcome::Failed));
    let id = run.run.to_string();
    house.record(vec![run.clone()]).await;
    let answered = house.ask_with(READ, &format!("GET /api/v1/runs/{id}")).await;
    assert_eq!(answered.status, 200);
    let json = answered.json();
    assert_eq!(json["run"], json!(id));
    assert_eq!(json["tests"], json!([run]));
    assert_eq!(json["tests"][0]["detail"]["rerun"], "tripline run suites/shop.trip.yaml");
}

#[tokio::test]
async fn a_run_that_is_not_remembered_is_told_so() {
    let house = House::open().await;
    for id in ["019b7700000030313233343536373839", "0", "checkout", "%00", "%f0%9f%92%a5"] {
        let answered = house.ask_with(READ, &format!("GET /api/v1/runs/{id}")).await;
        assert_eq!(answered.status, 404, "{id}");
        assert!(answered.problem().starts_with("no run `"), "{answered:?}");
    }
}
