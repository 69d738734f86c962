//! Looking at a store through a connection that cannot write.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};

use super::header::TRIPLINE;
use super::{LATEST, OpenError, PATIENCE, pragma};
use crate::writer::{Fault, Obstacle};

/// Up to this size every page is looked at when a store is opened: a second or two. Beyond, that
/// is what `tripline store check` is for.
const WHOLE: i64 = 256 << 20;

const TABLES: &str = "SELECT COUNT(*) FROM sqlite_schema";

/// A connection that cannot write.
pub(crate) async fn look_only(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    options.busy_timeout(PATIENCE).optimize_on_close(false, None).connect().await
}

/// Why one try did not open the store.
pub(crate) enum Problem {
    Locked,
    Final(OpenError),
}

impl Problem {
    pub(super) fn of(path: &Path, error: &sqlx::Error) -> Self {
        let path = path.to_owned();
        match Fault::of(error) {
            Fault::Passing(Obstacle::Locked) => Self::Locked,
            Fault::Passing(obstacle) => {
                Self::Final(OpenError::Unreachable { path, cause: obstacle.to_string() })
            }
            Fault::Lasting(cause) => Self::Final(OpenError::Damaged { path, cause }),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        Self::Final(error)
    }
}

/// Whether the store at `path` may be opened for writing.
pub(crate) async fn verify(path: &Path) -> Result<(), Problem> {
    let problem = |error: &sqlx::Error| Problem::of(path, error);
    let mut at = look_only(path).await.map_err(|error| problem(&error))?;
    let result = checks(path, &mut at).await;
    drop(at.close().await);
    result
}

/// Whether it is a store, of a version that is known.
pub(crate) async fn is_ours(path: &Path, at: &mut SqliteConnection) -> Result<(), Problem> {
    let problem = |error: sqlx::Error| Problem::of(path, &error);
    let path = path.to_owned();
    let version = pragma(at, "PRAGMA user_version").await.map_err(problem)?;
    let application = pragma(at, "PRAGMA application_id").await.map_err(problem)?;
    let tables = pragma(at, TABLES).await.map_err(problem)?;
    if application != i64::from(TRIPLINE) && tables > 0 {
        let cause = "it is an SQLite database of another application".to_owned();
        return Err(OpenError::Foreign { path, cause }.into());
    }
    if version > i64::from(LATEST) {
        let found = u32::try_from(version).unwrap_or(u32::MAX);
        return Err(OpenError::Newer { path, found, known: LATEST }.into());
    }
    Ok(())
}

async fn checks(path: &Path, at: &mut SqliteConnection) -> Result<(), Problem> {
    is_ours(path, at).await?;
    let problem = |error: sqlx::Error| Problem::of(path, &error);
    let path = path.to_owned();
    let pages = pragma(at, "PRAGMA page_count").await.map_err(problem)?;
    let size = pragma(at, "PRAGMA page_size").await.map_err(problem)?;
    if pages.saturating_mul(size) <= WHOLE {
        let found = sqlx::query("PRAGMA quick_check(1)").fetch_one(at).await.map_err(problem)?;
        let found: String = found.try_get(0).map_err(problem)?;
        if found != "ok" {
            // `*** in database main ***`, then what is wrong.
            let cause = found.lines().last().unwrap_or_default().to_owned();
            return Err(OpenError::Damaged { path, cause }.into());
        }
    }
    Ok(())
}
