//! What the writer does when it cannot write.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tempfile::TempDir;

use super::{Condition, Connect, Obstacle, WriteError};
use crate::{AuditEntry, Record, Store, open};

/// So few pages have the tables only just room.
const LITTLE: &str = "PRAGMA max_page_count = 100";

async fn small(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    let mut connection = open::connect(path).await?;
    sqlx::query(LITTLE).fetch_all(&mut connection).await?;
    Ok(connection)
}

/// A store on a disk that is nearly full until it is said otherwise.
async fn nearly_full(path: &Path) -> (Store, Arc<AtomicBool>) {
    Store::open(path).await.unwrap().close().await;
    let full = Arc::new(AtomicBool::new(true));
    let (still, file) = (Arc::clone(&full), path.to_owned());
    let connect: Connect = Box::new(move || -> BoxFuture<'static, _> {
        let (file, still) = (file.clone(), still.load(Ordering::Acquire));
        Box::pin(async move { if still { small(&file).await } else { open::connect(&file).await } })
    });
    (Store::over(path, small(path).await.unwrap(), connect).await.unwrap(), full)
}

/// A record of 32 kibibytes.
fn large(number: usize) -> Record {
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    let entry = AuditEntry { at, who: number.to_string(), what: "x".repeat(32 << 10) };
    Record { audit: vec![entry], ..Record::default() }
}

async fn kept(store: &Store) -> Vec<usize> {
    let far = "2027-01-01T00:00:00Z".parse().unwrap();
    let entries = store.audit().latest(far, 10_000).await.unwrap();
    let mut numbers: Vec<usize> = entries.iter().map(|e| e.who.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_lost_when_there_is_room_again() {
    let folder = TempDir::new().unwrap();
    let (store, full) = nearly_full(&folder.path().join("trip.db")).await;
    let mut acknowledged = 0;
    let mut condition = store.condition();
    let waiting = loop {
        let (writer, number) = (store.clone(), acknowledged);
        let mut writing = tokio::spawn(async move { writer.record(large(number)).await });
        tokio::select! {
            written = &mut writing => written.unwrap().unwrap(),
            told = condition.wait_for(|now| *now != Condition::Writing) => {
                let told = told.unwrap().to_string();
                assert!(told.starts_with("the store cannot be written: the disk is full"), "{told}");
                break writing;
            }
        }
        acknowledged += 1;
    };
    assert!(acknowledged > 0);
    assert_eq!(kept(&store).await, (0..acknowledged).collect::<Vec<_>>());

    full.store(false, Ordering::Release);
    waiting.await.unwrap().unwrap();
    assert_eq!(*store.condition().borrow(), Condition::Writing);
    assert_eq!(kept(&store).await, (0..=acknowledged).collect::<Vec<_>>());
}

#[tokio::test]
async fn when_nothing_can_be_written_and_too_much_waits_the_rest_is_refused_at_once() {
    let folder = TempDir::new().unwrap();
    let (store, full) = nearly_full(&folder.path().join("trip.db")).await;
    // As much as may wait.
    let mut huge = large(0);
    huge.audit[0].what = "x".repeat(64 << 20);
    let writer = store.clone();
    let first = tokio::spawn(async move { writer.record(huge).await });
    let mut condition = store.condition();
    condition.wait_for(|now| *now != Condition::Writing).await.unwrap();
    let refused = tokio::time::timeout(Duration::from_secs(5), store.record(large(1))).await;
    assert_eq!(refused.unwrap(), Err(WriteError::Overloaded { obstacle: Obstacle::Full }));
    first.abort();
    full.store(false, Ordering::Release);
}

#[tokio::test]
async fn a_store_that_cannot_write_is_closed_all_the_same() {
    let folder = TempDir::new().unwrap();
    let (store, _full) = nearly_full(&folder.path().join("trip.db")).await;
    let many = (0..100).map(|number| {
        let writer = store.clone();
        tokio::spawn(async move { writer.record(large(number)).await })
    });
    let many: Vec<_> = many.collect();
    let mut condition = store.condition();
    condition.wait_for(|now| *now != Condition::Writing).await.unwrap();
    store.clone().close().await;
    let mut written = 0;
    for writing in many {
        match writing.await.unwrap() {
            Ok(()) => written += 1,
            error => assert_eq!(error, Err(WriteError::Overloaded { obstacle: Obstacle::Full })),
        }
    }
    assert!(written < 100);
    assert_eq!(store.record(large(0)).await, Err(WriteError::Closed));
}
