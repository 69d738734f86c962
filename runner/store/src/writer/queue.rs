//! What waits to be written, and for how much there is room.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::SqliteConnection;
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use super::batch::Packed;
use super::errand::{AnyErrand, Errand, Work};
use super::task::{Connect, Task};
use super::{Condition, Obstacle};
use crate::Record;
use crate::series::Names;

/// How much may wait, in kibibytes: 64 MiB.
const ROOM: u32 = 64 * 1024;

/// Something was not written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WriteError {
    /// Nothing can be written at the moment, and there is no room for more that waits.
    #[error("not stored: {obstacle}, and too much waits already")]
    Overloaded {
        /// Why nothing can be written.
        obstacle: Obstacle,
    },
    /// The database does not take it, and never will.
    #[error("not stored: {cause}")]
    Refused {
        /// What the database said.
        cause: String,
    },
    /// The store was closed.
    #[error("not stored: the store is closed")]
    Closed,
}

/// Something to be written.
pub(super) enum Order {
    Record(Packed, oneshot::Sender<Result<(), WriteError>>),
    Errand(Box<dyn AnyErrand>),
    /// Nothing comes any more.
    Close,
}

impl Order {
    /// Tells whoever waits for it. Whoever does not wait any more is not told.
    pub(super) fn end(self, result: Result<(), WriteError>) {
        match self {
            Self::Record(_, asker) => drop(asker.send(result)),
            Self::Errand(errand) => errand.end(result),
            Self::Close => {}
        }
    }
}

/// An order with the room that it takes up until it is settled.
pub(super) struct Waiting {
    pub(super) order: Order,
    _room: OwnedSemaphorePermit,
}

/// Hands orders to the task that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    orders: mpsc::UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
    condition: watch::Receiver<Condition>,
    records: watch::Receiver<u64>,
    closing: Arc<AtomicBool>,
}

impl Writer {
    /// Starts the task that writes to `connection`; it ends when this handle is dropped and all
    /// is written.
    pub(crate) fn start(
        connection: SqliteConnection,
        connect: Connect,
        names: Arc<Names>,
    ) -> (Self, JoinHandle<()>) {
        let (orders, queue) = mpsc::unbounded_channel();
        let (told, condition) = watch::channel(Condition::Writing);
        let closing = Arc::new(AtomicBool::new(false));
        let room = Arc::new(Semaphore::new(ROOM as usize));
        let (counted, records) = watch::channel(0);
        let task = Task::new(queue, (told, counted), Arc::clone(&closing), names, connect);
        let task = tokio::spawn(task.run(connection));
        (Self { orders, room, condition, records, closing }, task)
    }

    /// Whether writing goes well, and from then on whenever that changes.
    pub(crate) fn condition(&self) -> watch::Receiver<Condition> {
        self.condition.clone()
    }

    /// How many times records were written, and from then on whenever that changes.
    pub(crate) fn records(&self) -> watch::Receiver<u64> {
        self.records.clone()
    }

    /// How much waits, in kibibytes.
    pub(crate) fn waiting(&self) -> usize {
        (ROOM as usize).saturating_sub(self.room.available_permits())
    }

    /// Writes a record; it is committed when this returns.
    pub(crate) async fn record(&self, record: Record) -> Result<(), WriteError> {
        let packed = Packed::of(record)?;
        let room = self.room(packed.size()).await?;
        let (asker, answer) = oneshot::channel();
        self.send(Order::Record(packed, asker), room)?;
        answer.await.unwrap_or(Err(WriteError::Closed))
    }

    /// Carries out `work`; it is committed when this returns.
    pub(crate) async fn errand<T: Send + 'static>(&self, work: Work<T>) -> Result<T, WriteError> {
        let room = self.room(0).await?;
        let (asker, answer) = oneshot::channel();
        self.send(Order::Errand(Box::new(Errand::new(work, asker))), room)?;
        answer.await.unwrap_or(Err(WriteError::Closed))
    }

    /// Carries out `work` when there is time for it; nobody waits for it, and it is left out when
    /// there is no room.
    pub(crate) fn errand_later(&self, work: Work<()>) {
        if let Ok(room) = Arc::clone(&self.room).try_acquire_owned() {
            let (asker, _) = oneshot::channel();
            drop(self.send(Order::Errand(Box::new(Errand::new(work, asker))), room));
        }
    }

    /// Asks the task to end when all that waits is written, or after some seconds in which
    /// nothing can be written.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        if let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(0) {
            drop(self.send(Order::Close, room));
        }
    }

    fn send(&self, order: Order, room: OwnedSemaphorePermit) -> Result<(), WriteError> {
        self.orders.send(Waiting { order, _room: room }).map_err(|_| WriteError::Closed)
    }

    /// Waits for room as long as writing goes well.
    async fn room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, WriteError> {
        let wanted = u32::try_from(1 + bytes / 1024).unwrap_or(ROOM).min(ROOM);
        let mut condition = self.condition.clone();
        tokio::select! {
            biased;
            room = Arc::clone(&self.room).acquire_many_owned(wanted) => {
                room.map_err(|_| WriteError::Closed)
            }
            overloaded = trouble(&mut condition) => Err(overloaded),
        }
    }
}

/// Returns when nothing can be written.
async fn trouble(condition: &mut watch::Receiver<Condition>) -> WriteError {
    let waiting = condition.wait_for(|now| matches!(now, Condition::Waiting { .. })).await;
    match waiting.as_deref() {
        Ok(Condition::Waiting { obstacle, .. }) => {
            WriteError::Overloaded { obstacle: obstacle.clone() }
        }
        Ok(Condition::Writing) | Err(_) => WriteError::Closed,
    }
}
