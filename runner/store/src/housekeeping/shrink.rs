//! Giving free pages back to the file system.

use crate::reading::Columns;
use crate::{ReadError, Store};

use super::TidyError;

const PAGES: &str = "PRAGMA page_count";
const FREE: &str = "PRAGMA freelist_count";
const PAGE_SIZE: &str = "PRAGMA page_size";

/// Moves so many pages at most from the end of the file into holes: a few milliseconds.
const VACUUM: &str = "PRAGMA incremental_vacuum(256)";

/// One in so many pages may be free: what is recorded next goes there.
const FREE_SHARE: i64 = 8;

/// Gives free pages back, beyond those that will be needed soon. How many bytes.
pub(super) async fn shrink(store: &Store) -> Result<u64, TidyError> {
    let before = number(store, PAGES).await?;
    while number(store, FREE).await? > number(store, PAGES).await? / FREE_SHARE {
        let free = number(store, FREE).await?;
        let work = store.write(|at| {
            Box::pin(async move { sqlx::query(VACUUM).fetch_all(at).await.map(|_| ()) })
        });
        work.await?;
        if number(store, FREE).await? >= free {
            break;
        }
    }
    let pages = before - number(store, PAGES).await?;
    let bytes = pages.saturating_mul(number(store, PAGE_SIZE).await?);
    Ok(u64::try_from(bytes).unwrap_or_default())
}

async fn number(store: &Store, sql: &'static str) -> Result<i64, ReadError> {
    sqlx::query(sql).fetch_one(store.readers()).await?.at(0)
}
