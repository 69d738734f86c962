//! What the shop remembers.
//!
//! Lives here: accounts, sessions, orders, uploads, and the rules about them.
//! May touch: memory. Decisions take `now`; nothing here waits or listens.
//! Lives elsewhere: HTTP (`web`, `api`).

mod accounts;
mod bounded;
mod catalogue;
mod flaky;
mod money;
mod order;
mod orders;
mod replay;
mod sessions;
mod token;
mod uploads;

use std::sync::{Mutex, MutexGuard};

pub(crate) use accounts::{Account, AccountError, Accounts, SignUp};
pub(crate) use catalogue::{Product, Tongue, catalogue, product};
pub(crate) use flaky::Flaky;
pub(crate) use money::Money;
pub(crate) use order::{Line, Method, Order, OrderId, Payment, Status};
pub(crate) use orders::{DeleteError, NewOrder, Orders, PayError, PlaceError};
pub(crate) use sessions::{Session, Sessions};
pub(crate) use uploads::{Upload, UploadedFile, Uploads};

use crate::Config;

/// Everything the services share. Each part has a lock of its own; none is held while another is taken.
#[derive(Debug)]
pub(crate) struct Store {
    accounts: Mutex<Accounts>,
    sessions: Mutex<Sessions>,
    orders: Mutex<Orders>,
    uploads: Mutex<Uploads>,
    flaky: Mutex<Flaky>,
}

impl Store {
    /// A store with the seeded accounts and their orders.
    pub(crate) fn new(config: &Config) -> Self {
        let accounts = Accounts::seeded(config.max_accounts);
        let orders = Orders::seeded(config.max_orders, accounts.seeds());
        Self {
            accounts: Mutex::new(accounts),
            sessions: Mutex::new(Sessions::new(config.max_sessions)),
            orders: Mutex::new(orders),
            uploads: Mutex::new(Uploads::new(config.max_uploads)),
            flaky: Mutex::new(Flaky::default()),
        }
    }

    pub(crate) fn accounts(&self) -> MutexGuard<'_, Accounts> {
        locked(&self.accounts)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        locked(&self.sessions)
    }

    pub(crate) fn orders(&self) -> MutexGuard<'_, Orders> {
        locked(&self.orders)
    }

    pub(crate) fn uploads(&self) -> MutexGuard<'_, Uploads> {
        locked(&self.uploads)
    }

    pub(crate) fn flaky(&self) -> MutexGuard<'_, Flaky> {
        locked(&self.flaky)
    }
}

fn locked<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().expect("nothing panics while it holds a part of the store")
}
