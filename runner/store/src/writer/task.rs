//! The task that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use runner_model::Series;
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout_at};

use super::batch::{self, Packed};
use super::queue::{Order, Waiting};
use super::{Condition, Fault, Obstacle, WriteError};
use crate::series::Names;

/// So many orders go into one transaction.
const BATCH: usize = 100;

/// A transaction begins at least so long after one that held several records, when there is less
/// than a batch: a lone record is written at once, many are written together.
const GATHER: Duration = Duration::from_millis(200);

/// How long it waits before it tries again: the first time, and at most.
const AGAIN: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(2)];

/// How often it is tried when the store is to be closed.
const TRIES_WHEN_CLOSING: u32 = 8;

/// Opens another connection, when one is beyond repair.
pub(crate) type Connect =
    Box<dyn Fn() -> BoxFuture<'static, Result<SqliteConnection, sqlx::Error>> + Send + Sync>;

pub(super) struct Task {
    queue: mpsc::UnboundedReceiver<Waiting>,
    told: watch::Sender<Condition>,
    /// How many times records were written.
    records: watch::Sender<u64>,
    closing: Arc<AtomicBool>,
    names: Arc<Names>,
    connect: Connect,
}

/// What came of trying to write a batch.
enum Attempt {
    Committed,
    TryAgain,
    /// At least one order is at fault.
    Refused(String),
    /// The store is to be closed, and nothing can be written.
    GiveUp(Obstacle),
}

impl Task {
    pub(super) fn new(
        queue: mpsc::UnboundedReceiver<Waiting>,
        (told, records): (watch::Sender<Condition>, watch::Sender<u64>),
        closing: Arc<AtomicBool>,
        names: Arc<Names>,
        connect: Connect,
    ) -> Self {
        Self { queue, told, records, closing, names, connect }
    }

    pub(super) async fn run(mut self, connection: SqliteConnection) {
        let mut connection = Some(connection);
        let mut next = Instant::now();
        while let Some(first) = self.queue.recv().await {
            let mut batch = vec![first];
            self.gather(&mut batch, next).await;
            let several = batch.len() > 1;
            let closing = batch.iter().any(|waiting| matches!(waiting.order, Order::Close));
            // To end, nothing has to be written.
            let given_up = match batch.as_slice() {
                [Waiting { order: Order::Close, .. }] => None,
                _ => self.settle(batch, &mut connection).await,
            };
            if let Some(error) = given_up {
                self.give_up(error);
                break;
            }
            if closing {
                break;
            }
            next = Instant::now() + if several { GATHER } else { Duration::ZERO };
        }
        self.give_up(WriteError::Closed);
        if let Some(connection) = connection {
            // The file is whole without it, too: what is left in the log is read when it is
            // opened the next time.
            drop(connection.close().await);
        }
    }

    /// Takes what waits into `batch`, and until `next` what comes. An errand is not kept waiting.
    async fn gather(&mut self, batch: &mut Vec<Waiting>, next: Instant) {
        while batch.len() < BATCH {
            if batch.iter().all(|waiting| matches!(waiting.order, Order::Record(..))) {
                match timeout_at(next, self.queue.recv()).await {
                    Ok(Some(waiting)) => batch.push(waiting),
                    Ok(None) | Err(_) => return,
                }
            } else {
                match self.queue.try_recv() {
                    Ok(waiting) => batch.push(waiting),
                    Err(_) => return,
                }
            }
        }
    }

    /// Tells all who wait that nothing will be written any more.
    fn give_up(&mut self, error: WriteError) {
        self.queue.close();
        while let Ok(waiting) = self.queue.try_recv() {
            waiting.order.end(Err(error.clone()));
        }
    }

    /// Writes `batch`, however long that takes, and tells those who wait for it. An error when it
    /// was given up because the store is to be closed.
    async fn settle(
        &self,
        mut batch: Vec<Waiting>,
        connection: &mut Option<SqliteConnection>,
    ) -> Option<WriteError> {
        let mut tries = 0;
        loop {
            match self.attempt(&mut batch, connection, &mut tries).await {
                Attempt::Committed => {
                    if batch.iter().any(|waiting| record(waiting).is_some()) {
                        self.records.send_modify(|records| *records += 1);
                    }
                    end_all(batch, &Ok(()));
                    return None;
                }
                Attempt::TryAgain => {}
                Attempt::GiveUp(obstacle) => {
                    let error = WriteError::Overloaded { obstacle };
                    end_all(batch, &Err(error.clone()));
                    return Some(error);
                }
                Attempt::Refused(cause) if batch.len() == 1 => {
                    end_all(batch, &Err(WriteError::Refused { cause }));
                    return None;
                }
                // One of them is at fault: each by itself, so that the others are written.
                Attempt::Refused(_) => return self.settle_each(batch, connection).await,
            }
        }
    }

