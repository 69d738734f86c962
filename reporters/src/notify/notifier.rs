//! A channel that is ready to be used.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_http::Http;
use thiserror::Error;

use super::{ChannelConfig, Delivery, Messages, Receipt, SendError};

/// No message takes longer, all routes of a mail included.
const LIMIT: Duration = Duration::from_secs(10);

/// Sends messages over one channel.
#[derive(Debug)]
pub struct Notifier {
    config: ChannelConfig,
    messages: Arc<Messages>,
    limit: Duration,
}

/// A channel whose settings make no sense. The sentence holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct UnusableChannel(String);

impl Notifier {
    /// Makes a channel ready. Nothing is opened or sent; `http` may be shared.
    ///
    /// # Errors
    /// What can be seen without asking anybody: an address that is none, a template that does not
    /// parse.
    pub fn of(
        config: ChannelConfig,
        messages: Arc<Messages>,
        http: Http,
    ) -> Result<Self, UnusableChannel> {
        drop(http);
        Ok(Self { config, messages, limit: LIMIT })
    }

    /// Sends one message; answers within 10 s, whatever the other side does. `now` is the moment
    /// that mails and signatures carry.
    ///
    /// # Errors
    /// See [`SendError`]: whether another try is of use. No error holds a secret.
    pub async fn send(&self, delivery: &Delivery, now: Timestamp) -> Result<Receipt, SendError> {
        let _ = (&self.config, &self.messages, self.limit, delivery, now);
        Err(SendError::later("the channel cannot be used yet"))
    }
}
