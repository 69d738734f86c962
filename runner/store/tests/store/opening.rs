//! A store is opened, or left as it is.

use std::path::Path;
use std::time::{Duration, Instant};

use runner_store::{OpenError, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::sample::{Sample, at, passed, record};

/// Another process, as far as the file is concerned.
pub(crate) async fn other(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).connect().await.unwrap()
}

/// A store with a thousand runs, closed.
async fn closed() -> Sample {
    let sample = Sample::new().await;
    let runs = (0..1000).map(|minute| passed("checkout", 60 * minute)).collect();
    sample.store.record(record(runs)).await.unwrap();
    sample.store.clone().close().await;
    sample
}

/// Opening `file` gives the error, and changes no byte of it.
async fn left_as_it_is(sample: &Sample, bytes: &[u8]) -> OpenError {
    let path = sample.file("other.db");
    std::fs::write(&path, bytes).unwrap();
    let error = Store::open(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    error
}

#[tokio::test]
async fn a_damaged_store_is_left_as_it_is() {
    let sample = closed().await;
    let mut bytes = std::fs::read(sample.file("trip.db")).unwrap();
    let size = bytes.len();
    for page in (40..size / 4096).step_by(3) {
        bytes[page * 4096..page * 4096 + 64].fill(0xa5);
    }
    let error = left_as_it_is(&sample, &bytes).await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("it is left as it is, move it away and restore a copy"), "{text}");

    let error = left_as_it_is(&sample, &bytes[..50]).await;
    assert!(error.to_string().contains("it breaks off after 50 bytes"), "{error}");
    let whole = std::fs::read(sample.file("trip.db")).unwrap();
    let error = left_as_it_is(&sample, &whole[..size / 2]).await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_file_of_something_else_is_left_as_it_is() {
    let sample = closed().await;
    let error = left_as_it_is(&sample, b"monitors:\n  checkout: {}\n").await;
    assert!(error.to_string().contains("does not begin like an SQLite database"), "{error}");

    let path = sample.file("notes.db");
    let mut notes = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    sqlx::query("CREATE TABLE notes (text TEXT)").execute(&mut notes).await.unwrap();
    notes.close().await.unwrap();
    let error = left_as_it_is(&sample, &std::fs::read(&path).unwrap()).await;
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains("is not a store of tripline"), "{error}");
}

#[tokio::test]
async fn a_store_of_a_later_version_is_left_as_it_is() {
    let sample = closed().await;
    let mut file = other(&sample.file("trip.db")).await;
    sqlx::query("PRAGMA user_version = 999").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let error = left_as_it_is(&sample, &std::fs::read(sample.file("trip.db")).unwrap()).await;
    let text = error.to_string();
    assert!(text.contains("is of version 999, this tripline knows versions up to"), "{text}");
    assert!(text.contains("use a newer tripline or name another file"), "{text}");
}

#[tokio::test]
async fn an_empty_file_becomes_a_store_and_a_folder_does_not() {
    let sample = Sample::new().await;
    let path = sample.file("empty.db");
    std::fs::write(&path, b"").unwrap();
    Store::open(&path).await.unwrap().close().await;
    Store::open(&path).await.unwrap().close().await;

    let error = Store::open(sample.file("no/such/folder.db").as_path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
    let error = Store::open(sample.file("").as_path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn opening_waits_for_another_process_that_holds_the_file_locked() {
    let sample = closed().await;
    let path = sample.file("trip.db");
    let mut holder = other(&path).await;
    for sql in ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "DELETE FROM audit"] {
        sqlx::query(sql).execute(&mut holder).await.unwrap();
    }
    let begun = Instant::now();
    let opening = tokio::spawn(async move { Store::open(&path).await });
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(!opening.is_finished());
    holder.close().await.unwrap();
    let store = opening.await.unwrap().unwrap();
    assert!(begun.elapsed() > Duration::from_secs(2));
    let page = store.runs().page(&passed("checkout", 0).series, at(0), at(120), None, 9).await;
    assert_eq!(page.unwrap().runs.len(), 2);
}

#[tokio::test]
async fn a_store_is_for_one_service_alone_until_that_ends() {
    let sample = Sample::new().await;
    let other = Store::open(&sample.file("trip.db")).await.unwrap();
    let alone = sample.store.alone().unwrap();
    let taken = other.alone().unwrap_err().to_string();
    assert!(taken.starts_with("another service works with the store `"), "{taken}");
    drop(alone);
    assert!(other.alone().is_ok());
}

#[tokio::test]
async fn who_only_looks_is_not_held_up_by_somebody_who_writes() {
    let sample = closed().await;
    let path = sample.file("trip.db");
    let mut other = other(&path).await;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    let began = Instant::now();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.runs().current().await.unwrap().len(), 1);
    store.close().await;
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}
