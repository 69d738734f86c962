//! Finding: a page with a form; the bar shows the same while somebody types.

use runner_model::Outcome;
use serde_json::{Value, json};

use crate::house::{House, READ, RUN};
use crate::pages::{full, look, watched};

/// Kinds that were found, and what of each.
fn found(html: &str) -> Vec<(String, usize)> {
    let (_, found) = html.split_once("<div id=\"found\">").unwrap();
    let kinds = found.split("<h2>").skip(1);
    kinds
        .map(|kind| {
            let (name, hits) = kind.split_once("</h2>").unwrap();
            (name.to_owned(), hits.matches("<li data-row>").count())
        })
        .collect()
}

#[tokio::test]
async fn suites_incidents_promises_actions_and_pages_are_found_by_name() {
    let house = watched().await;
    let page = look(&house, "/find?q=checkout").await.body;
    let kinds = found(&page);
    let names: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Suites", "Incidents", "Error budgets", "Actions", "Pages"]);
    for hit in [
        "href=\"/s/suites/shop?monitor=checkout\"",
        "href=\"/i/1\"",
        "href=\"/slo/checkout-works\"",
        "action=\"/run/checkout\"",
        "action=\"/i/1/ack\"",
        "href=\"/runs?monitor=checkout\"",
    ] {
        assert!(page.contains(hit), "{hit}: {page}");
    }
}

#[tokio::test]
async fn a_run_is_found_by_its_id_or_the_end_of_it() {
    let house = watched().await;
    let run = full(9, Outcome::Failed).run;
    let whole = look(&house, &format!("/find?q={run}")).await.body;
    assert!(whole.contains(&format!("href=\"/r/{run}\"")), "{whole}");
    let end = look(&house, &format!("/find?q=%23{}", &run.as_str()[24..])).await.body;
    assert!(found(&end).contains(&("Runs".to_owned(), 5)), "all end so: {end}");
    assert!(end.contains(&format!("href=\"/r/{run}\"")), "the newest first: {end}");
}

#[tokio::test]
async fn without_words_pages_and_what_waits_are_offered() {
    let house = watched().await;
    let page = look(&house, "/find").await.body;
    let kinds = found(&page);
    assert_eq!(kinds[0], ("Actions".to_owned(), 1), "{kinds:?}");
    assert!(kinds[1].0 == "Pages" && kinds[1].1 > 8, "{kinds:?}");
    let none = look(&house, "/find?q=zebra").await.body;
    assert!(none.contains("Nothing is called “zebra”"), "{none}");
}

/// What the API finds: the items, each of one kind.
async fn asked(house: &House, way: &str) -> Vec<Value> {
    let answered = house.ask_with(READ, &format!("GET {way}")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_api_finds_what_the_page_finds_with_ways_to_do_it() {
    let house = watched().await;
    let items = asked(&house, "/api/v1/find?q=checkout").await;
    let kinds: Vec<&Value> = items.iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, ["suite", "incident", "objective", "action", "action", "page"], "{items:?}");
    let suite = json!({
        "kind": "suite",
        "text": "Shop · checkout",
        "said": "production, passing",
        "page": "/s/suites/shop?monitor=checkout",
    });
    assert_eq!(items[0], suite);
    assert_eq!(items[2]["page"], "/slo/checkout-works");
    let does: Vec<&Value> = items.iter().map(|item| &item["does"]).collect();
    let null = &Value::Null;
    let (ack, run) = ("POST /api/v1/incidents/1/ack", "POST /api/v1/monitors/checkout/run");
    assert_eq!(does, [null, null, null, &json!(ack), &json!(run), null]);
    // What it says it does can be done.
    for way in [ack, run] {
        assert_eq!(house.ask_with(RUN, way).await.status, 202, "{way}");
    }
    let run = full(9, Outcome::Failed).run;
    let runs = asked(&house, &format!("/api/v1/find?q={run}")).await;
    assert_eq!(runs.len(), 1, "{runs:?}");
    assert_eq!((&runs[0]["kind"], &runs[0]["page"]), (&json!("run"), &json!(format!("/r/{run}"))));
    assert_eq!(asked(&house, "/api/v1/find?q=zebra").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_finder_names_eight_of_a_kind_at_most() {
    let lines: String = (0..12)
        .map(|at| format!("  on-{at}: {{ run: suites/shop.trip.yaml, every: 1m }}\n"))
        .collect();
    let house = House::watching(&format!("version: 1\nmonitors:\n{lines}")).await;
    let items = asked(&house, "/api/v1/find?q=on-").await;
    for kind in ["suite", "action", "page"] {
        assert_eq!(items.iter().filter(|item| item["kind"] == kind).count(), 8, "{items:?}");
    }
    let waiting = asked(&house, "/api/v1/find").await;
    assert!(waiting.iter().all(|item| item["kind"] == "page"), "{waiting:?}");
}
