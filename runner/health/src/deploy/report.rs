//! Why a verdict is what it is, with all numbers.

use super::{DeployVerdict, Failures, SpeedComparison};
use crate::exact::Fraction;

/// The verdict on a deploy, and on each of its tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployReport {
    /// That on the worst test; `cannot_tell` when there was none.
    pub verdict: DeployVerdict,
    /// Each test, in the order given.
    pub tests: Vec<TestVerdict>,
    /// How many tests were compared with their history: for so many the p values are corrected.
    pub family: usize,
}

/// The verdict on one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestVerdict {
    /// The test.
    pub test: String,
    /// What was found.
    pub finding: Finding,
    /// Of the baseline.
    pub before: Failures,
    /// Of the runs after the deploy that say something.
    pub after: Failures,
    /// How many runs were made after the deploy, those included that say nothing.
    pub made: u64,
    /// How long runs took; `None` when there are too few runs to look at.
    pub speed: Option<SpeedComparison>,
}

/// What was found, and what decided: the numbered rules of SLO.md, section 5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// 1: too few runs after the deploy say something.
    TooFewRuns {
        /// So many are needed.
        needed: u64,
    },
    /// 2: nothing failed.
    NothingFailed,
    /// 3: it fails, and there is nothing to compare with.
    FailsWithoutHistory,
    /// 3: one run failed, and there is nothing to compare with.
    OneFailureWithoutHistory,
    /// 4: it failed as often before.
    FailedBefore,
    /// 6: it fails, and chance does not explain it.
    FailsSince(Significance),
    /// 6: it fails, and so does a test of a service that was not deployed.
    ControlFailsToo {
        /// That test.
        control: String,
        /// How often that failed after the deploy.
        control_after: Failures,
    },
    /// 7: it takes longer.
    TakesLonger,
    /// 8: it failed, which chance may explain.
    MayBeChance(Significance),
}

/// How likely chance alone would be as bad as what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Significance {
    /// Fisher's exact test for this test alone.
    pub p: Fraction,
    /// Corrected by Holm's method for all tests that were compared; this decides.
    pub corrected: Fraction,
}

impl TestVerdict {
    /// The verdict.
    pub fn verdict(&self) -> DeployVerdict {
        match &self.finding {
            Finding::NothingFailed => DeployVerdict::Passed,
            Finding::FailsWithoutHistory | Finding::FailsSince(_) => DeployVerdict::Worse,
            Finding::FailedBefore => DeployVerdict::AlreadyFailing,
            Finding::TakesLonger => DeployVerdict::Slower,
            Finding::TooFewRuns { .. }
            | Finding::OneFailureWithoutHistory
            | Finding::ControlFailsToo { .. }
            | Finding::MayBeChance(_) => DeployVerdict::CannotTell,
        }
    }
}
