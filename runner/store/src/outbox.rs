//! What people are to be told: written with the run that gave rise to it, sent by another loop.
//!
//! A message is claimed for a while: who claims it and dies leaves it to be claimed again, so it
//! is sent at least once, and its key lets the receiver drop a second copy.

mod message;
mod queries;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::ChannelName;
use sqlx::SqliteConnection;

use crate::stamp;
use crate::{ReadError, Store, WriteError};

pub use message::{
    Attempt, AttemptEnd, ChannelStatus, Delivery, Message, MessageId, MessageState, NewMessage,
};
pub(crate) use message::{Packed, add};

const CLAIM: &str = "UPDATE outbox SET due = $3, attempts = attempts + 1 WHERE id IN (
        SELECT id FROM outbox WHERE channel = $1 AND due <= $2 ORDER BY id LIMIT $4
    )
    RETURNING id, channel, key, alert, decided, attempts, due, sent, given_up";

const DELIVERED: &str = "INSERT INTO deliveries (message, channel, at, took, answer, ending, retry)
    SELECT id, channel, $2, $3, $4, $5, $6 FROM outbox WHERE id = $1";

const SETTLE: &str = "UPDATE outbox SET due = $2, sent = $3, given_up = $4 WHERE id = $1";

const RESUME: &str = "UPDATE outbox SET due = $1 WHERE due > $1 AND attempts > 0";

const SET: &str = "UPDATE outbox SET due = due + $2 WHERE channel = $1 AND due IS NOT NULL";

const AGAIN: &str = "UPDATE outbox SET due = $2, given_up = NULL
    WHERE id = $1 AND given_up IS NOT NULL";

/// What is to be sent, is being sent and was sent.
#[derive(Clone, Copy, Debug)]
pub struct Outbox<'a>(pub(crate) &'a Store);

impl Outbox<'_> {
    /// Takes up to `limit` messages of `channel` that are due at `now`, those that were decided first. Until
    /// `now + lease` nobody else gets them; [`Outbox::settle`] ends that.
    ///
    /// # Errors
    /// That they are taken cannot be written.
    pub async fn claim(
        &self,
        channel: &ChannelName,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<Message>, WriteError> {
        let channel = channel.clone();
        let until = stamp::micros(now).saturating_add(stamp::length(lease));
        let rows = self.0.write(move |at| {
            let query = sqlx::query(CLAIM)
                .bind(channel.as_str().to_owned())
                .bind(stamp::micros(now))
                .bind(until)
                .bind(limit);
            Box::pin(async move { query.fetch_all(at).await })
        });
        let messages = rows.await?.iter().map(message::read).collect::<Result<Vec<_>, ReadError>>();
        let mut messages =
            messages.map_err(|error| WriteError::Refused { cause: error.to_string() })?;
        messages.sort_by_key(|message| message.id);
        Ok(messages)
    }

    /// Makes due what was tried and not sent: for a service that begins, as whoever had it is
    /// gone. Its messages keep their order, as none waits behind a later one.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn resume(&self, now: Timestamp) -> Result<(), WriteError> {
        let query = move || sqlx::query(RESUME).bind(stamp::micros(now));
        self.0.write(move |at| Box::pin(async move { query().execute(at).await.map(|_| ()) })).await
    }

    /// The clock was set by so much: what waits for `channel` waits as long as before.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn clock_was_set(
        &self,
        channel: &ChannelName,
        by: SignedDuration,
    ) -> Result<(), WriteError> {
        let (channel, by) = (channel.as_str().to_owned(), stamp::difference(by));
        let query = move || sqlx::query(SET).bind(channel.clone()).bind(by);
        self.0
            .write(move |at| {
                let query = query();
                Box::pin(async move { query.execute(at).await.map(|_| ()) })
            })
            .await
    }

    /// Notes what came of an attempt to send `message`, and what follows.
    ///
    /// # Errors
    /// It cannot be written: the message will be claimed again when its lease is over.
    pub async fn settle(&self, message: MessageId, attempt: Attempt) -> Result<(), WriteError> {
        self.0.write(move |at| Box::pin(settle(at, message, attempt.clone()))).await
    }

    /// Tries a message again that was given up. `false` when it was not given up.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn try_again(&self, message: MessageId, now: Timestamp) -> Result<bool, WriteError> {
        self.0
            .write(move |at| {
                let query = sqlx::query(AGAIN).bind(message.0).bind(stamp::micros(now));
                Box::pin(async move { Ok(query.execute(at).await?.rows_affected() > 0) })
            })
            .await
    }
}

async fn settle(
    at: &mut SqliteConnection,
    message: MessageId,
    attempt: Attempt,
) -> Result<(), sqlx::Error> {
    let when = stamp::micros(attempt.at);
    let (due, sent, given_up) = match attempt.end {
        AttemptEnd::Sent => (None, Some(when), None),
        AttemptEnd::Retry(next) => (Some(stamp::micros(next)), None, None),
        AttemptEnd::GivenUp => (None, None, Some(when)),
    };
    sqlx::query(DELIVERED)
        .bind(message.0)
        .bind(when)
        .bind(stamp::length(attempt.took))
        .bind(attempt.answer)
        .bind(attempt.end.code())
        .bind(due)
        .execute(&mut *at)
        .await?;
    let query = sqlx::query(SETTLE).bind(message.0).bind(due).bind(sent).bind(given_up);
    query.execute(at).await.map(|_| ())
}
