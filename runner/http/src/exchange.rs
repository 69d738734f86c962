//! One exchange, from the request to the last byte of the answer.

use std::sync::Arc;

use bytes::Bytes;
use runner_model::{Clock, Exchange};

use crate::{Connect, CookieJar, Request};

/// Sends requests. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Http {
    clock: Arc<dyn Clock>,
}

/// What an exchange leaves: its record, and what the record does not hold.
#[derive(Clone, Debug)]
pub struct Exchanged {
    /// To be shown and stored.
    pub exchange: Exchange,
    /// The answer's whole body, decoded; as far as it came when it broke off.
    pub body: Bytes,
    /// Names and values of the cookies that the final answer set, in its order.
    pub cookies: Vec<(String, String)>,
}

impl Http {
    /// Nothing is opened or loaded yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }

    /// Carries one exchange out. Whatever goes wrong is an answer of the exchange.
    pub async fn exchange(&self, request: Request, connect: &Connect, jar: &CookieJar) -> Exchanged {
        let _ = (connect, jar.header_for(&request.url), self.clock.now());
        unreachable!("{request:?}")
    }
}
