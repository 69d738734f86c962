//! Fisher's exact test, one-sided.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::Failures;
use crate::exact::Fraction;

/// How likely at least so many of the failures would fall on the runs after, if they fell on all
/// runs alike: Σ C(after, i)·C(before, K − i)/C(all, K) over i from the failures after to all K.
pub fn fisher(before: Failures, after: Failures) -> Fraction {
    if after.failed() == 0 {
        return Fraction::one(); // The sum over all cases: no need to count them.
    }
    let failed = before.failed() + after.failed();
    let cases: BigInt = (after.failed()..=failed.min(after.valid()))
        .map(|i| choose(after.valid(), i) * choose(before.valid(), failed - i))
        .sum();
    Fraction::new(cases, choose(before.valid() + after.valid(), failed))
}

/// In how many ways `k` of `n` can be chosen.
pub(super) fn choose(n: u64, k: u64) -> BigInt {
    if k > n {
        return BigInt::zero();
    }
    (0..k.min(n - k)).fold(BigInt::one(), |ways, i| ways * (n - i) / (i + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_failures_nothing_is_unlikely() {
        assert_eq!(fisher(Failures::new(0, 20), Failures::new(0, 5)), Fraction::one());
        assert_eq!(fisher(Failures::new(3, 20), Failures::new(0, 5)), Fraction::one());
        assert_eq!(fisher(Failures::new(0, 0), Failures::new(2, 5)), Fraction::one());
    }

    proptest! {
        #[test]
        fn one_more_failure_after_is_never_more_likely(
            valid_before in 0_u64..30, failed_before in 0_u64..30, valid in 1_u64..12, failed in 0_u64..12,
        ) {
            let before = Failures::new(failed_before, valid_before);
            let p = fisher(before, Failures::new(failed, valid));
            prop_assert!(p > Fraction::zero() && p <= Fraction::one());
            prop_assert!(fisher(before, Failures::new(failed + 1, valid)) <= p);
        }
    }
}
