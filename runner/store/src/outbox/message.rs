//! Messages, and attempts to send them.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Alert, ChannelName};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::{ReadError, incidents, stamp};

const ADD: &str = "INSERT INTO outbox (channel, key, incident, alert, decided, due)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING";

/// Something to be told on a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMessage {
    /// Where.
    pub channel: ChannelName,
    /// The same for what must be told once: a second message with this key is not added. The
    /// receiver gets it, too.
    pub key: String,
    /// Not before this time.
    pub not_before: Timestamp,
    /// What.
    pub alert: Alert,
}

/// Identifies a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub i64);

/// A message in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where it goes.
    pub channel: ChannelName,
    /// For the receiver, to drop a second copy.
    pub key: String,
    /// What is told.
    pub alert: Alert,
    /// How often it was claimed.
    pub attempts: u32,
    /// How far it is.
    pub state: MessageState,
}

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It is to be tried at this time, or the one who tries it has it until then.
    Waiting(Timestamp),
    /// It was taken by the receiver at this time.
    Sent(Timestamp),
    /// Nobody tries any more since this time.
    GivenUp(Timestamp),
}

/// An attempt to send a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it was over.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What the receiver said, or why there was no answer; masked, short enough for a line.
    pub answer: String,
    /// What follows from it.
    pub end: AttemptEnd,
}

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptEnd {
    /// The receiver has it.
    Sent,
    /// It is tried again at this time.
    Retry(Timestamp),
    /// It is not tried again.
    GivenUp,
}

impl AttemptEnd {
    /// As a column holds it.
    pub(super) fn code(self) -> i64 {
        match self {
            Self::Sent => 0,
            Self::Retry(_) => 1,
            Self::GivenUp => 2,
        }
    }

    fn of(code: i64, retry: Option<Timestamp>) -> Result<Self, ReadError> {
        match (code, retry) {
            (0, _) => Ok(Self::Sent),
            (1, Some(at)) => Ok(Self::Retry(at)),
            (2, _) => Ok(Self::GivenUp),
            _ => Err(ReadError::damaged("the end of a delivery", code)),
        }
    }
}

/// An attempt that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Of what.
    pub message: MessageId,
    /// Where.
    pub channel: ChannelName,
    /// What came of it.
    pub attempt: Attempt,
}

/// How a channel does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStatus {
    /// Which.
    pub channel: ChannelName,
    /// How many messages wait for it.
    pub waiting: u64,
    /// When the one that waits longest was decided.
    pub oldest: Option<Timestamp>,
    /// When the next is to be tried.
    pub next: Option<Timestamp>,
    /// When it took the last message.
    pub last_sent: Option<Timestamp>,
    /// How many were given up, as far as is remembered.
    pub given_up: u64,
}

/// Columns: `id, channel, key, alert, decided, attempts, due, sent, given_up`.
pub(super) fn read(row: &SqliteRow) -> Result<Message, ReadError> {
    let alert: &str = row.at(3)?;
    let alert = serde_json::from_str(alert).map_err(|e| ReadError::damaged("a message", e))?;
    let [due, sent, given_up] = [row.at(6)?, row.at(7)?, row.at(8)?].map(stamp::time_option);
    let state = match (due?, sent?, given_up?) {
        (_, Some(at), _) => MessageState::Sent(at),
        (_, None, Some(at)) => MessageState::GivenUp(at),
        (Some(at), None, None) => MessageState::Waiting(at),
        (None, None, None) => {
            return Err(ReadError::damaged("a message", "it neither waits nor is sent"));
        }
    };
    Ok(Message {
        id: MessageId(row.at(0)?),
        channel: row.name(1, "the name of a channel")?,
        key: row.at(2)?,
        alert,
        attempts: row.at(5)?,
        state,
    })
}

/// Columns: `message, channel, at, took, answer, ending, retry`.
pub(super) fn read_delivery(row: &SqliteRow) -> Result<Delivery, ReadError> {
    let retry = stamp::time_option(row.at(6)?)?;
    let attempt = Attempt {
        at: stamp::time(row.at(2)?)?,
        took: stamp::duration(row.at(3)?),
        answer: row.at(4)?,
        end: AttemptEnd::of(row.at(5)?, retry)?,
    };
    let channel = row.name(1, "the name of a channel")?;
    Ok(Delivery { message: MessageId(row.at(0)?), channel, attempt })
}

/// A message as the outbox keeps it.
#[derive(Debug)]
pub(crate) struct Packed {
    channel: String,
    key: String,
    incident: Option<i64>,
    alert: String,
    decided: i64,
    due: i64,
}

impl Packed {
    pub(crate) fn of(message: &NewMessage) -> Result<Self, serde_json::Error> {
        let NewMessage { channel, key, not_before, alert } = message;
        let incident = alert.about.incident().map(|news| incidents::number(news.id));
        Ok(Self {
            channel: channel.as_str().to_owned(),
            key: key.clone(),
            incident,
            alert: serde_json::to_string(alert)?,
            decided: stamp::micros(alert.at),
            due: stamp::micros(*not_before),
        })
    }

    /// About how many bytes it holds on to while it waits.
    pub(crate) fn size(&self) -> usize {
        300 + self.alert.len()
    }
}

/// Adds a message, unless its key is there.
pub(crate) async fn add(at: &mut SqliteConnection, new: &Packed) -> Result<(), sqlx::Error> {
    let query = sqlx::query(ADD)
        .bind(new.channel.clone())
        .bind(new.key.clone())
        .bind(new.incident)
        .bind(new.alert.clone())
        .bind(new.decided)
        .bind(new.due);
    query.execute(at).await.map(|_| ())
}
