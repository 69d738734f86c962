//! What was promised.

use num_traits::One;
use runner_model::Ratio;
use thiserror::Error;

use crate::exact::{Fraction, exactly};

/// The share that an objective promises: over 0 % and under 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(Ratio);

/// A share that cannot be promised.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidTarget {
    /// There would be no budget: the first failure breaks it for good.
    #[error("a target of {0} leaves no room for a single failure: promise less than 100%")]
    AllOrMore(Ratio),
    /// It would be met by a service that never works.
    #[error("a target of {0} promises nothing: promise more than 0%")]
    Nothing(Ratio),
}

impl Target {
    /// The promise of this share.
    ///
    /// # Errors
    /// [`InvalidTarget`] when it is not over 0 % and under 100 %.
    pub fn new(share: Ratio) -> Result<Self, InvalidTarget> {
        if share >= Ratio::ONE {
            Err(InvalidTarget::AllOrMore(share))
        } else if share == Ratio::ZERO {
            Err(InvalidTarget::Nothing(share))
        } else {
            Ok(Self(share))
        }
    }

    /// As it was written.
    pub fn ratio(self) -> Ratio {
        self.0
    }

    /// The share that is to be good.
    pub fn good(self) -> Fraction {
        exactly(self.0)
    }

    /// The share that may be bad: 1 − the target.
    pub fn bad(self) -> Fraction {
        Fraction::one() - exactly(self.0)
    }

    /// How many decimals a percentage needs so that it can be told apart from this target: two more
    /// than the target has, and at least three.
    pub fn places(self) -> u8 {
        let written = self.0.to_string();
        let decimals =
            written.split_once('.').map_or(0, |(_, after)| after.trim_end_matches('%').len());
        u8::try_from(decimals + 2).unwrap_or(u8::MAX).clamp(3, 12)
    }

    /// The fastest that a budget can burn, when everything fails: 1/(1 − target).
    pub fn fastest_burn(self) -> Fraction {
        self.bad().recip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_more_than_nothing_and_less_than_all() {
        let target = |text| Target::new(Ratio::from_percent_text(text).unwrap());
        assert!(target("99.9%").is_ok());
        assert!(matches!(target("0%"), Err(InvalidTarget::Nothing(_))));
        assert!(matches!(target("100.5%"), Err(InvalidTarget::AllOrMore(_))));
        assert_eq!(
            target("100%").unwrap_err().to_string(),
            "a target of 100% leaves no room for a single failure: promise less than 100%"
        );
    }
}
