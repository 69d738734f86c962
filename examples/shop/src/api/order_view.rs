//! An order as it is sent.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::store::{Line, Method, Money, Order, OrderId, Status, Tongue};
use crate::web::stamp;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderView {
    pub(super) id: OrderId,
    reference: String,
    pub(super) status: Status,
    lines: Vec<LineView>,
    total: Money,
    currency: &'static str,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_at: Option<String>,
    /// Only there once it is shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    shipped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<PaymentView>,
}

#[derive(Serialize)]
struct LineView {
    sku: &'static str,
    name: &'static str,
    quantity: u32,
    price: Money,
    amount: Money,
}

#[derive(Serialize)]
struct PaymentView {
    token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Method>,
}

impl OrderView {
    /// As the front shows it, at `now`.
    pub(super) fn new(
        order: &Order,
        tongue: Tongue,
        now: Timestamp,
        shipping_time: Duration,
    ) -> Self {
        Self {
            id: order.id,
            reference: order.reference.clone(),
            status: order.status(now, shipping_time),
            lines: order.lines.iter().map(|line| LineView::new(line, tongue)).collect(),
            total: order.total(),
            currency: "EUR",
            created_at: stamp(order.placed_at),
            paid_at: order.payment.as_ref().map(|payment| stamp(payment.at)),
            shipped_at: order.shipped_at(now, shipping_time).map(stamp),
            payment: None,
        }
    }

    /// With the word that pays it, as the orders service shows it.
    pub(super) fn with_payment(mut self, order: &Order) -> Self {
        let method = order.payment.as_ref().map(|payment| payment.method);
        self.payment = Some(PaymentView { token: order.pay_token.clone(), method });
        self
    }
}

impl LineView {
    fn new(line: &Line, tongue: Tongue) -> Self {
        Self {
            sku: line.product.sku,
            name: line.product.name(tongue),
            quantity: line.quantity,
            price: line.product.price,
            amount: line.amount(),
        }
    }
}
