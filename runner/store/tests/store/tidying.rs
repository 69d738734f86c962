//! What is old is forgotten, what it came to is kept, and the file stops growing.

use std::time::Duration;

use runner_health::calendar::Span;
use runner_health::series::Exclusions;
use runner_model::{IncidentId, Series, SeriesRun};
use runner_store::{
    IncidentChange, IncidentSpan, Json, Policy, Record, RollupRules, Tidied, Witness,
};

use crate::sample::{Sample, at, failed, in_full, passed, record, series};

const DAY: i64 = 86_400;
const STEP: i64 = 1800;

fn days(count: u64) -> Duration {
    Duration::from_secs(count * 86_400)
}

fn policy() -> Policy {
    Policy { runs: days(14), failures: days(30), summaries: days(60) }
}

fn rules(_: &Series, _: Span) -> RollupRules {
    RollupRules { hold: Duration::from_secs(2700), exclusions: Exclusions::default() }
}

/// A run of `monitor`; one in a hundred fails and is kept in full.
fn run(monitor: &str, seconds: i64) -> SeriesRun {
    if (seconds / STEP) % 100 == 7 {
        in_full(failed(monitor, seconds))
    } else {
        passed(monitor, seconds)
    }
}

async fn record_all(sample: &Sample, monitors: &[&str], from: i64, until: i64) {
    let due = (from..until).step_by(STEP as usize);
    let runs: Vec<SeriesRun> =
        due.flat_map(|seconds| monitors.iter().map(move |monitor| run(monitor, seconds))).collect();
    for runs in runs.chunks(500) {
        sample.store.record(record(runs.to_vec())).await.unwrap();
    }
}

async fn tidy(sample: &Sample, seconds: i64) -> Tidied {
    sample.store.housekeeping(at(seconds), &policy(), &rules).await.unwrap()
}

