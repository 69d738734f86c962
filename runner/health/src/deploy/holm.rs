//! Holm's correction for many tests.

use num_traits::One;

use crate::exact::{Fraction, whole};

/// The p values of a family, corrected by Holm's method, in the same order: comparing them with a
/// limit calls a family in which nothing changed different no more often than that limit says.
pub fn holm(p_values: &[Fraction]) -> Vec<Fraction> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].cmp(&p_values[b]));
    let mut corrected = p_values.to_vec();
    let mut largest: Option<Fraction> = None;
    for (rank, &index) in order.iter().enumerate() {
        let raised = (&p_values[index] * whole(p_values.len() - rank)).min(Fraction::one());
        let monotone = largest.map_or(raised.clone(), |largest| largest.max(raised));
        corrected[index] = monotone.clone();
        largest = Some(monotone);
    }
    corrected
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exact::fraction;

    #[test]
    fn the_smallest_is_raised_most_and_the_order_stays() {
        let p = [fraction(4, 100), fraction(1, 100), fraction(3, 100)];
        assert_eq!(holm(&p), [fraction(6, 100), fraction(3, 100), fraction(6, 100)]);
        assert_eq!(holm(&[]), []);
    }

    proptest! {
        #[test]
        fn no_p_becomes_smaller_and_none_overtakes(p in prop::collection::vec(0_u32..=1000, 1..40)) {
            let p: Vec<Fraction> = p.into_iter().map(|p| fraction(p, 1000)).collect();
            let corrected = holm(&p);
            for (i, (before, after)) in p.iter().zip(&corrected).enumerate() {
                prop_assert!(after >= before && *after <= Fraction::one());
                for (other, other_after) in p.iter().zip(&corrected).skip(i) {
                    prop_assert!(before > other || after <= other_after);
                }
            }
        }
    }
}
