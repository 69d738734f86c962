//! Whether runs take longer than before.

use std::time::Duration;

use runner_model::{Outcome, Ratio};

use super::fisher::choose;
use super::{DeployRun, MannWhitney, mann_whitney};
use crate::Median;
use crate::exact::{Fraction, exactly};

/// The most runs of each side whose times are compared: the last ones. Counting all ways to deal
/// out more would take longer than it is worth.
const MOST: usize = 50;

/// Whether runs take longer than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speed {
    /// They do not, or not so that it matters.
    NotSlower,
    /// They do, clearly.
    Slower,
    /// So few runs could not show it.
    TooFewRuns,
}

/// From when on a difference is called one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeedRule {
    /// Chance may explain the order of the runs no more often than this.
    pub limit: Ratio,
    /// The median must have grown to at least so many times as much,
    pub ratio: Ratio,
    /// and by at least this: a few milliseconds are noticed by nobody.
    pub difference: Duration,
}

impl Default for SpeedRule {
    /// Chance in 1 of 100 cases, 1.25 times, 20 ms.
    fn default() -> Self {
        let ratio = |above, below| Ratio::new(above, below).expect("it is not a ratio to zero");
        Self { limit: ratio(1, 100), ratio: ratio(5, 4), difference: Duration::from_millis(20) }
    }
}

impl SpeedRule {
    /// Whether even the clearest order of so many runs could be no chance: 1/C(n + m, m) ≤ limit.
    fn can_show(&self, before: usize, after: usize) -> bool {
        let orders = choose((before + after) as u64, after as u64);
        orders * self.limit.numerator() >= self.limit.denominator().into()
    }
}

/// How long runs took before and after a deploy. Failed runs are left out: how long it took to fail
/// says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeedComparison {
    /// What it comes to.
    pub speed: Speed,
    /// The median before; `None` without a run.
    pub median_before: Option<Median>,
    /// The median after; `None` without a run.
    pub median_after: Option<Median>,
    /// The test by order. `None` where it cannot decide: without runs, or where the medians are
    /// so close that it does not matter what it says.
    pub test: Option<MannWhitney>,
}

impl SpeedComparison {
    /// Compares the runs that did not fail, by the default rule.
    pub(super) fn of_runs(before: &[DeployRun], after: &[DeployRun]) -> Self {
        Self::of(&times(before), &times(after), &SpeedRule::default())
    }

    /// Compares how long runs took, of each side the last 50.
    pub fn of<'t>(before: &'t [Duration], after: &'t [Duration], rule: &SpeedRule) -> Self {
        let last = |times: &'t [Duration]| &times[times.len().saturating_sub(MOST)..];
        let (before, after) = (last(before), last(after));
        let (median_before, median_after) =
            (Median::of(before.to_vec()), Median::of(after.to_vec()));
        let both = median_before.zip(median_after);
        let matters =
            both.is_some_and(|(before, after)| after.exceeds(before, rule.ratio, rule.difference));
        let can_show = rule.can_show(before.len(), after.len());
        let test = if can_show && matters { mann_whitney(before, after) } else { None };
        let speed = match &test {
            Some(test) if test.p <= exactly(rule.limit) => Speed::Slower,
            Some(_) => Speed::NotSlower,
            None if can_show => Speed::NotSlower,
            None => Speed::TooFewRuns,
        };
        Self { speed, median_before, median_after, test }
    }

    /// How many times as long runs took; `None` when that is no number.
    pub fn ratio(&self) -> Option<Fraction> {
        self.median_after?.times(self.median_before?)
    }
}

fn times(runs: &[DeployRun]) -> Vec<Duration> {
    runs.iter().filter(|run| run.outcome != Outcome::Failed).map(|run| run.took).collect()
}
