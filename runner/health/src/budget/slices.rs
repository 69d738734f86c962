//! The ways to make one share of many slices.

use num_traits::One;
use runner_model::Ratio;

use crate::exact::{Fraction, exactly, fraction, share, whole};
use crate::series::RunCounts;

/// How runs become one share, as OpenSLO's `budgetingMethod` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budgeting {
    /// Good runs in all runs.
    Occurrences,
    /// Good slices in all slices; a slice is good when at least this share of its runs is.
    Timeslices {
        /// The share of good runs that makes a slice good.
        good_from: Ratio,
    },
    /// The mean of the shares of the slices.
    RatioTimeslices,
}

impl Budgeting {
    /// The share in these slices; a slice without a valid run does not count, and there is none
    /// where all are like that.
    pub fn share(self, slices: &[RunCounts]) -> Option<Fraction> {
        let valid = slices.iter().filter(|slice| slice.valid() > 0);
        match self {
            Self::Occurrences => {
                let (good, all) = valid.fold((0_u128, 0_u128), |(good, all), slice| {
                    (good + u128::from(slice.succeeded()), all + u128::from(slice.valid()))
                });
                share(good, all)
            }
            Self::Timeslices { good_from } => {
                let good_from = exactly(good_from);
                let verdicts: Vec<bool> = valid.map(|slice| ratio(slice) >= good_from).collect();
                let good = verdicts.iter().filter(|&&good| good).count();
                share(good as u128, verdicts.len() as u128)
            }
            Self::RatioTimeslices => {
                let ratios: Vec<Fraction> = valid.map(ratio).collect();
                let count = ratios.len();
                (count > 0).then(|| ratios.into_iter().sum::<Fraction>() / whole(count))
            }
        }
    }
}

/// The share of good runs in a slice that has any.
fn ratio(slice: &RunCounts) -> Fraction {
    let valid = slice.valid();
    if valid == 0 { Fraction::one() } else { fraction(slice.succeeded(), valid) }
}
