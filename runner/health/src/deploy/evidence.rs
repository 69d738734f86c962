//! What a verdict is made of.

use std::time::Duration;

use runner_model::Outcome;

/// The most baseline runs that are compared with: the newest ones.
const BASELINE: usize = 20;

/// A run before or after a deploy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeployRun {
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
}

/// The runs of one test, in one environment and from one location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The test, for reading: `checkout/pay`.
    pub test: String,
    /// Runs before the deploy, oldest first. The newest 20 that say something are the baseline.
    pub before: Vec<DeployRun>,
    /// Runs after the deploy, oldest first.
    pub after: Vec<DeployRun>,
}

/// How many of some runs failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    failed: u64,
    valid: u64,
}

impl DeployRun {
    /// Whether it says something about the service.
    fn is_valid(&self) -> bool {
        match self.outcome {
            Outcome::Passed | Outcome::Degraded | Outcome::Failed => true,
            Outcome::Errored | Outcome::Skipped => false,
        }
    }
}

impl Evidence {
    /// The runs that are compared with: the newest that say something.
    pub(super) fn baseline(&self) -> Vec<DeployRun> {
        let newest = self.before.iter().rev().filter(|run| run.is_valid()).take(BASELINE);
        let mut baseline: Vec<DeployRun> = newest.copied().collect();
        baseline.reverse();
        baseline
    }

    /// The runs after the deploy that say something.
    pub(super) fn valid_after(&self) -> Vec<DeployRun> {
        self.after.iter().filter(|run| run.is_valid()).copied().collect()
    }
}

impl Failures {
    /// `failed` of `valid` runs. More failures than runs are all of them.
    pub fn new(failed: u64, valid: u64) -> Self {
        Self { failed: failed.min(valid), valid }
    }

    /// Counts runs that all say something.
    pub(super) fn among(runs: &[DeployRun]) -> Self {
        let failed = runs.iter().filter(|run| run.outcome == Outcome::Failed).count();
        Self::new(failed as u64, runs.len() as u64)
    }

    /// How many failed.
    pub fn failed(self) -> u64 {
        self.failed
    }

    /// How many say something.
    pub fn valid(self) -> u64 {
        self.valid
    }

    /// Whether the share of failures is at least that of `other`; not where there are no runs.
    pub(super) fn is_as_bad_as(self, other: Self) -> bool {
        let (ours, theirs) = (u128::from(self.failed), u128::from(other.failed));
        self.valid > 0 && ours * u128::from(other.valid) >= theirs * u128::from(self.valid)
    }
}
