//! One order: its lines, what it costs, and how far it has come.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::accounts::AccountId;
use super::catalogue::Product;
use super::money::Money;

/// Names an order: a number that a person can read out on the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct OrderId(pub(crate) u64);

/// How far an order has come. It follows from when it was paid, so nothing has to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// Not paid yet.
    Placed,
    /// Paid.
    Paid,
    /// Half-way between payment and shipment.
    Packed,
    /// On its way.
    Shipped,
}

impl Status {
    /// As in JSON and in a query.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Paid => "paid",
            Self::Packed => "packed",
            Self::Shipped => "shipped",
        }
    }
}

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    /// At once and free of charge.
    Card,
    /// Later, for a fee.
    Invoice,
}

impl Method {
    /// What it costs the customer on top.
    pub(crate) const fn fee(self) -> Money {
        match self {
            Self::Card => Money::ZERO,
            Self::Invoice => Money::cents(250),
        }
    }
}

/// So many of one product.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) product: &'static Product,
    pub(crate) quantity: u32,
}

impl Line {
    /// What the line costs.
    pub(crate) fn amount(&self) -> Money {
        self.product.price * self.quantity
    }
}

/// That an order was paid.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) at: Timestamp,
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: OrderId,
    pub(crate) owner: AccountId,
    /// What the customer calls it.
    pub(crate) reference: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) placed_at: Timestamp,
    /// Whoever has this word may pay the order.
    pub(crate) pay_token: String,
    pub(crate) payment: Option<Payment>,
    /// Seeded orders are in the books for good.
    pub(crate) archived: bool,
}

impl Order {
    /// What the goods cost, without the fee for the payment.
    pub(crate) fn total(&self) -> Money {
        self.lines.iter().map(Line::amount).sum()
    }

    /// How far it has come by `now`.
    pub(crate) fn status(&self, now: Timestamp, shipping_time: Duration) -> Status {
        let Some(payment) = &self.payment else { return Status::Placed };
        let age = now.duration_since(payment.at);
        let shipping_time = SignedDuration::try_from(shipping_time).unwrap_or(SignedDuration::MAX);
        if age >= shipping_time {
            Status::Shipped
        } else if age >= shipping_time / 2 {
            Status::Packed
        } else {
            Status::Paid
        }
    }

    /// When it was shipped, if it was by `now`.
    pub(crate) fn shipped_at(&self, now: Timestamp, shipping_time: Duration) -> Option<Timestamp> {
        match self.status(now, shipping_time) {
            Status::Shipped => self.payment.as_ref()?.at.checked_add(shipping_time).ok(),
            Status::Placed | Status::Paid | Status::Packed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Accounts, product};

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    fn order(payment: Option<Payment>) -> Order {
        Order {
            id: OrderId(1),
            owner: Accounts::seeded(1).seeds()[0],
            reference: "r".to_owned(),
            lines: vec![Line { product: product("SKU-1001").unwrap(), quantity: 2 }],
            placed_at: at(0),
            pay_token: "pay".to_owned(),
            payment,
            archived: false,
        }
    }

    #[test]
    fn a_paid_order_is_packed_and_then_shipped() {
        let payment = Payment { id: "p".to_owned(), method: Method::Card, at: at(1000) };
        let order = order(Some(payment));
        let status = |millis| order.status(at(millis), Duration::from_secs(2));
        assert_eq!(
            [1000, 1999, 2000, 2999, 3000].map(status),
            [Status::Paid, Status::Paid, Status::Packed, Status::Packed, Status::Shipped]
        );
        assert_eq!(order.shipped_at(at(2999), Duration::from_secs(2)), None);
        assert_eq!(order.shipped_at(at(9000), Duration::from_secs(2)), Some(at(3000)));
    }

    #[test]
    fn an_order_that_is_not_paid_never_moves() {
        assert_eq!(order(None).status(at(i64::from(u32::MAX)), Duration::ZERO), Status::Placed);
    }

    #[test]
    fn the_total_is_exact() {
        assert_eq!(order(None).total().to_string(), "25.98");
    }
}
