//! How a budget went down, and who spent it, as numbers.

use jiff::SignedDuration;
use runner_model::Outcome;
use serde_json::{Value, json};

use crate::house::{House, READ, start};
use crate::pages::{full, look, watched};

async fn spending(house: &House, objective: &str) -> Value {
    let answered =
        house.ask_with(READ, &format!("GET /api/v1/objectives/{objective}/spending")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()
}

#[tokio::test]
async fn what_an_incident_spent_is_told_beside_the_course_of_the_budget() {
    let house = watched().await;
    let shown = spending(&house, "checkout-works").await;
    let objective = house.ask_with(READ, "GET /api/v1/objectives/checkout-works").await.json();
    assert_eq!(shown["left"], objective["budget"]["left"], "{objective}");
    let minute = |minute: i64| start() + SignedDuration::from_mins(minute);
    let incident = json!({
        "incident": 1,
        "title": "checkout is failing in production",
        "spent": "180",
        "share": "100.000 %",
    });
    let series = json!({
        "series": full(7, Outcome::Failed).series.to_string(),
        "spent": "180",
        "share": "100.000 %",
    });
    let expected = json!({
        "objective": "checkout-works",
        "from": minute(10) - SignedDuration::from_hours(24),
        "until": minute(10),
        "at": minute(10),
        "counted_in": "seconds",
        "allowed": "864",
        "spent": "180",
        "left": "79.166 %",
        "even": "0.000 %",
        "points": [
            { "at": minute(7), "left": "93.055 %" },
            { "at": minute(8), "left": "86.111 %" },
            { "at": minute(9), "left": "79.166 %" },
        ],
        "incidents": [incident],
        "series": [series],
        "unknown_s": 24 * 3_600 - 600,
        "excluded_s": 0,
    });
    assert_eq!(shown, expected);
    // The page draws the same.
    let page = look(&house, "/slo/checkout-works").await.body;
    assert!(page.contains("79 % of the budget is left"), "{page}");
    assert!(page.contains("checkout is failing in production, incident 1</a>"), "{page}");
}

const COUNTED: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
slos: { checkout-holds: { of: checkout, measure: reliability, target: 90%, over: 1d } }
";

#[tokio::test]
async fn what_no_incident_spent_is_told_apart() {
    let house = House::watching(COUNTED).await;
    for minute in 0..10 {
        let outcome = if minute < 8 { Outcome::Passed } else { Outcome::Failed };
        house.record(vec![full(minute, outcome)]).await;
    }
    house.clock.advance(SignedDuration::from_mins(10));
    let shown = spending(&house, "checkout-holds").await;
    assert_eq!((&shown["counted_in"], &shown["spent"]), (&json!("runs"), &json!("2")), "{shown}");
    assert_eq!(shown["incidents"], json!([]));
    assert_eq!(shown["outside"], json!({ "spent": "2", "share": "100.000 %" }));
    assert_eq!(shown["points"].as_array().unwrap().len(), 2, "{shown}");
    assert_eq!(shown["left"], shown["points"][1]["left"]);
}

#[tokio::test]
async fn what_nobody_promised_spends_nothing() {
    let house = watched().await;
    let none = house.ask_with(READ, "GET /api/v1/objectives/other/spending").await;
    assert_eq!((none.status, none.problem()), (404, "there is no objective `other`".into()));
}
