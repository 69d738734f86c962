//! Incidents, for programs: all that their pages show.

use jiff::SignedDuration;
use runner_model::{IncidentId, Outcome};
use runner_store::{IncidentChange, IncidentSpan, Json, Record};
use serde_json::{Value, json};

use crate::house::{House, READ, start};
use crate::lists::all;
use crate::pages::{full, look, watched};

/// Keeps incident 1 with changes: under this number, as one that is open.
async fn keep(house: &House, id: u64, change: impl FnOnce(&mut Value)) {
    let stored = house.store.incidents().by_id(IncidentId(1)).await.unwrap().unwrap();
    let mut incident: Value = stored.json.read().unwrap();
    incident["id"] = json!(id);
    change(&mut incident);
    let change = IncidentChange {
        id: IncidentId(id),
        span: IncidentSpan::Open { since: start() + SignedDuration::from_mins(7) },
        json: Json::of(&incident).unwrap(),
        evidence: Vec::new(),
    };
    house.store.record(Record { incidents: vec![change], ..Record::default() }).await.unwrap();
}

#[tokio::test]
async fn an_incident_is_told_with_all_that_its_page_shows() {
    let house = watched().await;
    let shown = house.ask_with(READ, "GET /api/v1/incidents/1").await.json();
    let page = look(&house, "/i/1").await.body;
    assert_eq!(shown["title"], "checkout is failing in production");
    assert!(page.contains("checkout is failing in production"), "{page}");
    let affected = json!({
        "monitor": "checkout",
        "suite": "suites/shop",
        "test": "main",
        "variant": "",
        "location": "here",
        "name": "Shop",
        "environment": "production",
        "owner": "team-web",
        "runbook": "https://wiki.example.com/shop",
        "state": "down",
        "since": start() + SignedDuration::from_mins(7),
        "run": full(7, Outcome::Failed).run,
        "step": "step 1 \"look\"",
        "request": "POST https://shop.example.com/orders",
        "expected": "status 201",
        "got": "<script>alert(1)</script>",
        "rerun": "tripline run suites/shop.trip.yaml",
    });
    assert_eq!(shown["affected"], json!([affected]));
    let deploy = json!({
        "at": start() + SignedDuration::from_secs(390),
        "service": "shop",
        "environment": "production",
        "version": "1.4.2",
    });
    assert_eq!(shown["deploys"], json!([deploy]), "half a minute before");
    assert_eq!((&shown["told"], &shown["folded"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn who_was_told_and_what_fails_because_of_it_is_said() {
    let house = watched().await;
    keep(&house, 1, |incident| {
        let mut folded = incident["members"][0].clone();
        folded["series"]["monitor"] = json!("login");
        incident["folded"] = json!([folded]);
        let entries = incident["timeline"]["entries"].as_array_mut().unwrap();
        for (channel, phase) in [("pager", "down"), ("hook", "down"), ("pager", "still_open")] {
            entries.push(json!({
                "at": start() + SignedDuration::from_mins(9),
                "happened": "told",
                "channel": channel,
                "phase": phase,
            }));
        }
    })
    .await;
    let shown = house.ask_with(READ, "GET /api/v1/incidents/1").await.json();
    assert_eq!(shown["told"], json!(["pager", "hook"]));
    assert_eq!(shown["folded"][0]["monitor"], "login");
    let told: Vec<_> = shown["timeline"].as_array().unwrap().iter().skip(1).collect();
    assert_eq!(told.len(), 3, "each time is in the timeline: {shown}");
    let page = look(&house, "/i/1").await.body;
    assert!(page.contains("Told pager and hook, not acknowledged"), "{page}");
    let listed = house.ask_with(READ, "GET /api/v1/incidents").await.json();
    assert_eq!(listed["items"][0]["told"], json!(["pager", "hook"]));
}

#[tokio::test]
async fn incidents_are_those_of_an_environment() {
    let house = watched().await;
    for id in 2..=7 {
        let place = if id % 3 == 0 { "staging" } else { "production" };
        keep(&house, id, |incident| {
            incident["members"][0]["facts"]["environment"] = json!(place);
        })
        .await;
    }
    // Of one that cannot be read nobody knows where it is.
    house.incident(8, true).await;
    for (query, expected) in [
        ("?environment=staging", &[8, 6, 3][..]),
        ("?environment=production", &[8, 7, 5, 4, 2, 1]),
        ("?environment=production&open=false", &[]),
        ("?environment=nowhere", &[8]),
        ("", &[8, 7, 6, 5, 4, 3, 2, 1]),
    ] {
        let expected: Vec<Value> = expected.iter().map(|id| json!(id)).collect();
        for limit in [1, 2, 500] {
            let way = format!("/api/v1/incidents{query}");
            let found = all(&house, READ, &way, limit, "incident").await;
            assert_eq!(found, expected, "{query} {limit}");
        }
    }
}
