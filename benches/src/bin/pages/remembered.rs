//! The store: what a service would have written down in days, written in minutes.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use runner_model::{Secret, SeriesRun};
use runner_store::{Deploy, NewToken, Policy, Record, RollupRules, SeriesState, Store, TokenScope};

use crate::extent::Size;
use crate::incidents;
use crate::project::{FAILING, Watched};
use crate::results::{Dice, Results, planned};

/// What the API is asked with. It opens nothing but this store.
pub(crate) const TOKEN: &str = "trip_of-the-benchmark-and-of-nothing-else";

/// How often a monitor ran.
pub(crate) const EVERY: Duration = Duration::from_secs(5 * 60);

/// The last runs of what fails failed.
const FAILED_LATELY: usize = 4;

/// One in so many runs failed.
const ONE_FAILS_IN: u64 = 400;

/// So many runs are written in one transaction.
const BATCH: usize = 2_500;

const DEPLOYS: u32 = 60;

/// A store that is older says too little about the last hours.
const FRESH: Duration = Duration::from_secs(6 * 3_600);

/// Nothing is forgotten.
const FOR_EVER: Duration = Duration::from_secs(400 * 24 * 3_600);

/// The store of this size in `folder`: one that is still fresh, or another one.
pub(crate) async fn store(
    folder: &Path,
    size: Size,
    results: &Results,
    now: Timestamp,
) -> Result<PathBuf, Box<dyn Error>> {
    let Size { suites, environments, runs } = size;
    let name = format!("{suites}x{environments}-{runs}-{}", env!("CARGO_PKG_VERSION"));
    let path = folder.join(format!("{name}.db"));
    let made = std::fs::metadata(folder.join(format!("{name}.whole"))).and_then(|it| it.modified());
    if made.is_ok_and(|made| SystemTime::from(now).duration_since(made).is_ok_and(|it| it < FRESH))
    {
        return Ok(path);
    }
    std::fs::create_dir_all(folder)?;
    for file in ["db", "db-wal", "db-shm", "db.lock", "whole"] {
        let file = folder.join(format!("{name}.{file}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    let store = Store::open(&path).await?;
    fill(&store, size, results, now).await?;
    store.close().await;
    std::fs::write(folder.join(format!("{name}.whole")), "")?;
    Ok(path)
}

async fn fill(
    store: &Store,
    size: Size,
    results: &Results,
    now: Timestamp,
) -> Result<(), Box<dyn Error>> {
    let secret = Secret::new(TOKEN.to_owned());
    let token = NewToken { name: "benchmark".to_owned(), scope: TokenScope::Admin, secret };
    store.tokens().add(&token, now, "the benchmark").await?;
    deploys(store, now).await?;
    let due = planned(size, EVERY, now - Duration::from_secs(30));
    let mut failing = Vec::new();
    let mut batch = Vec::with_capacity(2 * BATCH);
    for (number, watched) in Watched::all(size).enumerate() {
        // Monitors are not due at the same moment.
        let later = Duration::from_millis((number as u64 * 7_919) % 25_000);
        let mut dice = Dice::new(number as u64 + 1);
        for (left, at) in (0..due.len()).rev().zip(&due) {
            let has_failed = match watched.is_failing() {
                true => left < FAILED_LATELY,
                false => left > 2 && dice.below(ONE_FAILS_IN) == 0,
            };
            let in_full = has_failed || left == 0 || left == FAILED_LATELY;
            batch.push(results.run(watched, *at + later, (has_failed, in_full), &mut dice));
        }
        if watched.is_failing() {
            failing.push((watched, batch[batch.len() - FAILED_LATELY..].to_vec()));
        }
        while batch.len() >= BATCH {
            let rest = batch.split_off(BATCH);
            record(store, std::mem::replace(&mut batch, rest)).await?;
        }
    }
    record(store, batch).await?;
    incidents::remember(store, size, &failing, now).await?;
    let rules = |_: &_, _| RollupRules { hold: EVERY.mul_f64(1.5), exclusions: Default::default() };
    let policy = Policy { runs: FOR_EVER, failures: FOR_EVER, summaries: FOR_EVER };
    store.housekeeping(now, &policy, &rules).await?;
    Ok(())
}

async fn record(store: &Store, runs: Vec<SeriesRun>) -> Result<(), Box<dyn Error>> {
    Ok(store.record(Record { runs, ..Record::default() }).await?)
}

/// One every twelve hours, the last one of a service that fails.
async fn deploys(store: &Store, now: Timestamp) -> Result<(), Box<dyn Error>> {
    for back in (0..DEPLOYS).rev() {
        let service = format!("shop-{:02}", back as usize % (2 * FAILING));
        let deploy = Deploy {
            at: now - Duration::from_secs(3_000 + 12 * 3_600 * u64::from(back)),
            service: service.try_into()?,
            environment: Some("production".try_into()?),
            version: format!("1.{}.0", DEPLOYS - back),
            who: "benchmark".to_owned(),
            commit: None,
            url: None,
        };
        store.deploys().mark(deploy).await?;
    }
    Ok(())
}

/// Where a series stands, as the service would have kept it.
pub(crate) async fn stand(store: &Store, state: SeriesState) -> Result<(), Box<dyn Error>> {
    let record = Record { series_states: vec![state], ..Record::default() };
    Ok(store.record(record).await?)
}
