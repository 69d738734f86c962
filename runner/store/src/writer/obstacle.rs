//! Why nothing can be written at the moment.

use std::fmt;

use crate::reading::cause;

/// Why nothing can be written at the moment, although it may be possible later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Another process writes to the file, and does not come to an end.
    Locked,
    /// There is no room.
    Full,
    /// Something else that may pass: the disk is gone, the file may not be written.
    Other {
        /// What the database says.
        cause: String,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked => f.write_str("another process holds the store locked"),
            Self::Full => f.write_str("the disk is full"),
            Self::Other { cause } => f.write_str(cause),
        }
    }
}

/// What a failed write asks for.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Trying again: it may pass.
    Passing(Obstacle),
    /// Giving up: it will fail again.
    Lasting(String),
}

/// The result codes of SQLite without their extension.
mod code {
    pub(super) const BUSY: i64 = 5;
    pub(super) const LOCKED: i64 = 6;
    pub(super) const NO_MEMORY: i64 = 7;
    pub(super) const READ_ONLY: i64 = 8;
    pub(super) const IO: i64 = 10;
    pub(super) const FULL: i64 = 13;
    pub(super) const CANNOT_OPEN: i64 = 14;
    pub(super) const PROTOCOL: i64 = 15;
}

impl Fault {
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        let cause = cause(error);
        let Some(database) = error.as_database_error() else {
            return if matches!(error, sqlx::Error::WorkerCrashed | sqlx::Error::Io(_)) {
                Self::Passing(Obstacle::Other { cause })
            } else {
                Self::Lasting(cause)
            };
        };
        let code = database.code().and_then(|code| code.parse::<i64>().ok()).unwrap_or_default();
        match code & 0xff {
            code::BUSY | code::LOCKED | code::PROTOCOL => Self::Passing(Obstacle::Locked),
            code::FULL => Self::Passing(Obstacle::Full),
            code::IO | code::NO_MEMORY => Self::Passing(Obstacle::Other { cause }),
            code::READ_ONLY | code::CANNOT_OPEN => Self::Passing(Obstacle::Other {
                cause: format!("{cause}; SQLite needs to write the file and others beside it"),
            }),
            _ => Self::Lasting(cause),
        }
    }
}
