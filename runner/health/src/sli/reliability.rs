//! The share of complete transactions that succeed.

use crate::exact::{Fraction, share};
use crate::series::RunCounts;

/// The share of complete scheduled transactions that succeed; the last retry decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reliability {
    /// Succeeded in valid; `None` without a valid run.
    pub share: Option<Fraction>,
    /// Succeeded without a second try in valid; `None` without a valid run.
    pub first_attempt: Option<Fraction>,
    /// How many succeeded.
    pub succeeded: u64,
    /// How many say something: succeeded and failed.
    pub valid: u64,
}

impl Reliability {
    /// The reliability in these runs.
    pub fn of(counts: &RunCounts) -> Self {
        let (succeeded, valid) = (counts.succeeded(), counts.valid());
        Self {
            share: share(succeeded.into(), valid.into()),
            first_attempt: share(counts.first_attempt.into(), valid.into()),
            succeeded,
            valid,
        }
    }
}
