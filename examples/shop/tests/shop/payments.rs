//! Paying, and the receipt for it.

use examples_shop::Service::{Orders, Payments};
use examples_shop::Shop;
use serde_json::{Value, json};

use crate::client::{Answer, ask, log_in, shop};

async fn order(shop: &Shop, token: &str) -> Value {
    let body = json!({ "reference": "a", "lines": [{ "sku": "SKU-1001", "quantity": 2 }] });
    ask(shop, Orders, "POST", "/v1/orders").bearer(token).json(&body).send().await.json()
}

async fn pay(shop: &Shop, token: &str, order: &Value, method: &str, key: &str) -> Answer {
    let body =
        json!({ "order": order["id"], "token": order["payment"]["token"], "method": method });
    let request = ask(shop, Payments, "POST", "/v1/payments").bearer(token).json(&body);
    request.header("idempotency-key", key).send().await
}

#[tokio::test]
async fn a_card_is_free_and_an_invoice_costs_a_fee() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    for (method, written) in
        [("card", r#""amount":25.98,"fee":0,"#), ("invoice", r#""amount":28.48,"fee":2.5,"#)]
    {
        let order = order(&shop, &token).await;
        let paid = pay(&shop, &token, &order, method, method).await;
        assert_eq!(paid.status, 201);
        assert!(paid.body.contains(written), "{}", paid.body);
    }
}

#[tokio::test]
async fn there_is_a_receipt_for_a_card_and_its_total_is_text() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    for (method, status) in [("card", 200), ("invoice", 404)] {
        let order = order(&shop, &token).await;
        let path = format!("/v1/receipts?order={}", order["id"]);
        let receipt = || ask(&shop, Payments, "GET", &path).bearer(&token).send();
        assert_eq!(receipt().await.status, 404, "not paid yet");
        pay(&shop, &token, &order, method, method).await;
        let receipt = receipt().await;
        assert_eq!(receipt.status, status);
        if method == "card" {
            assert_eq!(receipt.json()["total"], "25.98");
        }
    }
    let bare = ask(&shop, Payments, "GET", "/v1/receipts").bearer(&token).send().await;
    assert_eq!(bare.status, 400);
}

#[tokio::test]
async fn an_order_is_paid_once() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    let order = order(&shop, &token).await;
    let first = pay(&shop, &token, &order, "card", "k-1").await;
    let again = pay(&shop, &token, &order, "card", "k-1").await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(pay(&shop, &token, &order, "card", "k-2").await.status, 409);
    assert_eq!(pay(&shop, &token, &order, "invoice", "k-1").await.status, 422);
}

#[tokio::test]
async fn only_the_right_token_of_the_right_customer_pays() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    let order = order(&shop, &token).await;
    let guess = json!({ "id": order["id"], "payment": { "token": "pay_guess" } });
    assert_eq!(pay(&shop, &token, &guess, "card", "a").await.status, 403);
    assert_eq!(pay(&shop, &token, &order, "shells", "b").await.status, 422);
    let other = log_in(&shop, "second-user@example.com").await;
    assert_eq!(pay(&shop, &other, &order, "card", "c").await.status, 404);
    assert_eq!(pay(&shop, "sess_guess", &order, "card", "d").await.status, 401);
}
