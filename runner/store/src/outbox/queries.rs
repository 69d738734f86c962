//! Looking at the outbox.

use jiff::Timestamp;
use runner_model::{ChannelName, IncidentId};

use super::message;
use super::{ChannelStatus, Delivery, Message, MessageId, Outbox};
use crate::reading::Columns;
use crate::{ReadError, incidents, stamp};

const NEXT: &str = "SELECT MIN(due) FROM outbox WHERE due IS NOT NULL";

const STATUS: &str = "SELECT channel, COUNT(due), MIN(CASE WHEN due IS NOT NULL THEN decided END),
        MIN(due), MAX(sent), COUNT(given_up)
    FROM outbox GROUP BY channel ORDER BY channel";

const BY_ID: &str = "SELECT id, channel, key, alert, decided, attempts, due, sent, given_up
    FROM outbox WHERE id = $1";

const OF_CHANNEL: &str = "SELECT id, channel, key, alert, decided, attempts, due, sent, given_up
    FROM outbox WHERE channel = $1 AND decided < $2 ORDER BY decided DESC, id DESC LIMIT $3";

const OF_INCIDENT: &str = "SELECT id, channel, key, alert, decided, attempts, due, sent, given_up
    FROM outbox WHERE incident = $1 ORDER BY decided, id";

const DELIVERIES: &str = "SELECT message, channel, at, took, answer, ending, retry FROM deliveries
    WHERE channel = $1 AND at < $2 ORDER BY at DESC, id DESC LIMIT $3";

const ATTEMPTS: &str = "SELECT message, channel, at, took, answer, ending, retry FROM deliveries
    WHERE message = $1 ORDER BY at, id";

impl Outbox<'_> {
    /// When the next message is to be tried, on whatever channel.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, ReadError> {
        let row = sqlx::query(NEXT).fetch_one(self.0.readers()).await?;
        stamp::time_option(row.at(0)?)
    }

    /// How each channel does that ever had a message, by name.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn status(&self) -> Result<Vec<ChannelStatus>, ReadError> {
        let rows = sqlx::query(STATUS).fetch_all(self.0.readers()).await?;
        let status = rows.iter().map(|row| {
            Ok(ChannelStatus {
                channel: row.name(0, "the name of a channel")?,
                waiting: row.count(1)?,
                oldest: stamp::time_option(row.at(2)?)?,
                next: stamp::time_option(row.at(3)?)?,
                last_sent: stamp::time_option(row.at(4)?)?,
                given_up: row.count(5)?,
            })
        });
        status.collect()
    }

    /// The message `id`.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn by_id(&self, id: MessageId) -> Result<Option<Message>, ReadError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.0.readers()).await?;
        row.as_ref().map(message::read).transpose()
    }

    /// The latest messages for `channel` that were decided before `before`, newest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of_channel(
        &self,
        channel: &ChannelName,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Message>, ReadError> {
        let query = sqlx::query(OF_CHANNEL)
            .bind(channel.as_str().to_owned())
            .bind(stamp::micros(before))
            .bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(message::read).collect()
    }

    /// What was told of an incident, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of_incident(&self, incident: IncidentId) -> Result<Vec<Message>, ReadError> {
        let query = sqlx::query(OF_INCIDENT).bind(incidents::number(incident));
        query.fetch_all(self.0.readers()).await?.iter().map(message::read).collect()
    }

    /// The latest attempts on `channel` before `before`, newest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn deliveries(
        &self,
        channel: &ChannelName,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, ReadError> {
        let query = sqlx::query(DELIVERIES)
            .bind(channel.as_str().to_owned())
            .bind(stamp::micros(before))
            .bind(limit);
        query.fetch_all(self.0.readers()).await?.iter().map(message::read_delivery).collect()
    }

    /// The attempts to send one message, oldest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn attempts(&self, message: MessageId) -> Result<Vec<Delivery>, ReadError> {
        let query = sqlx::query(ATTEMPTS).bind(message.0);
        query.fetch_all(self.0.readers()).await?.iter().map(message::read_delivery).collect()
    }
}
