//! The screen on the wall.

use std::time::Duration;

use jiff::SignedDuration;
use runner_model::IncidentId;
use runner_store::{IncidentChange, IncidentSpan, Json, Record};
use serde_json::Value;

use crate::house::{House, start};
use crate::pages::{look, watched};

/// As many incidents as that, all like the first.
async fn with_incidents(count: u64) -> House {
    let house = watched().await;
    let first = house.store.incidents().by_id(IncidentId(1)).await.unwrap().unwrap();
    let first: Value = first.json.read().unwrap();
    for id in 2..=count {
        let mut other = first.clone();
        other["id"] = id.into();
        let change = IncidentChange {
            id: IncidentId(id),
            span: IncidentSpan::Open { since: start() },
            json: Json::of(&other).unwrap(),
            evidence: Vec::new(),
        };
        let record = Record { incidents: vec![change], ..Record::default() };
        house.store.record(record).await.unwrap();
    }
    house
}

#[tokio::test]
async fn what_is_red_fills_the_screen() {
    let house = watched().await;
    let page = look(&house, "/tv").await.body;
    assert!(page.contains("<h1>1 incident</h1>"), "{page}");
    assert!(page.contains("data-turn=\"60\""), "nothing takes turns: {page}");
    assert!(page.contains("id=\"stale\" role=\"alert\" hidden"), "{page}");
}

#[tokio::test]
async fn what_does_not_fit_is_shown_in_turn() {
    let house = with_incidents(14).await;
    let mut parts = Vec::new();
    for _ in 0..3 {
        let page = look(&house, "/tv").await.body;
        assert!(page.contains("data-turn=\"15\""), "{page}");
        let (_, part) = page.split_once("<p class=\"more\">").expect("it says which part");
        let (part, _) = part.split_once('<').unwrap();
        let shown = page.matches("<li><h2>").count();
        parts.push((part.to_owned(), shown));
        house.clock.advance(SignedDuration::from_secs(15));
        // How everything stands is looked up anew after a while.
        tokio::time::sleep(Duration::from_secs(4)).await;
    }
    parts.sort();
    let expected = [("1 to 6 of 14", 6), ("13 to 14 of 14", 2), ("7 to 12 of 14", 6)];
    assert_eq!(parts, expected.map(|(part, shown)| (part.to_owned(), shown)));
}
