//! Opening a store: looking before touching, then bringing it up to date.
//!
//! A file that is damaged, strange or of a later version is left as it is.

pub(crate) mod header;
mod migrate;
mod verify;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use thiserror::Error;
use tokio::time::sleep;

pub(crate) use migrate::LATEST;
pub(crate) use verify::{Problem, is_ours, look_only, verify};

/// How long one statement waits for another process.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often opening is tried while another process holds the file locked: for over 30 seconds.
const TRIES: u32 = 40;

/// The log is cut to this size once it is written into the file.
const LOG: &str = "67108864";

/// A store cannot be opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// There is no such file, or it cannot be made or read.
    #[error("the store `{}` cannot be opened: {cause}", path.display())]
    Unreachable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// It is a file of something else.
    #[error("`{}` is not a store of tripline: {cause}; it is left as it is, name another file", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        cause: String,
    },
    /// A later version of tripline wrote it.
    #[error("the store `{}` is of version {found}, this tripline knows versions up to {known}; it is left as it is, use a newer tripline or name another file", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest that is known.
        known: u32,
    },
    /// It is damaged.
    #[error("the store `{}` is damaged: {cause}; it is left as it is, move it away and restore a copy", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first thing that is wrong.
        cause: String,
    },
    /// Another process holds it locked.
    #[error("the store `{}` is held locked by another process, for longer than {waited:?}", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long it was tried.
        waited: Duration,
    },
}

/// How a connection that writes is set up.
///
/// In WAL mode with `NORMAL`, what is committed survives the death of the process; a power cut may
/// take the last commits, and never damages the file. None of it writes to a store that is there:
/// whoever only looks is not held up by somebody who writes.
fn writing(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE)
        .optimize_on_close(false, None)
        .pragma("journal_size_limit", LOG)
        // Who waits for a lock is told so once, by whoever waits.
        .disable_statement_logging()
}

/// A connection that writes.
pub(crate) async fn connect(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    writing(path).create_if_missing(false).connect().await
}

/// Opens the store at `path`, or makes it.
pub(crate) async fn open(path: &Path) -> Result<SqliteConnection, OpenError> {
    let mut tries = 0;
    loop {
        let problem = match try_to_open(path).await {
            Ok(connection) => return Ok(connection),
            Err(problem) => problem,
        };
        tries += 1;
        match problem {
            Problem::Final(error) => return Err(error),
            Problem::Locked if tries >= TRIES => {
                let waited = PATIENCE * tries;
                return Err(OpenError::Locked { path: path.to_owned(), waited });
            }
            // SQLite has waited most of the time; where it does not, this does.
            Problem::Locked => sleep(PATIENCE / 4).await,
        }
    }
}

async fn try_to_open(path: &Path) -> Result<SqliteConnection, Problem> {
    let exists = header::check(path).map_err(Problem::Final)?;
    if exists {
        verify(path).await?;
    }
    let mut options = writing(path);
    if !exists {
        // Can be chosen only here; later the choice would be written once more, and ignored.
        options = options.auto_vacuum(SqliteAutoVacuum::Incremental);
    }
    let mut connection = options.connect().await.map_err(|error| Problem::of(path, &error))?;
    match migrate::run(&mut connection).await {
        Ok(()) => Ok(connection),
        Err(error) => {
            drop(connection.close().await);
            Err(Problem::of(path, &error))
        }
    }
}

/// The value of a `PRAGMA` that is a number.
async fn pragma(at: &mut SqliteConnection, sql: &'static str) -> Result<i64, sqlx::Error> {
    sqlx::query(sql).fetch_one(at).await?.try_get(0)
}