    async fn settle_each(
        &self,
        batch: Vec<Waiting>,
        connection: &mut Option<SqliteConnection>,
    ) -> Option<WriteError> {
        let mut given_up = None;
        for waiting in batch {
            match &given_up {
                None => given_up = Box::pin(self.settle(vec![waiting], connection)).await,
                Some(error) => waiting.order.end(Err(error.clone())),
            }
        }
        given_up
    }

    async fn attempt(
        &self,
        batch: &mut [Waiting],
        connection: &mut Option<SqliteConnection>,
        tries: &mut u32,
    ) -> Attempt {
        let error = match self.transaction(batch, connection).await {
            Ok(added) => {
                self.names.learn(added);
                self.tell(Condition::Writing);
                return Attempt::Committed;
            }
            Err(error) => error,
        };
        match Fault::of(&error) {
            Fault::Lasting(cause) => Attempt::Refused(cause),
            Fault::Passing(obstacle) => {
                if obstacle != Obstacle::Locked {
                    // What broke may be the connection.
                    *connection = None;
                }
                *tries += 1;
                self.tell(Condition::Waiting { obstacle: obstacle.clone(), tries: *tries });
                if self.closing.load(Ordering::Acquire) && *tries >= TRIES_WHEN_CLOSING {
                    return Attempt::GiveUp(obstacle);
                }
                sleep((AGAIN[0] * 2_u32.saturating_pow(*tries - 1)).min(AGAIN[1])).await;
                Attempt::TryAgain
            }
        }
    }

    /// Tells `condition`, unless it is known.
    fn tell(&self, condition: Condition) {
        self.told.send_if_modified(|known| {
            let changed = *known != condition;
            *known = condition;
            changed
        });
    }

    /// Carries out the whole batch, or nothing.
    async fn transaction(
        &self,
        batch: &mut [Waiting],
        connection: &mut Option<SqliteConnection>,
    ) -> Result<Vec<(i64, Series)>, sqlx::Error> {
        let mut at = match connection.take() {
            Some(connection) => connection,
            None => (self.connect)().await?,
        };
        // The connection is put back only when it is known to be outside of a transaction.
        if let Err(error) = sqlx::query("BEGIN IMMEDIATE").execute(&mut at).await {
            if error.as_database_error().is_some() {
                *connection = Some(at);
            }
            return Err(error);
        }
        let result = match self.carry_out(batch, &mut at).await {
            Ok(added) => sqlx::query("COMMIT").execute(&mut at).await.map(|_| added),
            Err(error) => Err(error),
        };
        match result {
            Ok(added) => {
                *connection = Some(at);
                Ok(added)
            }
            Err(error) => {
                // Some errors have ended the transaction already; then this fails, rightly.
                let rolled_back = sqlx::query("ROLLBACK").execute(&mut at).await;
                if rolled_back.is_ok() {
                    *connection = Some(at);
                }
                Err(error)
            }
        }
    }

    async fn carry_out(
        &self,
        batch: &mut [Waiting],
        at: &mut SqliteConnection,
    ) -> Result<Vec<(i64, Series)>, sqlx::Error> {
        let mut added = Vec::new();
        let mut rest = batch;
        while let Some((first, _)) = rest.split_first_mut() {
            let taken = match &mut first.order {
                Order::Record(..) => {
                    let records = together(rest);
                    added.extend(batch::write(&records, &self.names, at).await?);
                    records.len()
                }
                Order::Errand(errand) => {
                    errand.run(at).await?;
                    1
                }
                Order::Close => 1,
            };
            rest = &mut rest[taken..];
        }
        Ok(added)
    }
}

fn end_all(batch: Vec<Waiting>, result: &Result<(), WriteError>) {
    batch.into_iter().for_each(|waiting| waiting.order.end(result.clone()));
}

/// The records at the front of `rest` that are written together.
fn together(rest: &[Waiting]) -> Vec<&Packed> {
    let mut records: Vec<&Packed> = rest.iter().map_while(record).collect();
    if let Some(last) = records.iter().position(|record| record.has_evidence()) {
        records.truncate(last + 1);
    }
    records
}

fn record(waiting: &Waiting) -> Option<&Packed> {
    match &waiting.order {
        Order::Record(packed, _) => Some(packed),
        Order::Errand(_) | Order::Close => None,
    }
}
