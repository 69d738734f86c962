//! What is acknowledged is there; what cannot be written waits.

use std::time::Duration;

use runner_store::{Condition, Obstacle};

use crate::opening::other;
use crate::sample::{Sample, at, passed, record, series};

#[tokio::test]
async fn a_lock_of_another_process_is_survived_and_said() {
    let sample = Sample::new().await;
    sample.store.record(record(vec![passed("checkout", 0)])).await.unwrap();
    let mut holder = other(&sample.file("trip.db")).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();
    let store = sample.store.clone();
    let writing =
        tokio::spawn(async move { store.record(record(vec![passed("checkout", 60)])).await });
    let mut condition = sample.store.condition();
    let told = condition.wait_for(|now| *now != Condition::Writing).await.unwrap().clone();
    assert_eq!(told, Condition::Waiting { obstacle: Obstacle::Locked, tries: 1 });
    assert_eq!(
        told.to_string(),
        "the store cannot be written: another process holds the store locked; tripline keeps trying"
    );
    assert!(!writing.is_finished());
    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    writing.await.unwrap().unwrap();
    assert_eq!(*sample.store.condition().borrow(), Condition::Writing);
    let page = sample.store.runs().page(&series("checkout"), at(0), at(3600), None, 10).await;
    assert_eq!(page.unwrap().runs.len(), 2);
}

#[tokio::test]
async fn a_lone_record_is_written_at_once_and_many_are_written_together() {
    let sample = Sample::new().await;
    let quick = sample.store.record(record(vec![passed("checkout", 0)]));
    tokio::time::timeout(Duration::from_millis(150), quick).await.unwrap().unwrap();
    let many = (1..=500).map(|minute| {
        let store = sample.store.clone();
        tokio::spawn(
            async move { store.record(record(vec![passed("checkout", 60 * minute)])).await },
        )
    });
    for written in many.collect::<Vec<_>>() {
        written.await.unwrap().unwrap();
    }
    let page = sample.store.runs().page(&series("checkout"), at(0), at(86_400), None, 1000).await;
    assert_eq!(page.unwrap().runs.len(), 501);
}

#[tokio::test]
async fn closing_writes_what_waits() {
    let sample = Sample::new().await;
    let many = (0..250).map(|minute| {
        let store = sample.store.clone();
        tokio::spawn(
            async move { store.record(record(vec![passed("checkout", 60 * minute)])).await },
        )
    });
    let many: Vec<_> = many.collect();
    tokio::task::yield_now().await;
    sample.store.clone().close().await;
    let mut written = 0;
    for record in many {
        written += u32::from(record.await.unwrap().is_ok());
    }
    let store = runner_store::Store::open(&sample.file("trip.db")).await.unwrap();
    let page = store.runs().page(&series("checkout"), at(0), at(86_400), None, 1000).await;
    assert_eq!(page.unwrap().runs.len(), written as usize, "as many as were acknowledged");
    assert!(written > 0);
}

#[tokio::test]
async fn what_two_processes_record_is_seen_by_both() {
    let sample = Sample::new().await;
    let other = runner_store::Store::open(&sample.file("trip.db")).await.unwrap();
    for (store, monitor) in [(&other, "login"), (&sample.store, "search"), (&other, "login")] {
        store.record(record(vec![passed(monitor, 0)])).await.unwrap();
    }
    for store in [&sample.store, &other] {
        assert_eq!(store.runs().current().await.unwrap().len(), 2);
    }
}
