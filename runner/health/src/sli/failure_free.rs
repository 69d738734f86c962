//! How many runs must succeed in a row before a target is shown to be met.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive};

use super::z;
use crate::exact::{Fraction, fraction, seconds, whole};
use crate::interval::Interval;
use crate::target::Target;

/// How many runs without a failure show that a target is met. Outages last, so runs depend on each
/// other: it is the least that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureFree {
    /// So that Wilson's interval at 95 % lies above the target: this is what a verdict of *met*
    /// needs.
    pub wilson: u128,
    /// So that the chance to see none, were the target just missed, is at most 5 %.
    pub exact: u128,
}

impl FailureFree {
    /// What `target` needs.
    pub fn needed_for(target: Target) -> Self {
        // Without failures the interval begins at n/(n + z²).
        let wilson = (z() * z() * target.good() / target.bad()).ceil().to_integer();
        let wilson = wilson.to_u128().expect("a ratio of 64 bits needs fewer than 2^128 runs");
        Self { wilson, exact: exact(target) }
    }

    /// How long it takes at one run in each interval until Wilson's interval is above the target,
    /// in seconds.
    pub fn seconds_at(&self, interval: Interval) -> Fraction {
        whole(self.wilson) * seconds(interval.duration())
    }
}

/// The smallest n with S^n ≤ 1/20.
fn exact(target: Target) -> u128 {
    if target.good() <= fraction(1, 20) {
        return 1;
    }
    let mut enough = 2_u128;
    while !is_rare(target, enough) {
        enough *= 2;
    }
    let mut too_few = enough / 2;
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if is_rare(target, middle) { enough = middle } else { too_few = middle }
    }
    enough
}

/// Whether S^n ≤ 1/20, for n ≥ 2.
///
/// The power is enclosed between two numbers of so many binary places, and with more of them until
/// both say the same. This ends: 1/20 is no square and no higher power of a fraction.
fn is_rare(target: Target, n: u128) -> bool {
    let mut places = 256_u64;
    loop {
        let one = BigUint::one() << places;
        let numerator = &one * BigUint::from(target.ratio().numerator());
        let low = numerator / BigUint::from(target.ratio().denominator());
        let high = &low + 1_u8;
        let limit = &one / 20_u8;
        if power(&high, n, places, 1) <= limit {
            return true;
        }
        if power(&low, n, places, 0) > limit {
            return false;
        }
        places *= 2;
    }
}

/// `base`^`n` with so many binary places; after each multiplication cut off, and `raise` added.
fn power(base: &BigUint, mut n: u128, places: u64, raise: u8) -> BigUint {
    let times = |a: &BigUint, b: &BigUint| ((a * b) >> places) + raise;
    let (mut result, mut square) = (BigUint::one() << places, base.clone());
    while n > 0 {
        if n & 1 == 1 {
            result = times(&result, &square);
        }
        n >>= 1;
        if n > 0 {
            square = times(&square, &square);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use runner_model::Ratio;

    use super::*;

    fn needed(percent: &str) -> FailureFree {
        FailureFree::needed_for(Target::new(Ratio::from_percent_text(percent).unwrap()).unwrap())
    }

    #[test]
    fn the_exact_number_is_the_smallest() {
        for denominator in 2_u64..120 {
            let good = fraction(denominator - 1, denominator);
            let target = Target::new(Ratio::new(denominator - 1, denominator).unwrap()).unwrap();
            let n = i32::try_from(FailureFree::needed_for(target).exact).unwrap();
            assert!(good.pow(n) <= fraction(1, 20), "{denominator}");
            assert!(good.pow(n - 1) > fraction(1, 20), "{denominator}");
        }
    }

    #[test]
    fn a_target_of_any_size_has_an_answer() {
        assert_eq!(needed("5%").exact, 1);
        assert_eq!(needed("99.99%").wilson, 38_413);
        assert!(needed("99.9999999999999%").exact > 1_000_000_000_000_000);
        let extreme = Target::new(Ratio::new(u64::MAX - 1, u64::MAX).unwrap()).unwrap();
        assert!(FailureFree::needed_for(extreme).exact > u128::from(u64::MAX));
    }
}
