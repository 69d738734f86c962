//! Lists of what the project says and of tokens, a page at a time.

use serde_json::{Value, json};

use crate::house::{ADMIN, House, READ, start};
use crate::lists::all;

/// Nothing in it is in the order of names.
const PROJECT: &str = "version: 1
environments: { staging: {}, production: {} }
services: { shop: { depends_on: [cards] }, bank: { external: true }, cards: {} }
monitors:
  login: { run: suites/shop.trip.yaml, in: staging, every: 1m }
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m }
heartbeats: { backup: { every: 1h } }
slos:
  login-works: { of: login, target: 99%, over: 1d }
  answers: { of: checkout, target: 99.9%, over: 1d }
  checkout-works: { of: checkout, target: 99%, over: 1d }
composition: { shop: { series: [checkout, login] }, all: { series: [login] } }
channels:
  pager: { pagerduty: { routing_key: '{{secret.key}}' } }
  hook: { webhook: { post: 'https://hooks.example.com/' } }
  mirror: { webhook: { post: 'https://mirror.example.com/' } }
secrets: { key: { env: KEY } }
status_pages: { shop: { components: { Checkout: checkout } } }
";

/// Each list with what names an item, and the names in order.
const LISTS: [(&str, &str, &[&str]); 7] = [
    ("/api/v1/objectives", "objective", &["answers", "checkout-works", "login-works"]),
    ("/api/v1/channels", "channel", &["hook", "mirror", "pager"]),
    ("/api/v1/tokens", "name", &["dashboard", "on call", "pipeline"]),
    ("/api/v1/dependencies", "service", &["bank", "cards", "shop"]),
    ("/api/v1/monitors", "monitor", &["checkout", "login"]),
    ("/api/v1/suites", "suite", &["suites/shop"]),
    (
        "/api/v1/settings",
        "name",
        &[
            "checkout",
            "login",
            "production",
            "staging",
            "backup",
            "answers",
            "checkout-works",
            "login-works",
            "all",
            "shop",
            "shop",
        ],
    ),
];

#[tokio::test]
async fn pages_put_together_are_the_whole_in_order() {
    let house = House::watching(PROJECT).await;
    for (way, field, names) in LISTS {
        let expected: Vec<Value> = names.iter().map(|name| json!(name)).collect();
        for limit in [1, 2, 3, 500] {
            assert_eq!(all(&house, ADMIN, way, limit, field).await, expected, "{way} {limit}");
        }
    }
}

#[tokio::test]
async fn what_is_no_page_is_told_by_every_list() {
    let house = House::watching(PROJECT).await;
    let refused = async |asked: &str| {
        let answered = house.ask_with(ADMIN, &format!("GET {asked}")).await;
        assert_eq!(answered.status, 400, "{asked}: {answered:?}");
        answered.problem()
    };
    let others =
        ["/api/v1/runs", "/api/v1/incidents", "/api/v1/deploys", "/api/v1/audit"].into_iter();
    for way in LISTS.iter().map(|(way, ..)| *way).chain(others) {
        for limit in ["0", "501"] {
            let why = refused(&format!("{way}?limit={limit}")).await;
            assert_eq!(why, "`limit` is a number from 1 to 500", "{way}");
        }
        let why = refused(&format!("{way}?limit=many")).await;
        assert!(why.starts_with("the query is not what is wanted: "), "{way}: {why}");
    }
    for cursor in ["checkout", "secret/checkout", ""] {
        let why = refused(&format!("/api/v1/settings?cursor={cursor}")).await;
        assert_eq!(why, "`cursor` is none that a page gave as its `next`", "{cursor}");
    }
}

#[tokio::test]
async fn a_page_follows_on_one_whose_last_item_is_gone() {
    let house = House::watching(PROJECT).await;
    let page = async |asked: &str| house.ask_with(ADMIN, &format!("GET {asked}")).await.json();
    let first = page("/api/v1/tokens?limit=1").await;
    assert_eq!(first["next"], "dashboard");
    house.store.tokens().revoke("dashboard", start(), "a test").await.unwrap();
    let second = page("/api/v1/tokens?limit=1&cursor=dashboard").await;
    assert_eq!(second["items"][0]["name"], "on call");
    for (asked, field, follows) in [
        ("/api/v1/objectives?limit=1&cursor=bygone", "objective", "checkout-works"),
        ("/api/v1/channels?limit=1&cursor=bygone", "channel", "hook"),
        ("/api/v1/dependencies?limit=1&cursor=bygone", "service", "cards"),
        ("/api/v1/settings?limit=1&cursor=monitor/zebra", "name", "production"),
        ("/api/v1/settings?limit=1&cursor=objective/bygone", "name", "checkout-works"),
    ] {
        assert_eq!(page(asked).await["items"][0][field], follows, "{asked}");
    }
    assert_eq!(page("/api/v1/channels?cursor=zebra").await, json!({ "items": [] }));
}

#[tokio::test]
async fn what_stands_beside_a_page_stands_beside_every_page() {
    let house = House::watching(PROJECT).await;
    for cursor in ["bank", "zebra"] {
        let asked = format!("GET /api/v1/dependencies?limit=1&cursor={cursor}");
        let page = house.ask_with(READ, &asked).await.json();
        assert_eq!(page["compositions"], json!(["shop", "all"]));
    }
    let asked = "GET /api/v1/settings?limit=1&cursor=status_page/shop";
    let page = house.ask_with(READ, asked).await.json();
    assert_eq!(page["kept"].as_array().unwrap().len(), 3);
    assert_eq!(page["items"], json!([]));
}
