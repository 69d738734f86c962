//! Runs that somebody asks for, and deploys that are announced.

use std::time::Duration;

use runner_model::{Errand, ErrandEnd, ErrandRun, ErrandState, Outcome, Secret, Wanted};
use runner_store::{Errands, NewTrigger, Record};
use serde_json::json;

use crate::house::{House, READ, RUN, start};

const ASKED: &str = r#"{"tag":"smoke","environment":"staging","inputs":{"count":3,"sku":"A1"}}"#;

/// What the service would do with the only order: take it, and say that it is over.
async fn carry_out(house: &House, state: ErrandState) -> ErrandRun {
    loop {
        let orders = house.store.orders().claim(start()).await.unwrap();
        let Some(order) = orders.into_iter().next() else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let Wanted::Errand { run, errand } = order.wanted else { panic!("{order:?}") };
        let asked = ErrandRun { run, at: order.at, by: order.by, errand, state };
        let states = vec![Errands::change(&asked)];
        house.store.record(Record { states, ..Record::default() }).await.unwrap();
        return asked;
    }
}

fn done(outcome: Outcome) -> ErrandState {
    let took = Duration::from_millis(1500);
    ErrandState::Done(ErrandEnd { outcome, started: start(), took, tests: 3, failed: 1 })
}

#[tokio::test]
async fn a_verdict_that_comes_in_time_is_the_answer() {
    let house = House::open().await;
    let (answered, asked) = tokio::join!(
        house.tell(RUN, "POST /api/v1/trigger?wait=30s", ASKED),
        carry_out(&house, done(Outcome::Failed)),
    );
    assert_eq!(answered.status, 200, "{answered:?}");
    let json = answered.json();
    assert_eq!((&json["state"], &json["outcome"]), (&json!("done"), &json!("failed")));
    assert_eq!(
        (&json["ran"], &json["failed"], &json["took"]),
        (&json!(3), &json!(1), &json!(1500.0))
    );
    assert_eq!((asked.by.as_str(), asked.at), ("pipeline", start()));
    let inputs = [("count", "3"), ("sku", "A1")];
    let inputs = inputs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let errand = Errand {
        tag: Some("smoke".to_owned()),
        environment: Some("staging".try_into().unwrap()),
        inputs,
        ..Errand::default()
    };
    assert_eq!(asked.errand, errand);
    let looked = house.ask_with(READ, &format!("GET {}", json["url"].as_str().unwrap())).await;
    assert_eq!(looked.json()["asked"], json);
}

#[tokio::test]
async fn a_refusal_says_why() {
    let house = House::open().await;
    let refused = ErrandState::Refused { why: "there is no suite `x`".to_owned() };
    let (answered, _) = tokio::join!(
        house.tell(RUN, "POST /api/v1/trigger?wait=30s", ASKED),
        carry_out(&house, refused),
    );
    assert_eq!((answered.status, answered.problem().as_str()), (422, "there is no suite `x`"));
}

#[tokio::test]
async fn whoever_does_not_wait_or_waits_in_vain_is_told_where_to_look() {
    let house = House::open().await;
    for wait in ["", "?wait=0s", "?wait=300ms"] {
        let answered = house.tell(RUN, &format!("POST /api/v1/trigger{wait}"), ASKED).await;
        assert_eq!(answered.status, 202, "{answered:?}");
        assert_eq!(answered.json()["state"], "waiting");
        assert_eq!(answered.header("location"), answered.json()["url"].as_str());
    }
}

#[tokio::test]
async fn nobody_waits_for_a_service_that_ends() {
    let house = House::open().await;
    house.readiness.lock().unwrap().is_stopping = true;
    let asked = house.tell(RUN, "POST /api/v1/trigger?wait=60s", ASKED);
    let answered = tokio::time::timeout(Duration::from_secs(10), asked).await.unwrap();
    assert_eq!(answered.status, 202, "{answered:?}");
}

#[tokio::test]
async fn eleven_in_ten_seconds_are_one_too_many() {
    let house = House::open().await;
    for _ in 0..10 {
        assert_eq!(house.tell(RUN, "POST /api/v1/trigger", ASKED).await.status, 202);
    }
    let refused = house.tell(RUN, "POST /api/v1/trigger", ASKED).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("10")));
    assert_eq!(refused.problem(), "10 runs in 10 s are the most: try again in 10 s");
}

#[tokio::test]
async fn an_address_that_starts_runs_is_not_guessed() {
    let house = House::open().await;
    let secret = Secret::new("8a2b6c61c8e94d1ba1d0".to_owned());
    let errand = Errand { tag: Some("smoke".to_owned()), ..Errand::default() };
    let trigger = NewTrigger { name: "After a deploy".to_owned(), errand, secret };
    assert!(house.store.triggers().add(&trigger, start(), "a test").await.unwrap());
    let started = house.ask("GET /radar/8a2b6c61c8e94d1ba1d0/trigger").await;
    assert_eq!(started.status, 201, "{started:?}");
    let run = &started.json()["data"]["runs"][0];
    assert_eq!(
        (&run["test_id"], &run["test_name"]),
        (&json!("after-a-deploy"), &json!("After a deploy"))
    );
    let what = "asked for a run of tests tagged smoke".to_owned();
    assert_eq!(house.audit().await, [("the trigger After a deploy".to_owned(), what)]);
    for _ in 0..10 {
        assert_eq!(house.ask("GET /radar/8a2b6c61c8e94d1ba1d1/trigger").await.status, 404);
    }
    let locked = house.ask("GET /radar/8a2b6c61c8e94d1ba1d0/trigger").await;
    assert_eq!((locked.status, locked.header("retry-after")), (429, Some("60")));
}

#[tokio::test]
async fn a_deploy_that_is_announced_again_is_the_same() {
    let house = House::open().await;
    let said = r#"{"service":"orders","version":"1.4.2","environment":"staging"}"#;
    let first = house.tell(RUN, "POST /api/v1/deploys", said).await;
    assert_eq!(first.status, 201, "{first:?}");
    let again = house.tell(RUN, "POST /api/v1/deploys", said).await;
    assert_eq!(again.json(), first.json());
    assert_eq!(house.ask_with(READ, "POST /api/v1/deploys").await.status, 403);
    let noted = house.audit().await;
    let what = "announced the deploy of orders 1.4.2 in staging".to_owned();
    assert_eq!(noted[0], ("pipeline".to_owned(), what));
}

#[tokio::test]
async fn what_history_is_asked_for_is_looked_at() {
    let house = House::open().await;
    let ask =
        async |query: &str| house.ask_with(READ, &format!("GET /api/v1/history?{query}")).await;
    let whole = "location=here&before=2026-01-01T00:00:00Z&suite=orders&test=main";
    let answered = ask(&format!("{whole}&environment=staging&matrix.tenant=acme")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    assert_eq!(answered.json(), json!({ "runs": [], "passes": [], "elsewhere": [] }));
    for (query, why) in [
        ("location=here", "`before` is missing"),
        ("location=here&before=soon", "`before` is no time"),
        (&format!("{whole}&suite=other"), "`suite` is there twice"),
        (&format!("{whole}&tenant=acme"), "`tenant` is not asked for here"),
    ] {
        let answered = ask(query).await;
        assert_eq!((answered.status, answered.problem().as_str()), (400, why));
    }
}
