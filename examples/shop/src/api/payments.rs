//! Payments and their receipts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::orders::{key_reused, no_such_order};
use crate::store::{Method, Money, Order, OrderId, PayError, Payment};
use crate::web::{
    Customer, IdempotencyKey, JsonBody, Now, Problem, QueryOf, REPLAYED, Site, stamp,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/v1/payments", post(pay)).route("/v1/receipts", get(receipt))
}

impl From<PayError> for Problem {
    fn from(error: PayError) -> Self {
        match error {
            PayError::Unknown => no_such_order(),
            PayError::WrongToken => {
                Self::new(StatusCode::FORBIDDEN, "This payment token does not open this order.")
            }
            PayError::AlreadyPaid => Self::conflict("This order is paid already."),
            PayError::KeyReused => key_reused(),
        }
    }
}

#[derive(Deserialize)]
struct PayBody {
    order: OrderId,
    token: String,
    method: Method,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentView {
    id: String,
    order: OrderId,
    method: Method,
    /// What the goods and the fee come to.
    amount: Money,
    fee: Money,
    currency: &'static str,
    paid_at: String,
}

impl PaymentView {
    fn new(order: &Order, payment: &Payment) -> Self {
        let fee = payment.method.fee();
        Self {
            id: payment.id.clone(),
            order: order.id,
            method: payment.method,
            amount: order.total() + fee,
            fee,
            currency: "EUR",
            paid_at: stamp(payment.at),
        }
    }
}

async fn pay(
    State(site): State<Site>,
    customer: Customer,
    Now(now): Now,
    key: IdempotencyKey,
    JsonBody(PayBody { order, token, method }): JsonBody<PayBody>,
) -> Result<Response, Problem> {
    let wanted = (order, token.as_str(), method);
    let done = site.store.orders().pay(customer.account.id, wanted, key.as_deref(), now)?;
    let payment = done.order.payment.as_ref().ok_or_else(no_such_order)?;
    let replayed = AppendHeaders(done.replayed.then_some((REPLAYED, "true")));
    let view = PaymentView::new(&done.order, payment);
    Ok((StatusCode::CREATED, replayed, Json(view)).into_response())
}

#[derive(Deserialize)]
struct ReceiptQuery {
    order: OrderId,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Receipt {
    number: String,
    order: OrderId,
    method: Method,
    /// Text with two decimals, as it is printed. (In an order it is a number.)
    total: String,
    currency: &'static str,
    issued_at: String,
}

async fn receipt(
    State(site): State<Site>,
    customer: Customer,
    QueryOf(ReceiptQuery { order }): QueryOf<ReceiptQuery>,
) -> Result<Json<Receipt>, Problem> {
    let order = site.store.orders().find(order, customer.account.id).cloned();
    let order = order.ok_or_else(no_such_order)?;
    let by_card = order.payment.as_ref().filter(|payment| payment.method == Method::Card);
    let payment = by_card
        .ok_or_else(|| Problem::not_found("There are receipts for payments by card only."))?;
    Ok(Json(Receipt {
        number: format!("R-{}", order.id.0),
        order: order.id,
        method: payment.method,
        total: order.total().to_text(),
        currency: "EUR",
        issued_at: stamp(payment.at),
    }))
}
