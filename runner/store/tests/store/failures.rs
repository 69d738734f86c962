//! When a series failed last.

use runner_model::{Outcome, SeriesRun, Trigger};
use runner_store::LastFailure;

use crate::sample::{Sample, at, failed, passed, record, series};

async fn after(runs: Vec<SeriesRun>) -> Vec<LastFailure> {
    let sample = Sample::new().await;
    sample.store.record(record(runs)).await.unwrap();
    sample.store.runs().last_failures().await.unwrap()
}

fn failure(planned: i64, recovered: Option<SeriesRun>) -> LastFailure {
    let recovered = recovered.map(|run| run.started);
    LastFailure { series: series("shop").into(), failed: at(planned), recovered }
}

#[tokio::test]
async fn a_failure_ends_with_the_first_run_after_it_that_passed() {
    let runs =
        vec![failed("shop", 60), failed("shop", 120), passed("shop", 180), passed("shop", 240)];
    assert_eq!(after(runs).await, [failure(120, Some(passed("shop", 180)))]);
    assert_eq!(after(vec![passed("shop", 0), failed("shop", 60)]).await, [failure(60, None)]);
    assert_eq!(after(vec![passed("shop", 0)]).await, []);
}

#[tokio::test]
async fn what_could_not_be_carried_out_is_no_failure_and_no_recovery() {
    let errored = |seconds| SeriesRun { outcome: Outcome::Errored, ..failed("shop", seconds) };
    let runs = vec![failed("shop", 60), errored(120), errored(180), passed("shop", 240)];
    assert_eq!(after(runs).await, [failure(60, Some(passed("shop", 240)))]);
    assert_eq!(after(vec![errored(60)]).await, []);
}

#[tokio::test]
async fn only_scheduled_runs_count() {
    let confirmed = |run: SeriesRun| SeriesRun { trigger: Trigger::Confirmation, ..run };
    let runs = vec![failed("shop", 60), confirmed(passed("shop", 70)), passed("shop", 120)];
    assert_eq!(after(runs).await, [failure(60, Some(passed("shop", 120)))]);
    assert_eq!(after(vec![confirmed(failed("shop", 70))]).await, []);
}
