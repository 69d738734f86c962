//! The Mann–Whitney test, one-sided and exact, with ties.

use std::time::Duration;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::fisher::choose;
use crate::exact::{Fraction, fraction};

/// Whether runs after took longer than runs before, by their order alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MannWhitney {
    /// In how many of all pairs the run after took longer; half a pair when both took the same.
    pub u: Fraction,
    /// How likely so many pairs, or more, would be if the runs were dealt out by chance.
    pub p: Fraction,
    /// How often a run after takes longer than one before: `u` in all pairs.
    pub chance_after_longer: Fraction,
    /// The smallest `p` that so many runs can have.
    pub smallest_p: Fraction,
}

/// Compares two groups of runs; `None` when one of them is empty.
///
/// Exact for the numbers as they are: all ways to deal them out are counted, so ties need no
/// correction. The work grows with the square of all runs and the square of the smaller group.
pub fn mann_whitney(before: &[Duration], after: &[Duration]) -> Option<MannWhitney> {
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let ranks = doubled_ranks(before, after);
    let (ranks_before, ranks_after) = ranks.split_at(before.len());
    let sum_after: usize = ranks_after.iter().sum();
    // A large sum of one group is a small one of the other: count over the smaller.
    let ways: BigInt = if after.len() <= before.len() {
        ways(&ranks, after.len()).into_iter().skip(sum_after).sum()
    } else {
        let sum_before: usize = ranks_before.iter().sum();
        ways(&ranks, before.len()).into_iter().take(sum_before + 1).sum()
    };
    let (n, m) = (before.len() as u64, after.len() as u64);
    let all = choose(n + m, m);
    // U = R − m(m + 1)/2, and ranks are doubled.
    let u = fraction(sum_after as u64, 2_u8) - fraction(m * (m + 1), 2_u8);
    Some(MannWhitney {
        chance_after_longer: &u / fraction(n * m, 1_u8),
        u,
        p: Fraction::new(ways, all.clone()),
        smallest_p: Fraction::new(BigInt::one(), all),
    })
}

/// Twice the rank of each, those before first: those that are equal share the mean of their ranks.
fn doubled_ranks(before: &[Duration], after: &[Duration]) -> Vec<usize> {
    let all: Vec<Duration> = before.iter().chain(after).copied().collect();
    let mut sorted = all.clone();
    sorted.sort_unstable();
    // The ranks from `below + 1` to `up_to` have twice the mean `below + 1 + up_to`.
    let rank = |time: &Duration| {
        let below = sorted.partition_point(|other| other < time);
        let up_to = sorted.partition_point(|other| other <= time);
        below + 1 + up_to
    };
    all.iter().map(rank).collect()
}

/// In how many ways so many ranks can be chosen, by their sum.
fn ways(ranks: &[usize], choose: usize) -> Vec<BigInt> {
    let mut largest = ranks.to_vec();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    let most: usize = largest.iter().take(choose).sum();
    let mut ways = vec![vec![BigInt::zero(); most + 1]; choose + 1];
    ways[0][0] = BigInt::one();
    for (seen, &rank) in ranks.iter().enumerate() {
        for count in (1..=choose.min(seen + 1)).rev() {
            let (fewer, these) = ways.split_at_mut(count);
            for (sum, known) in fewer[count - 1].iter().enumerate().take(most + 1 - rank.min(most))
            {
                if !known.is_zero() && sum + rank <= most {
                    these[0][sum + rank] += known;
                }
            }
        }
    }
    ways.swap_remove(choose)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn times(millis: &[u64]) -> Vec<Duration> {
        millis.iter().copied().map(Duration::from_millis).collect()
    }

    /// Deals the runs out in every way, and counts.
    fn by_enumeration(before: &[u64], after: &[u64]) -> Fraction {
        let pairs = |before: &[u64], after: &[u64]| -> usize {
            let two = |b: u64, a: u64| usize::from(a > b) + usize::from(a >= b);
            before.iter().map(|&b| after.iter().map(|&a| two(b, a)).sum::<usize>()).sum()
        };
        let all = [before, after].concat();
        let seen = pairs(before, after);
        let (mut ways, mut as_many) = (0_u32, 0_u32);
        for deal in 0_u32..1 << all.len() {
            if deal.count_ones() as usize == after.len() {
                let side = |wanted| {
                    let of = move |(i, &time)| (((deal >> i) & 1 == 1) == wanted).then_some(time);
                    all.iter().enumerate().filter_map(of).collect::<Vec<u64>>()
                };
                ways += 1;
                as_many += u32::from(pairs(&side(false), &side(true)) >= seen);
            }
        }
        fraction(as_many, ways)
    }

    proptest! {
        #[test]
        fn counting_by_sums_gives_what_dealing_out_gives(
            before in prop::collection::vec(0_u64..6, 1..6), after in prop::collection::vec(0_u64..6, 1..6),
        ) {
            let found = mann_whitney(&times(&before), &times(&after)).unwrap();
            prop_assert_eq!(&found.p, &by_enumeration(&before, &after));
            prop_assert!(found.p >= found.smallest_p);
        }
    }

    #[test]
    fn nothing_is_compared_with_nothing() {
        assert_eq!(mann_whitney(&[], &times(&[1])), None);
        assert_eq!(mann_whitney(&times(&[1]), &[]), None);
    }
}
