//! Placing orders and watching them.

use std::time::Duration;

use examples_shop::Service::{Orders, Payments, Shop as Front};
use examples_shop::Shop;
use serde_json::{Value, json};

use crate::client::{Request, ask, log_in, shop, shop_that_ships_after};

const ME: &str = "test-user@example.com";

fn place(shop: &Shop, token: &str, body: &Value) -> Request {
    ask(shop, Orders, "POST", "/v1/orders").bearer(token).json(body)
}

fn two_chairs(reference: &str) -> Value {
    json!({ "reference": reference, "lines": [{ "sku": "SKU-1001", "quantity": 2 }] })
}

#[tokio::test]
async fn a_placed_order_has_all_that_a_customer_needs() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    let answer = place(&shop, &token, &two_chairs("mine")).send().await;
    assert_eq!(answer.status, 201);
    let order = answer.json();
    let path = format!("/v1/orders/{}", order["id"]);
    assert_eq!(answer.header("location"), Some(path.as_str()));
    assert!(answer.body.contains(r#""total":25.98,"#), "an exact number: {}", answer.body);
    assert_eq!(order["reference"], "mine");
    assert_eq!(order["status"], "placed");
    assert_eq!(order["lines"][0]["quantity"], 2);
    assert!(order["payment"]["token"].as_str().unwrap().starts_with("pay_"));
    assert!(order.get("shippedAt").is_none());
    let again = ask(&shop, Orders, "GET", &path).bearer(&token).send().await;
    assert_eq!(again.json(), order);
}

#[tokio::test]
async fn the_same_key_gives_the_same_order() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    let with_key =
        |reference| place(&shop, &token, &two_chairs(reference)).header("idempotency-key", "k-1");
    let first = with_key("a").send().await;
    let again = with_key("a").send().await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(with_key("b").send().await.status, 422);
    let other = log_in(&shop, "second-user@example.com").await;
    let theirs =
        place(&shop, &other, &two_chairs("a")).header("idempotency-key", "k-1").send().await;
    assert_ne!(theirs.json()["id"], first.json()["id"], "keys are each customer's own");
}

#[tokio::test]
async fn a_paid_order_is_shipped() {
    for (shipping_time, status) in [(Duration::ZERO, "shipped"), (Duration::MAX, "paid")] {
        let shop = shop_that_ships_after(shipping_time).await;
        let token = log_in(&shop, ME).await;
        let order = place(&shop, &token, &two_chairs("a")).send().await.json();
        let pay =
            json!({ "order": order["id"], "token": order["payment"]["token"], "method": "card" });
        let paid = ask(&shop, Payments, "POST", "/v1/payments").bearer(&token).json(&pay);
        assert_eq!(paid.send().await.status, 201);
        let path = format!("/v1/orders/{}", order["id"]);
        let order = ask(&shop, Orders, "GET", &path).bearer(&token).send().await.json();
        assert_eq!(order["status"], status);
        assert_eq!(order.get("shippedAt").is_some(), status == "shipped");
    }
}

#[tokio::test]
async fn strangers_learn_nothing() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    let order = place(&shop, &token, &two_chairs("very-secret-reference")).send().await.json();
    let path = format!("/v1/orders/{}", order["id"]);
    let nobody = ask(&shop, Orders, "GET", &path).send().await;
    assert_eq!(nobody.status, 401);
    assert!(!nobody.body.contains("very-secret-reference"));
    let guess = ask(&shop, Orders, "GET", &path).bearer("sess_guess").send().await;
    assert_eq!(guess.status, 401);

    let other = log_in(&shop, "second-user@example.com").await;
    for method in ["GET", "DELETE"] {
        let theirs = ask(&shop, Orders, method, &path).bearer(&other).send().await;
        assert_eq!(theirs.status, 404);
        let nothing = ask(&shop, Orders, method, "/v1/orders/9").bearer(&other).send().await;
        assert_eq!(nothing.body, theirs.body, "one cannot be told from the other");
    }
}

#[tokio::test]
async fn an_order_is_deleted_once() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    let order = place(&shop, &token, &two_chairs("a")).send().await.json();
    let path = format!("/v1/orders/{}", order["id"]);
    let delete = || ask(&shop, Orders, "DELETE", &path).bearer(&token).send();
    assert_eq!(delete().await.status, 204);
    assert_eq!(delete().await.status, 404);
}

#[tokio::test]
async fn all_that_is_wrong_with_an_order_is_said_at_once() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    let lines = json!([{ "sku": "SKU-1", "quantity": 0 }, { "sku": "SKU-1001", "quantity": 101 }]);
    let wrong = json!({ "reference": "", "lines": lines });
    assert_eq!(
        place(&shop, &token, &wrong).send().await.complaints(),
        ["reference", "lines[0].sku", "lines[0].quantity", "lines[1].quantity"]
    );
    let empty = json!({ "reference": "a", "lines": [] });
    assert_eq!(place(&shop, &token, &empty).send().await.complaints(), ["lines"]);
}

#[tokio::test]
async fn everybody_finds_an_order_of_their_own_in_the_front() {
    let shop = shop().await;
    for email in ["test-user@example.com", "canary-us@example.com"] {
        let token = log_in(&shop, email).await;
        let list = ask(&shop, Front, "GET", "/orders").bearer(&token).send().await.json();
        assert_eq!(list["total"], 1);
        let path = format!("/orders/{}", list["orders"][0]["id"]);
        let order = ask(&shop, Front, "GET", &path).bearer(&token).send().await.json();
        assert_eq!(order["status"], "shipped");
        assert!(order.get("payment").is_none());
        let archived = format!("/v1{path}");
        let gone = ask(&shop, Orders, "DELETE", &archived).bearer(&token).send().await;
        assert_eq!(gone.status, 409);
    }
}

#[tokio::test]
async fn orders_come_in_pages_and_by_status() {
    let shop = shop().await;
    let token = log_in(&shop, ME).await;
    for reference in ["a", "b", "c"] {
        place(&shop, &token, &two_chairs(reference)).send().await;
    }
    let list = async |path: &str| {
        let answer = ask(&shop, Orders, "GET", path).bearer(&token).send().await;
        let references = answer.json()["orders"].as_array().cloned().unwrap_or_default();
        let text = |order: &Value| order["reference"].as_str().unwrap().to_owned();
        let next = answer.json()["next"].as_str().map(ToOwned::to_owned);
        (references.iter().map(text).collect::<Vec<_>>(), next)
    };
    let (references, next) = list("/v1/orders?status=placed&limit=2").await;
    assert_eq!(references, ["a", "b"]);
    let next = next.unwrap();
    let rest = next.strip_prefix(&shop.url(Orders)).unwrap();
    assert_eq!(list(rest).await, (vec!["c".to_owned()], None));
    assert_eq!(list("/v1/orders?status=shipped").await, (vec!["first-order".to_owned()], None));
    let bad = ask(&shop, Orders, "GET", "/v1/orders?status=lost").bearer(&token).send().await;
    assert_eq!(bad.status, 400);
}
