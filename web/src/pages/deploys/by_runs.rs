//! What the runs around a deploy say of it.

use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::{SignedDuration, Timestamp};
use runner_health::deploy::{Answer, DeployRun, Evidence, Stage, judge};
use runner_model::{Outcome, Series, SeriesRun, human};
use runner_store::{Deploy, Deployed, ReadError, Store};

use crate::pages::standings::Standings;

/// So long after a deploy runs speak of it.
const AROUND: SignedDuration = SignedDuration::from_hours(1);

/// By then runs that began within have ended.
const SETTLED: SignedDuration = SignedDuration::from_mins(15);

/// So many runs before it are compared with, and so many after it.
const RUNS: u32 = 20;
const AFTER: usize = 50;

/// Of so many tests, at most.
const TESTS: usize = 60;

/// What the runs around a deploy say of it.
pub(super) struct ByRuns {
    /// In all, and of each test.
    pub(super) answer: Answer,
    /// The runs of each test, in the same order.
    pub(super) around: Vec<Around>,
}

/// The runs of a series around a deploy.
pub(super) struct Around {
    /// Newest first.
    pub(super) before: Vec<SeriesRun>,
    /// Oldest first.
    pub(super) after: Vec<SeriesRun>,
}

impl Around {
    async fn read(
        store: &Store,
        series: &Series,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<Self, ReadError> {
        let before = store.runs().page(series, Timestamp::MIN, at, None, RUNS).await?.runs;
        let runs = store.runs().between(series, at, until);
        let after = runs.take(AFTER).try_collect().await?;
        Ok(Self { before, after })
    }

    fn evidence(&self, series: &Series) -> Evidence {
        let run = |run: &SeriesRun| DeployRun { outcome: run.outcome, took: run.took };
        Evidence {
            test: series.to_string(),
            before: self.before.iter().rev().map(run).collect(),
            after: self.after.iter().map(run).collect(),
        }
    }

    /// The first run after it that failed.
    pub(super) fn first_bad(&self) -> Option<&SeriesRun> {
        self.after.iter().find(|run| run.outcome == Outcome::Failed)
    }
}

impl ByRuns {
    /// By the runs until `until`: the next deploy, or now.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) async fn read(
        store: &Store,
        deploy: &Deploy,
        until: Timestamp,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let end = end(deploy, until);
        let (mut evidence, mut around) = (Vec::new(), Vec::new());
        for series in concerned(deploy, standings).into_iter().take(TESTS) {
            let runs = Around::read(store, series, deploy.at, end).await?;
            evidence.push(runs.evidence(series));
            around.push(runs);
        }
        Ok(Self { answer: judge(&evidence, &[], Stage::Extended), around })
    }
}

/// Until when runs speak of `deploy`: the next one of `all` that replaces it, or `now`.
pub(crate) fn until(deploy: &Deploy, all: &[Deployed], now: Timestamp) -> Timestamp {
    let next = all.iter().map(|other| &other.deploy).find(|other| {
        other.at > deploy.at
            && other.service == deploy.service
            && other.environment == deploy.environment
    });
    next.map_or(now, |next| next.at)
}

fn end(deploy: &Deploy, until: Timestamp) -> Timestamp {
    deploy.at.checked_add(AROUND).unwrap_or(until).min(until)
}

/// Whether no run can change any more what is said of `deploy`, which runs speak of until `until`.
pub(super) fn is_settled(deploy: &Deploy, until: Timestamp, now: Timestamp) -> bool {
    end(deploy, until).checked_add(SETTLED).is_ok_and(|end| end < now)
}

/// What is watched of the service, where it was deployed.
fn concerned<'s>(deploy: &'s Deploy, standings: &'s Standings) -> Vec<&'s Series> {
    let environment = deploy.environment.as_ref().map(|name| name.as_str());
    let lines = standings.of(environment);
    let of_service = lines.filter(|line| line.service.as_deref() == Some(deploy.service.as_str()));
    of_service.flat_map(|line| &line.series).map(|status| &status.series).collect()
}

/// `1 h`: how long runs after a deploy speak of it.
pub(super) fn around() -> String {
    human::duration(AROUND.unsigned_abs())
}
