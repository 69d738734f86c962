//! How sure a share of runs is.

use num_traits::One;
use thiserror::Error;

use crate::exact::{Fraction, fraction, square_root, whole};
use crate::target::Target;

/// 1.96: 95 % of a normal distribution lie so many standard deviations around its middle.
pub fn z() -> Fraction {
    fraction(49, 25)
}

/// Wilson's score interval of a share of runs, at 95 %.
///
/// Its ends are roots: they are kept with 30 decimals, rounded outwards, and exact where they are
/// rational. [`WilsonInterval::lies_above`] and [`WilsonInterval::lies_below`] need no root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WilsonInterval {
    /// The share itself.
    pub point: Fraction,
    /// The lowest that it may be.
    pub low: Fraction,
    /// The highest that it may be.
    pub high: Fraction,
    runs: Fraction,
}

/// Of no runs nothing can be said.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("there is no valid run, so there is no share of them")]
pub struct NoRuns;

impl WilsonInterval {
    /// The interval of `succeeded` in `valid` runs. More successes than runs are all of them.
    ///
    /// # Errors
    /// [`NoRuns`] when `valid` is 0.
    pub fn of(succeeded: u64, valid: u64) -> Result<Self, NoRuns> {
        if valid == 0 {
            return Err(NoRuns);
        }
        let (n, p) = (whole(valid), fraction(succeeded.min(valid), valid));
        let z_squared = &z() * &z();
        let shrink = Fraction::one() + &z_squared / &n;
        let centre = &p + &z_squared / (whole(2) * &n);
        let spread = &p * (Fraction::one() - &p) / &n + &z_squared / (whole(4) * &n * &n);
        let (_, root) = square_root(&spread);
        let half = z() * root;
        let low = ((&centre - &half) / &shrink).max(whole(0));
        let high = ((&centre + &half) / &shrink).min(whole(1));
        Ok(Self { point: p, low, high, runs: n })
    }

    /// Whether all of it is at least the target.
    pub fn lies_above(&self, target: Target) -> bool {
        let distance = &self.point - target.good();
        distance >= whole(0) && &distance * &distance >= self.reach(target)
    }

    /// Whether all of it is less than the target.
    pub fn lies_below(&self, target: Target) -> bool {
        let distance = target.good() - &self.point;
        distance > whole(0) && &distance * &distance > self.reach(target)
    }

    /// How far from the target a point may be, squared, so that its interval reaches the target:
    /// the interval is made of just the shares S with (p − S)² ≤ z²·S(1 − S)/n.
    fn reach(&self, target: Target) -> Fraction {
        z() * z() * target.good() * target.bad() / &self.runs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use runner_model::Ratio;

    use super::*;

    #[test]
    fn of_no_runs_nothing_is_said() {
        assert_eq!(WilsonInterval::of(0, 0), Err(NoRuns));
    }

    proptest! {
        #[test]
        fn the_answer_without_a_root_is_that_of_the_ends(
            valid in 1u64..3000, failed in 0u64..40, target in 1u64..1000,
        ) {
            let interval = WilsonInterval::of(valid.saturating_sub(failed), valid).unwrap();
            let target = Target::new(Ratio::new(target, 1000).unwrap()).unwrap();
            // The ends are rounded outwards, by far less than two different fractions can differ.
            let margin = fraction(1, 1_000_000_000_000_000_u64);
            prop_assert_eq!(interval.lies_above(target), &interval.low + &margin >= target.good());
            prop_assert_eq!(interval.lies_below(target), &interval.high - &margin < target.good()
                && interval.high != target.good());
            prop_assert!(interval.low <= interval.point && interval.point <= interval.high);
        }
    }
}
