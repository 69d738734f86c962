//! All orders, and what may be done with them.

use jiff::Timestamp;

use super::accounts::AccountId;
use super::bounded::Bounded;
use super::catalogue::product;
use super::order::{Line, Method, Order, OrderId, Payment};
use super::replay::{Replay, Replays};
use super::token::TokenMint;

/// What a customer wants to order. The lines are valid: the SKUs exist, the quantities are sensible.
#[derive(Debug)]
pub(crate) struct NewOrder {
    pub(crate) reference: String,
    pub(crate) lines: Vec<Line>,
}

/// What was done: just now, or earlier under the same idempotency key.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) order: Order,
    pub(crate) replayed: bool,
}

/// Why an order was not placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaceError {
    /// The idempotency key belongs to another request.
    KeyReused,
    /// The order that was placed with this key has been deleted since.
    Deleted,
}

/// Why an order was not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayError {
    /// There is no such order, or it is somebody else's.
    Unknown,
    /// The payment token is another order's.
    WrongToken,
    /// It is paid already.
    AlreadyPaid,
    /// The idempotency key belongs to another request.
    KeyReused,
}

/// Why an order was not deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeleteError {
    /// There is no such order, or it is somebody else's.
    Unknown,
    /// It is in the books for good.
    Archived,
}

/// All orders. The seeded ones are never forgotten.
#[derive(Debug)]
pub(crate) struct Orders {
    by_id: Bounded<OrderId, Order>,
    next: u64,
    mint: TokenMint,
    placed: Replays,
    paid: Replays,
}

impl Orders {
    /// For each of `owners` one order that was paid by card and shipped long ago.
    pub(crate) fn seeded(limit: usize, owners: &[AccountId]) -> Self {
        let mut orders = Self {
            by_id: Bounded::new(limit),
            next: 4711,
            mint: TokenMint::default(),
            placed: Replays::new(limit),
            paid: Replays::new(limit),
        };
        // 2025-01-15, in the morning.
        let long_ago = Timestamp::constant(1_736_931_600, 0);
        for &owner in owners {
            let chairs =
                Line { product: product("SKU-1001").expect("it is for sale"), quantity: 2 };
            let new = NewOrder { reference: "first-order".to_owned(), lines: vec![chairs] };
            let mut order = orders.make(owner, new, long_ago);
            let id = orders.mint.make("pmt_");
            order.payment = Some(Payment { id, method: Method::Card, at: long_ago });
            order.archived = true;
            orders.by_id.pin(order.id, order);
        }
        orders
    }

