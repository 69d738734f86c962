//! Idempotency keys: the same request twice is one request.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::accounts::AccountId;
use super::bounded::Bounded;
use super::order::OrderId;

/// Remembers which key led to which order.
#[derive(Debug)]
pub(crate) struct Replays {
    seen: Bounded<(AccountId, String), Answered>,
}

#[derive(Debug)]
struct Answered {
    fingerprint: u64,
    order: OrderId,
}

/// What is known of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replay {
    /// Not seen before, or no key was sent.
    New,
    /// The same request as before, about this order.
    Same(OrderId),
    /// The key was used for another request.
    Different,
}

impl Replays {
    /// Nothing seen yet.
    pub(crate) const fn new(limit: usize) -> Self {
        Self { seen: Bounded::new(limit) }
    }

    /// Looks a key up.
    pub(crate) fn look_up(
        &self,
        account: AccountId,
        key: Option<&str>,
        request: &impl Hash,
    ) -> Replay {
        let known = key.and_then(|key| self.seen.get(&(account, key.to_owned())));
        match known {
            None => Replay::New,
            Some(answered) if answered.fingerprint == fingerprint(request) => {
                Replay::Same(answered.order)
            }
            Some(_) => Replay::Different,
        }
    }

    /// Remembers what a key led to.
    pub(crate) fn remember(
        &mut self,
        account: AccountId,
        key: Option<&str>,
        request: &impl Hash,
        order: OrderId,
    ) {
        if let Some(key) = key {
            let answered = Answered { fingerprint: fingerprint(request), order };
            self.seen.insert((account, key.to_owned()), answered);
        }
    }
}

fn fingerprint(request: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.hash(&mut hasher);
    hasher.finish()
}
