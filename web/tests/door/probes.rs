//! What machines ask that look after this one.

use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn it_is_alive_while_it_answers() {
    let house = House::open().await;
    let answered = house.ask("GET /healthz").await;
    assert_eq!((answered.status, answered.body.as_str()), (200, "ok\n"));
    assert_eq!(house.ask("HEAD /healthz").await.body, "");
}

#[tokio::test]
async fn it_is_ready_when_every_condition_is_met() {
    let house = House::open().await;
    let answered = house.ask("GET /readyz").await;
    assert_eq!(answered.status, 200);
    let expected = json!({
        "ready": true,
        "monitors": 2,
        "conditions": [
            { "name": "store", "met": true, "words": "the store is being written" },
            { "name": "files", "met": true, "words": "the project's files are right" },
            { "name": "service", "met": true, "words": "2 monitors watched" },
        ],
    });
    assert_eq!(answered.json(), expected);
}

#[tokio::test]
async fn files_that_are_not_right_are_named_with_the_place() {
    let house = House::open().await;
    let first = "tripline.yaml:14:3: unknown key `evrey`";
    house.readiness.lock().unwrap().refused = Some(first.to_owned());
    let answered = house.ask("GET /readyz").await;
    assert_eq!(answered.status, 200, "what ran before runs on");
    let json = answered.json();
    assert_eq!(json["ready"], true);
    let words = format!("the project's files are not right, what ran before runs on: {first}");
    assert_eq!(json["conditions"][1], json!({ "name": "files", "met": false, "words": words }));
    assert_eq!(house.ask("GET /healthz").await.status, 200, "alive all the same");
}

#[tokio::test]
async fn what_is_stopping_is_not_ready() {
    let house = House::open().await;
    house.readiness.lock().unwrap().is_stopping = true;
    let answered = house.ask("GET /readyz").await;
    assert_eq!(answered.status, 503);
    assert_eq!(answered.json()["conditions"][2]["words"], "the service is stopping");
}

#[tokio::test]
async fn a_store_that_is_gone_is_a_problem_and_not_the_end() {
    let house = House::open().await;
    house.store.clone().close().await;
    assert_eq!(house.ask("GET /healthz").await.status, 200);
    let answered = house.ask_with(crate::house::READ, "GET /api/v1/status").await;
    assert_eq!(answered.status, 503);
    assert_eq!(answered.problem(), "the store cannot be read at present: try again");
    assert_eq!(answered.header("retry-after"), Some("10"));
}

#[tokio::test]
async fn metrics_are_told_as_prometheus_wants_them() {
    let house = House::open().await;
    let answered = house.ask("GET /metrics").await;
    assert_eq!((answered.status, answered.body.as_str()), (200, "tripline_monitors 2\n"));
    let kind = answered.header("content-type");
    assert_eq!(kind, Some("text/plain; version=0.0.4; charset=utf-8"));
}
