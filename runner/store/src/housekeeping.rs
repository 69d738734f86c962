//! Forgetting what is old, so that the file stops growing.
//!
//! Everything is done in small pieces: what is recorded meanwhile is written in between.

mod forget;
mod shrink;

use std::time::Duration;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_model::Series;
use thiserror::Error;

use crate::rollups::{RollupRules, roll_up};
use crate::{ReadError, Store, WriteError, stamp};

/// Runs are kept for at least so long: an hour that a late run belongs to is summed up again from
/// them.
const LEAST: Duration = Duration::from_secs(4 * 24 * 3600);

/// How the hours of a series within a span are summed up.
pub type RulesOf<'a> = dyn Fn(&Series, Span) -> RollupRules + Send + Sync + 'a;

/// For how long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Every run and missed slot, one by one; at least four days.
    pub runs: Duration,
    /// Everything about runs that failed or errored, and messages that were sent. What is
    /// evidence of an incident is kept as long as the incident.
    pub failures: Duration,
    /// Hours summed up, closed incidents, deploys, annotations that are over, the list of
    /// changes.
    pub summaries: Duration,
}

/// What was tidied up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Hours that were summed up.
    pub hours: u64,
    /// Runs that were forgotten.
    pub runs: u64,
    /// Other rows that were forgotten.
    pub rows: u64,
    /// Bytes by which the file became smaller.
    pub bytes: u64,
}

/// Tidying up broke off. What was done until then is done; the rest is done the next time.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TidyError {
    /// Something cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Something cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Store {
    /// Sums hours up by `rules`, forgets what is older than `policy` says, and gives free space back.
    ///
    /// # Errors
    /// Something cannot be read or written.
    pub async fn housekeeping(
        &self,
        now: Timestamp,
        policy: &Policy,
        rules: &RulesOf<'_>,
    ) -> Result<Tidied, TidyError> {
        let hours = roll_up(self, now, rules).await?;
        let [runs, failures, summaries] =
            [policy.runs.max(LEAST), policy.failures, policy.summaries]
                .map(|age| stamp::before(now, age));
        let mut rows = 0;
        rows += forget::failures(self, failures).await?;
        rows += forget::summaries(self, summaries).await?;
        rows += forget::missed(self, runs).await?;
        rows += forget::requests(self, now).await?;
        let runs = forget::runs(self, runs).await?;
        let bytes = shrink::shrink(self).await?;
        Ok(Tidied { hours, runs, rows, bytes })
    }
}
