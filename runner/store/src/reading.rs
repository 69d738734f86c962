//! Reading: several connections that cannot write.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Row, SqlitePool};
use thiserror::Error;

/// How many read at once; others wait for one of them.
const READERS: u32 = 4;

/// How long a reader waits for another process, or for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was asked cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// The database did not answer.
    #[error("the store cannot be read: {cause}")]
    Database {
        /// What it said.
        cause: String,
    },
    /// It answered with something that was never written so.
    #[error(
        "the store holds {what} that makes no sense ({cause}): `tripline store check` tells how much is damaged"
    )]
    Damaged {
        /// What it should have been: `a time`.
        what: &'static str,
        /// What is wrong with it.
        cause: String,
    },
}

impl ReadError {
    pub(crate) fn damaged(what: &'static str, cause: impl ToString) -> Self {
        Self::Damaged { what, cause: cause.to_string() }
    }
}

impl From<sqlx::Error> for ReadError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database { cause: cause(&error) }
    }
}

/// What the database says, without what sqlx says around it.
pub(crate) fn cause(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(database) => database.message().to_owned(),
        None => error.to_string(),
    }
}

/// The connections that read `path`, opened when they are needed.
pub(crate) fn readers(path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(PATIENCE)
        .optimize_on_close(false, None)
        .pragma("query_only", "ON");
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options)
}

/// A column of a row.
pub(crate) trait Columns {
    /// The value of the column at `index`.
    fn at<'r, T>(&'r self, index: usize) -> Result<T, ReadError>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>;

    /// A column that holds a count.
    fn count(&self, index: usize) -> Result<u64, ReadError>;

    /// A column that holds a name or a word.
    fn name<T: TryFrom<String>>(&self, index: usize, what: &'static str) -> Result<T, ReadError>
    where
        T::Error: ToString;
}

impl Columns for sqlx::sqlite::SqliteRow {
    fn at<'r, T>(&'r self, index: usize) -> Result<T, ReadError>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    {
        Ok(self.try_get(index)?)
    }

    fn count(&self, index: usize) -> Result<u64, ReadError> {
        let count: i64 = self.at(index)?;
        u64::try_from(count).map_err(|_| ReadError::damaged("a count", count))
    }

    fn name<T: TryFrom<String>>(&self, index: usize, what: &'static str) -> Result<T, ReadError>
    where
        T::Error: ToString,
    {
        let text: String = self.at(index)?;
        T::try_from(text).map_err(|error| ReadError::damaged(what, error.to_string()))
    }
}
