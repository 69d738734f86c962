//! How many runs a second are recorded, each acknowledged: `cargo bench -p runner-store`.

#![expect(clippy::print_stdout, reason = "it is run to be read")]
#![expect(clippy::unwrap_used, reason = "what goes wrong here is the measurement's failure")]

#[path = "../tests/store/sample.rs"]
mod sample;

use std::time::Instant;

use runner_store::{Json, Record, SeriesState};
use sample::{Sample, at, failed, in_full, passed, record, series};

/// Monitors that record side by side, one run after the other.
const MONITORS: i64 = 500;

/// Runs of each.
const RUNS: i64 = 400;

#[tokio::main]
async fn main() {
    let sample = Sample::new().await;
    let begun = Instant::now();
    let monitors: Vec<_> =
        (0..MONITORS).map(|number| tokio::spawn(monitor(sample.store.clone(), number))).collect();
    for monitor in monitors {
        monitor.await.unwrap();
    }
    let took = begun.elapsed();
    let each_second = (MONITORS * RUNS) as f64 / took.as_secs_f64();
    println!("{} runs in {took:.1?}: {each_second:.0} a second", MONITORS * RUNS);
    let begun = Instant::now();
    let current = sample.store.runs().current().await.unwrap();
    println!("how {} series do, read in {:.1?}", current.len(), begun.elapsed());
    let begun = Instant::now();
    let found = sample.store.runs().by_id(&passed("monitor-7", 60 * 11).run).await.unwrap();
    println!("{} run found by its id in {:.1?}", found.len(), begun.elapsed());
    let begun = Instant::now();
    let page = sample.store.runs();
    let page = page.page(&series("monitor-7"), at(0), at(60 * RUNS), None, 100).await.unwrap();
    println!("the last {} runs of a series in {:.1?}", page.runs.len(), begun.elapsed());
    sample.store.clone().close().await;
    let file = std::fs::metadata(sample.file("trip.db")).unwrap().len();
    println!(
        "{} bytes a run, with states and one failure in 200 in full",
        file / (MONITORS * RUNS) as u64
    );
}

async fn monitor(store: runner_store::Store, number: i64) {
    let name = format!("monitor-{number}");
    let state = Json::of(&"up").unwrap();
    for minute in 0..RUNS {
        let seconds = 60 * minute;
        let run = if (minute + number) % 200 == 0 {
            in_full(failed(&name, seconds))
        } else {
            passed(&name, seconds)
        };
        let state = SeriesState { series: series(&name), json: Some(state.clone()) };
        let record = Record { series_states: vec![state], ..record(vec![run]) };
        store.record(record).await.unwrap();
    }
}
