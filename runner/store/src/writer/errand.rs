//! Changes that are not records: each brings its own statements, and wants an answer.

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::oneshot;

use super::WriteError;

/// Statements within a transaction. They are carried out again when the transaction failed.
pub(crate) type Work<T> = Box<
    dyn for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>> + Send + Sync,
>;

/// Work, and who waits for its answer.
pub(super) struct Errand<T> {
    work: Work<T>,
    answer: Option<T>,
    asker: oneshot::Sender<Result<T, WriteError>>,
}

impl<T> Errand<T> {
    pub(super) fn new(work: Work<T>, asker: oneshot::Sender<Result<T, WriteError>>) -> Self {
        Self { work, answer: None, asker }
    }
}

/// An errand, whatever its answer is.
pub(super) trait AnyErrand: Send {
    /// Carries it out, and keeps the answer.
    fn run<'c>(
        &'c mut self,
        at: &'c mut SqliteConnection,
    ) -> BoxFuture<'c, Result<(), sqlx::Error>>;

    /// Tells the asker what came of it. Whoever does not wait any more is not told.
    fn end(self: Box<Self>, result: Result<(), WriteError>);
}

impl<T: Send> AnyErrand for Errand<T> {
    fn run<'c>(
        &'c mut self,
        at: &'c mut SqliteConnection,
    ) -> BoxFuture<'c, Result<(), sqlx::Error>> {
        Box::pin(async {
            self.answer = Some((self.work)(at).await?);
            Ok(())
        })
    }

    fn end(self: Box<Self>, result: Result<(), WriteError>) {
        let Self { answer, asker, .. } = *self;
        let result = result.map(|()| answer.expect("what is committed was carried out"));
        drop(asker.send(result));
    }
}
