//! What the runs around a deploy say of it, as the API tells it.

use jiff::SignedDuration;
use runner_model::Outcome;
use runner_store::{Deploy, DeployId};
use serde_json::{Value, json};

use crate::house::{House, READ, run, start};
use crate::pages::{full, look, watched};

async fn get(house: &House, way: &str) -> Value {
    let answered = house.ask_with(READ, &format!("GET {way}")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()
}

#[tokio::test]
async fn a_deploy_after_which_a_test_fails_says_what_it_found_and_what_changed() {
    let house = watched().await;
    let one = get(&house, "/api/v1/deploys/1").await;
    let [test] = &one["tests"].as_array().unwrap()[..] else { panic!("{one}") };
    let before = test["p95_before_ms"].as_f64().unwrap();
    assert!((before - 120.0).abs() < 3.0, "{before}");
    assert_eq!(test["p95_after_ms"], Value::Null, "none passed after it: {test}");
    assert_eq!(test["first_failed"], full(7, Outcome::Failed).run.as_str());
    let found = &test["found"];
    let nasty = "<script>alert(1)</script>";
    assert_eq!(found["step"], format!("step 1 \"look {nasty}\""));
    assert_eq!(found["request"], format!("POST https://shop.example.com/orders?q={nasty}"));
    assert_eq!((&found["expected"], &found["got"]), (&json!("status 201"), &json!(nasty)));
    assert_eq!(found["against"], full(6, Outcome::Passed).run.as_str(), "{found}");
    let status = json!({ "what": "status", "before": "201", "after": "502" });
    assert!(found["changes"].as_array().unwrap().contains(&status), "{found}");
    let list = get(&house, "/api/v1/deploys").await;
    let line = &list["items"][0];
    assert_eq!((&line["verdict"], &line["sentence"]), (&one["verdict"], &one["sentence"]));
    // The page says the same.
    let page = look(&house, &format!("/d/{}", line["id"])).await.body;
    assert!(page.contains("<td class=\"r num\" data-l=\"after\">3 of 3</td>"), "{page}");
    assert!(page.contains("<dd>status 201</dd>"), "{page}");
}

#[tokio::test]
async fn what_no_run_can_change_is_not_judged_anew_each_time() {
    let house = watched().await;
    house.clock.advance(SignedDuration::from_hours(2));
    let first = get(&house, "/api/v1/deploys").await;
    let mut late = run("checkout", Outcome::Passed);
    late.planned = start() + SignedDuration::from_mins(30);
    late.started = late.planned;
    late.run = runner_model::RunId::at(late.planned, *b"0123456789");
    house.record(vec![late]).await;
    assert_eq!(get(&house, "/api/v1/deploys").await, first);
}

#[tokio::test]
async fn two_deploys_of_one_moment_are_two_pages_of_which_the_api_gives_the_numbers() {
    let house = watched().await;
    let deploys = house.store.deploys();
    let first = deploys.by_id(DeployId(1)).await.unwrap().unwrap().deploy;
    let twin = Deploy { version: "1.4.2-eu".to_owned(), ..first };
    deploys.add(twin).await.unwrap();
    let list = look(&house, "/d").await.body;
    let runs = look(&house, "/runs").await.body;
    let told = get(&house, "/api/v1/deploys").await;
    let told = told["items"].as_array().unwrap();
    assert_eq!(told.len(), 2);
    for deploy in told {
        let (id, name) = (&deploy["id"], format!("shop {}", deploy["version"].as_str().unwrap()));
        let page = look(&house, &format!("/d/{id}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<title>{name} ")), "{name}: {}", page.body);
        assert!(page.body.contains(&format!("href=\"/runs?deploy={id}\"")), "{}", page.body);
        assert!(list.contains(&format!("href=\"/d/{id}\">{name}<")), "{name}: {list}");
        assert!(runs.contains(&format!("<option value=\"{id}\">{name}</option>")), "{runs}");
        let after = look(&house, &format!("/runs?deploy={id}")).await.body;
        assert!(after.contains(&format!("after {name}")), "{name}: {after}");
    }
}
