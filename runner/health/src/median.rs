//! The median of durations.

use std::time::Duration;

use crate::exact::{Fraction, fraction};

/// The median of durations: the middle one, or the mean of the two in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Median {
    /// The sum of both in the middle, in nanoseconds: no half is lost.
    twice: u128,
}

impl Median {
    /// Of these; `None` of none.
    pub fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let low = times.get(times.len().checked_sub(1)? / 2)?;
        Some(Self { twice: low.as_nanos() + times[times.len() / 2].as_nanos() })
    }

    /// In seconds, exact.
    pub fn seconds(self) -> Fraction {
        fraction(self.twice, 2_000_000_000_u32)
    }

    /// Without the half of a nanosecond.
    pub fn duration(self) -> Duration {
        let nanos = self.twice / 2;
        Duration::from_secs(u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX))
            + Duration::from_nanos((nanos % 1_000_000_000) as u64)
    }

    /// How many times `other` it is; `None` when that is zero.
    pub fn times(self, other: Self) -> Option<Fraction> {
        (other.twice > 0).then(|| fraction(self.twice, other.twice))
    }

    /// Whether it is at least `ratio` times `other`, and at least `difference` longer. Numbers that
    /// do not fit are as large as can be.
    pub(crate) fn exceeds(
        self,
        other: Self,
        ratio: runner_model::Ratio,
        difference: Duration,
    ) -> bool {
        let ours = self.twice.saturating_mul(ratio.denominator().into());
        ours >= other.twice.saturating_mul(ratio.numerator().into())
            && self.twice >= other.twice.saturating_add(difference.as_nanos().saturating_mul(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::whole;

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        let median = |list: &[u64]| {
            Median::of(list.iter().map(|&n| Duration::from_secs(n)).collect()).map(Median::seconds)
        };
        assert_eq!(median(&[4, 1, 3]), Some(whole(3)));
        assert_eq!(median(&[4, 1, 3, 10]), Some(fraction(7, 2)));
        assert_eq!(median(&[]), None);
        let longest = Median::of(vec![Duration::MAX]).unwrap();
        assert_eq!(longest.duration(), Duration::MAX);
    }
}
