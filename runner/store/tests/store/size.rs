//! How much room a run takes.

use crate::sample::{Sample, passed, record};

/// With all indexes, and with the series interleaved as they are when monitors run.
#[tokio::test]
async fn a_run_of_one_step_that_passed_takes_at_most_120_bytes() {
    const RUNS: i64 = 100_000;
    const MONITORS: i64 = 50;
    let names: Vec<String> = (0..MONITORS).map(|number| format!("monitor-{number}")).collect();
    let sample = Sample::new().await;
    let empty = sample.store.stats().await.unwrap().file;
    for minute in 0..RUNS / MONITORS {
        let runs = names.iter().map(|name| passed(name, 60 * minute)).collect();
        sample.store.record(record(runs)).await.unwrap();
    }
    sample.store.clone().close().await;
    let file = std::fs::metadata(sample.file("trip.db")).unwrap().len();
    let each = (file - empty) / RUNS as u64;
    println!("{each} bytes a run");
    assert!(each <= 120, "{each}");
    assert!(each >= 40, "{each}: were they all recorded?");
}