    /// Places an order; the same key with the same request gives the same order.
    pub(crate) fn place(
        &mut self,
        owner: AccountId,
        new: NewOrder,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Done, PlaceError> {
        let lines: Vec<_> =
            new.lines.iter().map(|line| (line.product.sku, line.quantity)).collect();
        let request = (new.reference.clone(), lines);
        match self.placed.look_up(owner, key, &request) {
            Replay::Different => Err(PlaceError::KeyReused),
            Replay::Same(id) => {
                let order = self.find(id, owner).ok_or(PlaceError::Deleted)?.clone();
                Ok(Done { order, replayed: true })
            }
            Replay::New => {
                let order = self.make(owner, new, now);
                self.placed.remember(owner, key, &request, order.id);
                self.by_id.insert(order.id, order.clone());
                Ok(Done { order, replayed: false })
            }
        }
    }

    /// Pays an order; the same key with the same request pays once.
    pub(crate) fn pay(
        &mut self,
        owner: AccountId,
        (id, token, method): (OrderId, &str, Method),
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Done, PayError> {
        let request = (id, token, method);
        let replay = self.paid.look_up(owner, key, &request);
        if replay == Replay::Different {
            return Err(PayError::KeyReused);
        }
        let payment_id = self.mint.make("pmt_");
        let order = self.by_id.get_mut(&id).filter(|order| order.owner == owner);
        let order = order.ok_or(PayError::Unknown)?;
        if order.pay_token != token {
            return Err(PayError::WrongToken);
        }
        let replayed = replay == Replay::Same(id);
        if !replayed {
            if order.payment.is_some() {
                return Err(PayError::AlreadyPaid);
            }
            order.payment = Some(Payment { id: payment_id, method, at: now });
        }
        let order = order.clone();
        self.paid.remember(owner, key, &request, id);
        Ok(Done { order, replayed })
    }

    /// Finds an order of this account.
    pub(crate) fn find(&self, id: OrderId, owner: AccountId) -> Option<&Order> {
        self.by_id.get(&id).filter(|order| order.owner == owner)
    }

    /// All orders of this account, oldest first.
    pub(crate) fn of(&self, owner: AccountId) -> impl Iterator<Item = &Order> {
        self.by_id.values().filter(move |order| order.owner == owner)
    }

    /// Deletes an order of this account.
    pub(crate) fn delete(&mut self, id: OrderId, owner: AccountId) -> Result<(), DeleteError> {
        let order = self.find(id, owner).ok_or(DeleteError::Unknown)?;
        if order.archived {
            return Err(DeleteError::Archived);
        }
        self.by_id.remove(&id);
        Ok(())
    }

    fn make(&mut self, owner: AccountId, new: NewOrder, now: Timestamp) -> Order {
        let id = OrderId(self.next);
        self.next += 1;
        Order {
            id,
            owner,
            reference: new.reference,
            lines: new.lines,
            placed_at: now,
            pay_token: self.mint.make("pay_"),
            payment: None,
            archived: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Accounts;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn orders() -> (Orders, AccountId) {
        let accounts = Accounts::seeded(1);
        (Orders::seeded(3, accounts.seeds()), accounts.seeds()[0])
    }

    fn new(reference: &str) -> NewOrder {
        let line = Line { product: product("SKU-1001").unwrap(), quantity: 2 };
        NewOrder { reference: reference.to_owned(), lines: vec![line] }
    }

    #[test]
    fn the_same_key_gives_the_same_order() {
        let (mut orders, me) = orders();
        let first = orders.place(me, new("a"), Some("key"), NOW).unwrap();
        let again = orders.place(me, new("a"), Some("key"), NOW).unwrap();
        assert_eq!((first.replayed, again.replayed), (false, true));
        assert_eq!(first.order.id, again.order.id);
        assert_eq!(
            orders.place(me, new("b"), Some("key"), NOW).unwrap_err(),
            PlaceError::KeyReused
        );
        assert_ne!(orders.place(me, new("a"), None, NOW).unwrap().order.id, first.order.id);
    }

    #[test]
    fn a_deleted_order_does_not_come_back() {
        let (mut orders, me) = orders();
        let order = orders.place(me, new("a"), Some("key"), NOW).unwrap().order;
        orders.delete(order.id, me).unwrap();
        assert_eq!(orders.delete(order.id, me), Err(DeleteError::Unknown));
        let late = orders.place(me, new("a"), Some("key"), NOW);
        assert_eq!(late.unwrap_err(), PlaceError::Deleted);
    }

    #[test]
    fn an_order_is_paid_once() {
        let (mut orders, me) = orders();
        let order = orders.place(me, new("a"), None, NOW).unwrap().order;
        let mut pay = |key, token: &str| orders.pay(me, (order.id, token, Method::Card), key, NOW);
        assert_eq!(pay(None, "guess").unwrap_err(), PayError::WrongToken);
        let first = pay(Some("k"), &order.pay_token).unwrap();
        let again = pay(Some("k"), &order.pay_token).unwrap();
        assert!(!first.replayed && again.replayed);
        assert_eq!(pay(Some("l"), &order.pay_token).unwrap_err(), PayError::AlreadyPaid);
        assert_eq!(pay(Some("k"), "guess").unwrap_err(), PayError::KeyReused);
    }

    #[test]
    fn the_oldest_orders_are_forgotten_but_never_a_seeded_one() {
        let (mut orders, me) = orders();
        let seeded = orders.of(me).next().unwrap().id;
        for count in 0..10 {
            orders.place(me, new(&count.to_string()), None, NOW).unwrap();
        }
        let references: Vec<&str> = orders.of(me).map(|order| order.reference.as_str()).collect();
        assert_eq!(references, ["first-order", "7", "8", "9"]);
        assert_eq!(orders.delete(seeded, me), Err(DeleteError::Archived));
    }

    #[test]
    fn an_order_is_its_owners_alone() {
        let (mut orders, me) = orders();
        let order = orders.place(me, new("a"), None, NOW).unwrap().order;
        let other = Accounts::seeded(1).seeds()[1];
        assert!(orders.find(order.id, other).is_none());
        assert_eq!(orders.delete(order.id, other), Err(DeleteError::Unknown));
        let paid = orders.pay(other, (order.id, &order.pay_token, Method::Card), None, NOW);
        assert_eq!(paid.unwrap_err(), PayError::Unknown);
    }
}
