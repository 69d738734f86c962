//! How far apart what is measured and what is modelled can lie.

use num_traits::{One, Zero};

use crate::exact::Fraction;
use crate::target::Target;

/// The availability of parts that are all needed, when nothing is known of how they depend on each
/// other (Fréchet's bounds), and when they do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// When no two ever fail at the same time: 1 − the sum of what each may fail. A promise of so
    /// much is safe whatever happens.
    pub lowest: Fraction,
    /// When they fail independently: the product.
    pub modelled: Fraction,
    /// When they all fail at the same time: the least of them.
    pub highest: Fraction,
}

impl Dependence {
    /// Of parts that are all needed, of which each is available for such a share of the time.
    pub fn of_series(parts: &[Fraction]) -> Self {
        let bad: Fraction = parts.iter().map(|part| Fraction::one() - part).sum();
        Self {
            lowest: (Fraction::one() - bad).max(Fraction::zero()),
            modelled: parts.iter().product(),
            highest: parts.iter().min().cloned().unwrap_or_else(Fraction::one),
        }
    }

    /// Whether parts that keep their promises support this one, when they fail independently.
    pub fn supports(&self, promise: Target) -> bool {
        self.modelled >= promise.good()
    }
}
