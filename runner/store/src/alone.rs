//! One service for each store.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;

use thiserror::Error;

use crate::Store;
use crate::stats::beside;

/// Nobody else works with the store as a service, for as long as this is kept; it ends with the
/// process, however that ends. Those who only look or ask need none.
#[derive(Debug)]
pub struct Alone {
    _lock: File,
}

/// The store is not free.
#[derive(Debug, Error)]
pub enum NotAlone {
    /// Another process works with it: two would run everything twice, and tell it twice.
    #[error("another service works with the store `{}`: end that one, or name another store", path.display())]
    Taken {
        /// The store.
        path: PathBuf,
    },
    /// It cannot be known.
    #[error("the store `{}` cannot be kept for one service alone: {cause}", path.display())]
    Unknown {
        /// The store.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
}

impl Store {
    /// Takes the store for one service, by a lock on the empty file `….lock` beside it. The file
    /// stays; the lock does not.
    ///
    /// # Errors
    /// Another process has it, or the file cannot be made.
    pub fn alone(&self) -> Result<Alone, NotAlone> {
        let path = self.path().to_owned();
        let file = OpenOptions::new().create(true).append(true).open(beside(&path, ".lock"));
        let lock = match file {
            Ok(lock) => lock,
            Err(cause) => return Err(NotAlone::Unknown { path, cause }),
        };
        match lock.try_lock() {
            Ok(()) => Ok(Alone { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(NotAlone::Taken { path }),
            Err(TryLockError::Error(cause)) => Err(NotAlone::Unknown { path, cause }),
        }
    }
}
