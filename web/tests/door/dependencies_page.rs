//! Dependencies: measured, modelled, supposed.

use crate::house::{House, READ};
use crate::pages::{look, watched};

#[tokio::test]
async fn what_if_is_asked_for_part_by_part_without_a_script() {
    let house = watched().await;
    let page = look(&house, "/deps").await.body;
    assert!(page.contains("<form method=\"get\" action=\"/deps\">"), "{page}");
    assert!(page.contains("name=\"if.checkout\" value=\"\""), "{page}");
    let supposed = look(&house, "/deps?if.checkout=99&if.login=99").await.body;
    assert!(supposed.contains("supposed 99.0000 %"), "shared: {supposed}");
    assert!(supposed.contains("name=\"if.checkout\" value=\"99\""), "{supposed}");
    assert!(supposed.contains("checkout=99%,login=99%</span>"), "{supposed}");
    assert_eq!(look(&house, "/deps?if.checkout=many").await.status, 400);
    assert_eq!(look(&house, "/deps?if.checkout=101").await.status, 400);
}

#[tokio::test]
async fn a_formula_stands_at_each_knot_and_what_is_shared_is_told() {
    let house = watched().await;
    let page = look(&house, "/deps?if.checkout=99&if.login=90").await.body;
    assert!(page.contains("the product of all: 99.0000 % × "), "{page}");
    assert!(page.contains("1 − (1 − 90.0000 %) × (1 − 99.0000 %)"), "{page}");
    assert!(
        page.contains("checkout is used in 2 places: it fails in all of them at once"),
        "{page}"
    );
    assert!(page.contains("weakest link"), "{page}");
}

#[tokio::test]
async fn where_nothing_is_declared_a_beginning_is_made_of_the_suites() {
    let project = "version: 1
environments: { production: { services: { shop: 'https://shop.example.net' } } }
services: { shop: {} }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m }
  login: { run: suites/shop.trip.yaml, every: 1m, in: production }
";
    let suite = "name: Shop
service: shop
steps:
  - get: /orders
  - get: https://cdn.example.org/logo.png
  # - get: https://old.example.com/
";
    let house = House::watching_suite(project, suite).await;
    let page = look(&house, "/deps").await.body;
    let yaml = "composition:
  product:
    series:
      - checkout   # cdn.example.org, shop.example.net
      - login   # cdn.example.org, shop.example.net";
    assert!(page.contains(yaml), "{page}");
    assert!(page.contains("<td class=\"b\">shop.example.net</td>"), "{page}");
    assert!(!page.contains("old.example.com"), "a comment asks nothing: {page}");
    let told = house.ask_with(READ, "GET /api/v1/dependencies").await.json()["inferred"].clone();
    assert_eq!(told["yaml"], yaml);
    assert_eq!(told["hosts"][1]["host"], "shop.example.net");
    assert_eq!(told["hosts"][1]["monitors"], serde_json::json!(["checkout", "login"]));
}
