//! A copy of the store, while it is written.

use std::path::{Path, PathBuf};

use sqlx::Connection as _;
use thiserror::Error;

use crate::Store;
use crate::open::look_only;
use crate::reading::cause;
use crate::stats::beside;

const COPY: &str = "VACUUM INTO $1";

/// A copy could not be made. What was begun is removed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BackupError {
    /// There is a file of that name.
    #[error("`{}` exists and is left as it is: name a file that does not", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written, or the store cannot be read.
    #[error("the store cannot be copied to `{}`: {cause}", path.display())]
    Failed {
        /// The copy.
        path: PathBuf,
        /// Why.
        cause: String,
    },
}

impl Store {
    /// Copies the store as it is at this moment to the file `to`, without free space. What is
    /// recorded meanwhile is written, and is not in the copy. To restore it, put it in the place
    /// of the store while nobody has that open.
    ///
    /// # Errors
    /// There is such a file, or it cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<(), BackupError> {
        let path = to.to_owned();
        let failed = |cause: String| BackupError::Failed { path: path.clone(), cause };
        match tokio::fs::try_exists(to).await {
            Ok(false) => {}
            Ok(true) => return Err(BackupError::Exists { path: to.to_owned() }),
            Err(error) => return Err(failed(error.to_string())),
        }
        // The copy gets its name when it is whole and on the disk.
        let begun = beside(to, ".part");
        let result = match self.copy(&begun).await {
            Ok(()) => tokio::fs::rename(&begun, to).await.map_err(|error| error.to_string()),
            Err(cause) => Err(cause),
        };
        result.map_err(|cause| {
            // Where there is none, there is none to remove.
            drop(std::fs::remove_file(&begun));
            failed(cause)
        })
    }

    async fn copy(&self, begun: &Path) -> Result<(), String> {
        let name = begun.to_str().ok_or("the name of the file is not UTF-8")?.to_owned();
        // What an earlier try left behind.
        drop(tokio::fs::remove_file(begun).await);
        let mut at = look_only(self.path()).await.map_err(|error| cause(&error))?;
        let copied = sqlx::query(COPY).bind(name).execute(&mut at).await;
        drop(at.close().await);
        copied.map_err(|error| cause(&error))?;
        let file = tokio::fs::File::open(begun).await.map_err(|error| error.to_string())?;
        file.sync_all().await.map_err(|error| error.to_string())
    }
}