#[tokio::test]
async fn after_a_year_the_file_has_long_stopped_growing() {
    let monitors = ["checkout", "search", "landing", "login", "refunds"];
    let sample = Sample::new().await;
    let mut sizes = Vec::new();
    for week in 0..52 {
        let (from, until) = (week * 7 * DAY, (week + 1) * 7 * DAY);
        record_all(&sample, &monitors, from, until).await;
        tidy(&sample, until).await;
        sizes.push(sample.store.stats().await.unwrap().file);
    }
    let (settled, last) = (sizes[15], sizes[51]);
    assert!(last <= settled + settled / 20, "{sizes:?}");

    let end = 52 * 7 * DAY;
    let kept =
        sample.store.runs().page(&series("login"), at(0), at(end), None, 9999).await.unwrap();
    let oldest = kept.runs.iter().rfind(|run| run.outcome == kept.runs[0].outcome).unwrap();
    assert_eq!(oldest.planned, at(end - 14 * DAY));
    let bad = kept.runs.last().unwrap();
    assert!(bad.planned >= at(end - 30 * DAY) && bad.planned < at(end - 27 * DAY), "{bad:?}");
    assert!(sample.store.runs().by_id(&bad.run).await.unwrap()[0].detail.is_some());
    let hours = sample.store.rollups().between(&series("login"), at(0), at(end)).await.unwrap();
    assert_eq!(hours[0].starts, at(end - 60 * DAY));
    assert_eq!(hours.len() as i64, 60 * 24 - 1, "the last hour is not settled");
    assert!(hours.iter().all(|hour| hour.rollup.transaction.runs.due() == 2));
    let report = runner_store::check(&sample.file("trip.db")).await.unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

#[tokio::test]
async fn a_run_that_comes_late_lets_its_hour_be_summed_up_again() {
    let sample = Sample::new().await;
    record_all(&sample, &["checkout"], 0, 6 * 3600).await;
    assert_eq!(tidy(&sample, 7 * 3600).await.hours, 6);
    let hour = |number: i64| {
        let rollups = sample.store.rollups();
        let series = series("checkout");
        async move {
            let hours = rollups.between(&series, at(number * 3600), at((number + 1) * 3600)).await;
            hours.unwrap()[0].rollup.clone()
        }
    };
    assert_eq!(hour(2).await.transaction.runs.valid(), 2);
    let late = passed("checkout", 2 * 3600 + 900);
    sample.store.record(record(vec![late])).await.unwrap();
    assert_eq!(sample.store.rollups().until(&series("checkout")).await.unwrap(), Some(at(7200)));
    tidy(&sample, 7 * 3600).await;
    assert_eq!(hour(2).await.transaction.runs.valid(), 3);
    assert_eq!(hour(5).await.transaction.runs.valid(), 2);
}

#[tokio::test]
async fn an_hour_belongs_to_the_runs_that_began_in_it() {
    let sample = Sample::new().await;
    // Due before eleven, begun after.
    let mut run = passed("checkout", 10 * 3600 + 3599);
    run.started = at(11 * 3600 + 5);
    sample.store.record(record(vec![run])).await.unwrap();
    tidy(&sample, 14 * 3600).await;
    let hours = sample.store.rollups().between(&series("checkout"), at(0), at(DAY)).await.unwrap();
    assert_eq!(hours.len(), 1, "beyond, nothing is known");
    assert_eq!(hours[0].starts, at(11 * 3600));
    assert_eq!(hours[0].rollup.front_door.times.up, Duration::from_secs(2700));
    let unknown = Duration::from_secs(3600 - 2700);
    assert_eq!(hours[0].rollup.front_door.times.unknown, unknown);
}

#[tokio::test]
async fn evidence_is_kept_as_long_as_its_incident() {
    let sample = Sample::new().await;
    let (bad, other) = (in_full(failed("checkout", 0)), in_full(failed("checkout", STEP)));
    let pass = in_full(passed("checkout", -STEP));
    let witness = |run: &SeriesRun| Witness { series: run.series.clone(), run: run.run.clone() };
    let incident = IncidentChange {
        id: IncidentId(1),
        span: IncidentSpan::Closed { since: at(0), at: at(3600) },
        json: Json::of(&"over").unwrap(),
        evidence: vec![witness(&pass), witness(&bad)],
    };
    let runs = vec![pass.clone(), bad.clone(), other.clone()];
    let all = Record { runs, incidents: vec![incident], ..Record::default() };
    sample.store.record(all).await.unwrap();
    sample.store.record(record(vec![in_full(passed("checkout", 2 * STEP))])).await.unwrap();
    let detail = |run: &SeriesRun| {
        let (store, id) = (sample.store.clone(), run.run.clone());
        async move { store.runs().by_id(&id).await.unwrap().pop().and_then(|run| run.detail) }
    };

    tidy(&sample, 40 * DAY).await;
    assert_eq!(detail(&bad).await, bad.detail);
    assert_eq!(detail(&pass).await, pass.detail);
    assert_eq!(detail(&other).await, None);
    tidy(&sample, 70 * DAY).await;
    tidy(&sample, 70 * DAY).await;
    assert_eq!(sample.store.incidents().by_id(IncidentId(1)).await.unwrap(), None);
    assert_eq!(detail(&bad).await, None);
    let last = sample.store.runs().last_pass(&series("checkout")).await.unwrap();
    assert!(last.is_some_and(|run| run.detail.is_some()), "the last pass stays");
}

#[tokio::test]
async fn free_space_is_given_back() {
    let sample = Sample::new().await;
    let runs: Vec<SeriesRun> = (0..20_000).map(|minute| passed("checkout", 60 * minute)).collect();
    sample.store.record(record(runs)).await.unwrap();
    let before = sample.store.stats().await.unwrap();
    let tidied = tidy(&sample, 50 * DAY).await;
    assert_eq!(tidied.runs, 20_000);
    let after = sample.store.stats().await.unwrap();
    assert!(tidied.bytes > before.file / 2, "{tidied:?}");
    assert!(after.file * 2 < before.file, "{before:?} {after:?}");
}
