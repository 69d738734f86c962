//! Sends what waits for one channel, in order.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reporters::notify::{Delivery, Notifier, Receipt, SendError};
use runner_model::{Alert, ChannelName};
use runner_store::{Attempt, AttemptEnd, Json, Message, Record, StateChange, StateKind};

use super::messenger::Messenger;
use crate::event::Event;
use crate::service::{Command, Drift, Refusal};

/// What later messages about the same incident refer to, by channel and incident.
const THREADS: StateKind = StateKind::new("thread");

/// Nobody else takes a message for so long after it was claimed.
const LEASE: Duration = Duration::from_secs(60);
/// The outbox is looked at that often in any case.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// The first wait after a refusal; each further one is twice as long.
const WAIT: Duration = Duration::from_secs(5);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// From so many tries on, a message no longer holds up those behind it.
const HOLDS_UP: u32 = 8;
/// What could not be sent for so long is of no use any more.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(48 * 60 * 60);

/// Sends what waits for one channel, in order.
pub(super) struct Courier {
    pub(super) channel: ChannelName,
    pub(super) messenger: Messenger,
}

/// What follows for those behind it.
enum Next {
    /// They are sent.
    Goes,
    /// They wait: the channel takes nothing.
    Waits(Duration),
    /// There are none.
    Nothing,
}

impl Courier {
    pub(super) async fn run(mut self) {
        let mut drift = Drift::new(self.messenger.clock.now(), Instant::now());
        loop {
            if let Some(by) = drift.look(self.messenger.clock.now(), Instant::now()) {
                self.clock_was_set(by).await;
            }
            let wait = match self.one().await {
                Next::Goes => continue,
                Next::Waits(wait) => {
                    tokio::time::sleep(wait).await;
                    continue;
                }
                Next::Nothing => LOOK_EVERY,
            };
            tokio::select! {
                changed = self.messenger.messages.changed() => if changed.is_err() {
                    tokio::time::sleep(LOOK_EVERY).await;
                },
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    async fn clock_was_set(&self, by: SignedDuration) {
        let outbox = self.messenger.store.outbox();
        if let Err(error) = outbox.clock_was_set(&self.channel, by).await {
            tracing::warn!(channel = %self.channel, %error, "what waits may wait for longer");
        }
    }

    /// Sends the next message.
    async fn one(&self) -> Next {
        let outbox = self.messenger.store.outbox();
        let now = self.messenger.clock.now();
        let claimed = match outbox.claim(&self.channel, now, LEASE, 1).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(channel = %self.channel, %error, "messages cannot be taken");
                return Next::Waits(WAIT);
            }
        };
        let Some(message) = claimed.into_iter().next() else { return Next::Nothing };
        let begun = Instant::now();
        let sent = self.send(&message, now).await;
        let (at, took) = (self.messenger.clock.now(), begun.elapsed());
        let (answer, end, next) = match &sent {
            Ok(receipt) => (receipt.answer.clone(), AttemptEnd::Sent, Next::Goes),
            Err(SendError::Never { cause }) => (cause.clone(), AttemptEnd::GivenUp, Next::Goes),
            Err(SendError::Later { cause, after }) => {
                let wait = self.wait(&message, *after);
                let next = later(at, wait);
                let is_stale = at.duration_since(message.alert.at).unsigned_abs() > GIVEN_UP_AFTER;
                let end = if is_stale { AttemptEnd::GivenUp } else { AttemptEnd::Retry(next) };
                let holds_up = message.attempts < HOLDS_UP && !is_stale;
                (cause.clone(), end, if holds_up { Next::Waits(wait) } else { Next::Goes })
            }
        };
        let attempt = Attempt { at, took, answer: answer.clone(), end };
        if let Err(error) = outbox.settle(message.id, attempt).await {
            tracing::warn!(channel = %self.channel, %error, "what became of a message is lost");
        }
        self.say(&message, at, answer, end, sent.err()).await;
        next
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Result<Receipt, SendError> {
        let notifier = self.notifier()?;
        let mut alert = message.alert.clone();
        if let Some(pages) = &self.messenger.pages {
            pages.link(&mut alert);
        }
        let delivery = Delivery {
            key: message.key.clone(),
            channel: self.channel.clone(),
            alert,
            thread: self.thread(&message.alert).await,
        };
        let receipt = notifier.send(&delivery, now).await?;
        if delivery.thread.is_none()
            && let (Some(thread), Some(key)) = (&receipt.thread, self.thread_key(&message.alert))
        {
            let json = Json::of(thread).ok();
            let record = Record {
                states: vec![StateChange { kind: THREADS, key, json }],
                ..Record::default()
            };
            if let Err(error) = self.messenger.store.record(record).await {
                tracing::warn!(channel = %self.channel, %error, "a thread is not remembered");
            }
        }
        Ok(receipt)
    }

    fn notifier(&self) -> Result<Arc<Notifier>, SendError> {
        let notifiers = self.messenger.notifiers.borrow();
        let found = notifiers.get(&self.channel).unwrap_or_else(|| Err("it is gone".to_owned()));
        // A vault may answer later.
        found.map_err(|cause| SendError::Later { cause, after: Some(Duration::from_secs(60)) })
    }

    async fn thread(&self, alert: &Alert) -> Option<String> {
        let key = self.thread_key(alert)?;
        let states = self.messenger.store.states();
        states.one(THREADS, &key).await.ok()??.read().ok()
    }

    fn thread_key(&self, alert: &Alert) -> Option<String> {
        let news = alert.about.incident()?;
        Some(format!("{}/{}", self.channel, news.id))
    }

    /// Twice as long each time, spread by a fifth; longer when the other side says so.
    fn wait(&self, message: &Message, after: Option<Duration>) -> Duration {
        let doubled = WAIT.saturating_mul(1 << message.attempts.saturating_sub(1).min(16));
        let spread = 0.8 + 0.4 * random();
        let wait = doubled.min(LONGEST_WAIT).mul_f64(spread);
        after.map_or(wait, |after| wait.max(after.min(Duration::from_secs(60 * 60))))
    }

    async fn say(
        &self,
        message: &Message,
        at: Timestamp,
        answer: String,
        end: AttemptEnd,
        error: Option<SendError>,
    ) {
        let (result, again) = match end {
            AttemptEnd::Sent => ("sent", None),
            AttemptEnd::Retry(again) => ("retry", Some(again)),
            AttemptEnd::GivenUp => ("given_up", None),
        };
        let (channel, key) = (self.channel.clone(), message.key.clone());
        (self.messenger.listener)(&Event::Delivered { at, channel, key, result, answer, again });
        let refused = match error {
            None => None,
            Some(SendError::Later { cause, .. } | SendError::Never { cause }) => {
                Some(Refusal { cause, waiting: self.waiting().await })
            }
        };
        let alert = Box::new(message.alert.clone());
        let channel = self.channel.clone();
        // The loop is gone only at the end.
        let _ = self.messenger.commands.send(Command::Delivered { channel, alert, at, refused });
    }

    async fn waiting(&self) -> u64 {
        let status = self.messenger.store.outbox().status().await.unwrap_or_default();
        let own = status.iter().find(|status| status.channel == self.channel);
        own.map_or(0, |status| status.waiting)
    }
}

fn later(at: Timestamp, wait: Duration) -> Timestamp {
    at.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// From 0 to 1: enough to spread tries.
fn random() -> f64 {
    f64::from(u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or(0))
        / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
