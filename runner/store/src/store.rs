//! The store itself: a handle to be cloned, and the way to the table groups.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::open::{connect, open};
use crate::reading::{Columns, readers};
use crate::series::Names;
use crate::writer::{Connect, Work, Writer};
use crate::{
    Annotations, Audit, Condition, Corrections, Deploys, Errands, Frozen, Incidents, Missed,
    OpenError, Orders, Outbox, Pauses, PublicUpdates, ReadError, Record, Rollups, Runs, Sessions,
    States, Tokens, Triggers, Users, WriteError,
};

const ROLLED_UNTIL: &str = "SELECT COALESCE(MAX(rolled_until), 0) FROM series";

/// What is remembered, in one file. Clones are the same store.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    names: Arc<Names>,
    readers: SqlitePool,
    writer: Writer,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the store in the file `path`, or makes it, and starts the task that writes to it on
    /// the tokio runtime it is called on. Waits over half a minute for another process that holds
    /// it locked.
    ///
    /// # Errors
    /// It cannot be had, is damaged, of another application or of a later version. Then the file
    /// is left as it is.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let unreachable = |cause: String| OpenError::Unreachable { path: path.to_owned(), cause };
        let path = std::path::absolute(path).map_err(|error| unreachable(error.to_string()))?;
        let connection = open(&path).await?;
        let again = path.clone();
        let connect = Box::new(move || -> BoxFuture<'static, _> {
            let path = again.clone();
            Box::pin(async move { connect(&path).await })
        });
        Self::over(&path, connection, connect).await.map_err(|e| unreachable(e.to_string()))
    }

    /// The store that writes to `connection`, and to another one from `connect` when that one has
    /// met an obstacle.
    pub(crate) async fn over(
        path: &Path,
        connection: SqliteConnection,
        connect: Connect,
    ) -> Result<Self, ReadError> {
        let readers = readers(path);
        let rolled = sqlx::query(ROLLED_UNTIL).fetch_one(&readers).await?.at(0)?;
        let names = Arc::new(Names::new(readers.clone(), rolled));
        let (writer, task) = Writer::start(connection, connect, Arc::clone(&names));
        let (path, task) = (path.to_owned(), Mutex::new(Some(task)));
        Ok(Self { inner: Arc::new(Inner { path, names, readers, writer, task }) })
    }

    /// Writes `record`, in one transaction with others that wait. It is committed when this
    /// returns; while nothing can be written it waits, see [`Store::condition`].
    ///
    /// # Errors
    /// It is not written, and never will be.
    pub async fn record(&self, record: Record) -> Result<(), WriteError> {
        self.inner.writer.record(record).await
    }

    /// How many times records were written since it was opened. The receiver sees every change,
    /// so that whoever shows what is remembered need not ask while nothing happens.
    pub fn records(&self) -> watch::Receiver<u64> {
        self.inner.writer.records()
    }

    /// Whether writing goes well. The receiver sees every change.
    pub fn condition(&self) -> watch::Receiver<Condition> {
        self.inner.writer.condition()
    }

    /// Runs, with their details.
    pub fn runs(&self) -> Runs<'_> {
        Runs(self)
    }

    /// Where series and other things stand.
    pub fn states(&self) -> States<'_> {
        States(self)
    }

    /// Incidents.
    pub fn incidents(&self) -> Incidents<'_> {
        Incidents(self)
    }

    /// What people are to be told, and were told.
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox(self)
    }

    /// Slots in which nothing ran.
    pub fn missed(&self) -> Missed<'_> {
        Missed(self)
    }

    /// Hours, summed up.
    pub fn rollups(&self) -> Rollups<'_> {
        Rollups(self)
    }

    /// Deploys.
    pub fn deploys(&self) -> Deploys<'_> {
        Deploys(self)
    }

    /// What people say about times.
    pub fn annotations(&self) -> Annotations<'_> {
        Annotations(self)
    }

    /// What people said afterwards about times of objectives.
    pub fn corrections(&self) -> Corrections<'_> {
        Corrections(self)
    }

    /// The numbers of months that are over.
    pub fn frozen(&self) -> Frozen<'_> {
        Frozen(self)
    }

    /// Monitors that are paused.
    pub fn pauses(&self) -> Pauses<'_> {
        Pauses(self)
    }

    /// What somebody wants the service to do.
    pub fn orders(&self) -> Orders<'_> {
        Orders(self)
    }

    /// Runs that somebody asked for.
    pub fn errands(&self) -> Errands<'_> {
        Errands(self)
    }

    /// Addresses that start runs.
    pub fn triggers(&self) -> Triggers<'_> {
        Triggers(self)
    }

    /// Who may ask from outside.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(self)
    }

    /// Who may sign in.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// Who is signed in.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// What is said of incidents on status pages.
    pub fn public_updates(&self) -> PublicUpdates<'_> {
        PublicUpdates(self)
    }

    /// Who changed what.
    pub fn audit(&self) -> Audit<'_> {
        Audit(self)
    }

    /// Writes what waits and closes the file. Clones that are left get
    /// [`WriteError::Closed`]. What cannot be written within some seconds is given up, and those
    /// who wait for it are told.
    pub async fn close(self) {
        self.inner.writer.close();
        let task = self.inner.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // It panics only when its code is wrong; then there is nothing left to wait for.
            drop(task.await);
        }
        self.inner.readers.close().await;
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    pub(crate) fn names(&self) -> &Names {
        &self.inner.names
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.inner.writer
    }

    /// Carries out statements in one transaction.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, WriteError>
    where
        T: Send + 'static,
        F: for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>>
            + Send
            + Sync
            + 'static,
    {
        let work: Work<T> = Box::new(work);
        self.inner.writer.errand(work).await
    }

    /// The same when nobody waits for it.
    pub(crate) fn write_later<F>(&self, work: F)
    where
        F: for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<(), sqlx::Error>>
            + Send
            + Sync
            + 'static,
    {
        self.inner.writer.errand_later(Box::new(work));
    }
}
