//! Copies that can be opened, and looking a store over.

use runner_store::{BackupError, OpenError, Store, check};

use crate::opening::other;
use crate::sample::{Sample, at, failed, in_full, passed, record, series};

#[tokio::test]
async fn a_copy_made_while_runs_are_recorded_can_be_opened() {
    let sample = Sample::new().await;
    let runs = (0..500).map(|minute| passed("checkout", 60 * minute)).collect();
    sample.store.record(record(runs)).await.unwrap();
    let store = sample.store.clone();
    let writing = tokio::spawn(async move {
        for minute in 500..520 {
            store.record(record(vec![passed("checkout", 60 * minute)])).await.unwrap();
        }
    });
    let copy = sample.file("copy.db");
    sample.store.backup(&copy).await.unwrap();
    let again = sample.store.backup(&copy).await.unwrap_err();
    assert!(matches!(again, BackupError::Exists { .. }), "{again}");
    writing.await.unwrap();

    assert_eq!(check(&copy).await.unwrap().problems, Vec::<String>::new());
    let restored = Store::open(&copy).await.unwrap();
    let count = |store: Store| async move {
        let runs = store.runs().page(&series("checkout"), at(0), at(86_400), None, 1000).await;
        runs.unwrap().runs.len()
    };
    let copied = count(restored.clone()).await;
    assert!((500..=520).contains(&copied), "{copied}");
    restored.record(record(vec![passed("checkout", 60 * 600)])).await.unwrap();
    assert_eq!(count(restored).await, copied + 1);
    assert_eq!(count(sample.store.clone()).await, 520);
}

#[tokio::test]
async fn a_copy_that_cannot_be_made_leaves_nothing_behind() {
    let sample = Sample::new().await;
    let error = sample.store.backup(&sample.file("no/folder.db")).await.unwrap_err();
    assert!(matches!(error, BackupError::Failed { .. }), "{error}");
    let files = std::fs::read_dir(sample.file("")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| name.starts_with("trip.db")));
}

#[tokio::test]
async fn a_sound_store_is_told_so_and_a_wrong_row_is_found() {
    let sample = Sample::new().await;
    let runs = vec![in_full(passed("checkout", 0)), in_full(failed("checkout", 60))];
    sample.store.record(record(runs)).await.unwrap();
    let path = sample.file("trip.db");
    let report = check(&path).await.unwrap().to_string();
    assert_eq!(
        report,
        "The store holds 1 series, 2 runs, 2 results in full, 0 hours summed up, 0 incidents, 0 \
         messages.\nIt is sound."
    );

    let mut hand = other(&path).await;
    for sql in ["UPDATE runs SET series = 7 WHERE flags = 12", "UPDATE runs SET steps = x'09'"] {
        sqlx::query(sql).execute(&mut hand).await.unwrap();
    }
    let report = check(&path).await.unwrap();
    let told = report.to_string();
    assert!(told.contains("There are 4 problems:\n  runs that belong to no series: 1"), "{told}");
    assert!(told.contains("results that belong to no run: 1"), "{told}");
    assert!(told.contains("the form 9 is not known"), "{told}");

    let error = check(&sample.file("none.db")).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn the_figures_of_a_store_are_told() {
    let sample = Sample::new().await;
    sample.store.record(record(vec![passed("checkout", 0)])).await.unwrap();
    let stats = sample.store.stats().await.unwrap();
    assert_eq!((stats.series, stats.open_incidents, stats.waiting_messages), (1, 0, 0));
    assert!(stats.file > 100_000 && stats.log > 0, "{stats:?}");
    assert_eq!(stats.condition.to_string(), "the store is being written");
}
