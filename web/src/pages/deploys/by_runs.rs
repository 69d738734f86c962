//! What the runs around a deploy say of it.

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use runner_health::deploy::{Answer, DeployRun, Evidence, Stage, judge};
use runner_model::{Outcome, RunId, Series, SeriesRun, human};
use runner_store::{Deploy, ReadError, Store};

use crate::pages::standings::Standings;

/// So long after a deploy runs speak of it.
const AROUND: SignedDuration = SignedDuration::from_hours(1);

/// So many runs before it are compared with, and so many after it.
const RUNS: u32 = 20;
const AFTER: usize = 50;

/// Of so many tests, at most.
const TESTS: usize = 60;

/// What the runs around a deploy say of it.
pub(crate) struct ByRuns {
    /// In all, and of each test.
    pub(crate) answer: Answer,
    /// The first run after it that failed, of each test in the same order.
    pub(crate) first_bad: Vec<Option<RunId>>,
}

impl ByRuns {
    /// By the runs until `until`: the next deploy, or now.
    ///
    /// # Errors
    /// They cannot be read.
    pub(crate) async fn read(
        store: &Store,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let end = deploy.at.checked_add(AROUND).unwrap_or(until).min(until);
        let (mut evidence, mut first_bad) = (Vec::new(), Vec::new());
        for series in concerned(deploy, standings).into_iter().take(TESTS) {
            let (found, bad) = read(store, series, deploy.at, end).await?;
            evidence.push(found);
            first_bad.push(bad);
        }
        Ok(Self { answer: judge(&evidence, &[], Stage::Extended), first_bad })
    }
}

/// Until when runs speak of `deploy`: the next one of `all` that replaces it, or `now`.
pub(crate) fn until(deploy: &Deploy, all: &[Deploy], now: Timestamp) -> Timestamp {
    let next = all.iter().find(|other| {
        other.at > deploy.at
            && other.service == deploy.service
            && other.environment == deploy.environment
    });
    next.map_or(now, |next| next.at)
}

/// What is watched of the service, where it was deployed.
fn concerned<'s>(deploy: &'s Deploy, standings: &'s Standings) -> Vec<&'s Series> {
    let environment = deploy.environment.as_ref().map(|name| name.as_str());
    let lines = standings.of(environment);
    let of_service = lines.filter(|line| line.service.as_deref() == Some(deploy.service.as_str()));
    of_service.flat_map(|line| &line.series).map(|status| &status.series).collect()
}

async fn read(
    store: &Store,
    series: &Series,
    at: Timestamp,
    until: Timestamp,
) -> Result<(Evidence, Option<RunId>), ReadError> {
    let run = |run: &SeriesRun| DeployRun { outcome: run.outcome, took: run.took };
    let before = store.runs().page(series, Timestamp::MIN, at, None, RUNS).await?;
    let mut after = Vec::new();
    let mut first_bad = None;
    let mut runs = store.runs().between(series, at, until);
    while let Some(next) = runs.try_next().await? {
        if next.outcome == Outcome::Failed && first_bad.is_none() {
            first_bad = Some(next.run.clone());
        }
        after.push(run(&next));
        if after.len() >= AFTER {
            break;
        }
    }
    let test = series.to_string();
    let before = before.runs.iter().rev().map(run).collect();
    Ok((Evidence { test, before, after }, first_bad))
}

/// `1 h`: how long runs after a deploy speak of it.
pub(super) fn around() -> String {
    human::duration(AROUND.unsigned_abs())
}
