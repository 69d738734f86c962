//! How long runs took, in few bytes.

use std::time::Duration;

/// Numbers below this are kept as they are.
const EXACT: u64 = 128;

/// Each doubling is cut into so many buckets of equal width.
const BUCKETS: u16 = 64;

/// The binary digits that choose among [`BUCKETS`].
const DIGITS: u32 = BUCKETS.trailing_zeros();

/// The last bucket there is: that of `u64::MAX`.
pub(super) const LAST: u16 =
    EXACT as u16 + (63 - EXACT.trailing_zeros() as u16) * BUCKETS + (BUCKETS - 1);

/// How many runs took about how long. A percentile read from it is off by at most 1/128 of itself
/// (0.8 %), whatever was merged in whatever order.
///
/// A bucket is a doubling of nanoseconds and a 64th of it, which integers find: no logarithm that
/// another machine computes otherwise, and a dozen lines. (A DDSketch has about half the buckets,
/// but needs one; the crates for it, for HDR histograms and for t-digests depend on floating point,
/// reserve kilobytes for each histogram, or do not merge exactly.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatencySketch {
    /// Buckets and how often each was met: in order, none of them empty.
    pub(super) buckets: Vec<(u16, u64)>,
}

/// The percentiles that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentiles {
    /// Half of the runs took no longer.
    pub p50: Duration,
    /// 95 of 100.
    pub p95: Duration,
    /// 99 of 100.
    pub p99: Duration,
}

impl LatencySketch {
    /// Takes one run in.
    pub fn add(&mut self, took: Duration) {
        let bucket = bucket_of(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        match self.buckets.binary_search_by_key(&bucket, |known| known.0) {
            Ok(place) => self.buckets[place].1 = self.buckets[place].1.saturating_add(1),
            Err(place) => self.buckets.insert(place, (bucket, 1)),
        }
    }

    /// Takes in all runs of another.
    pub fn merge(&mut self, other: &Self) {
        let ours = std::mem::take(&mut self.buckets);
        self.buckets.reserve(ours.len() + other.buckets.len());
        let (mut ours, mut theirs) = (ours.as_slice(), other.buckets.as_slice());
        while let ([a, rest_a @ ..], [b, rest_b @ ..]) = (ours, theirs) {
            let first = a.0.min(b.0);
            let met = |bucket: &(u16, u64)| if bucket.0 == first { bucket.1 } else { 0 };
            self.buckets.push((first, met(a).saturating_add(met(b))));
            ours = if a.0 == first { rest_a } else { ours };
            theirs = if b.0 == first { rest_b } else { theirs };
        }
        self.buckets.extend_from_slice(ours);
        self.buckets.extend_from_slice(theirs);
    }

    /// How many runs it took in.
    pub fn count(&self) -> u64 {
        self.buckets.iter().fold(0, |sum, bucket| sum.saturating_add(bucket.1))
    }

    /// How long the run took that no more than `percent` in a hundred are faster than or as fast
    /// as: the smallest of which at least so many are not slower. `None` without a run.
    pub fn percentile(&self, percent: u8) -> Option<Duration> {
        let count = u128::from(self.count());
        let rank = (count * u128::from(percent.min(100))).div_ceil(100).max(1);
        let mut passed = 0;
        let found = self.buckets.iter().find(|bucket| {
            passed += u128::from(bucket.1);
            passed >= rank
        });
        found.map(|bucket| Duration::from_nanos(middle_of(bucket.0)))
    }

    /// The percentiles that are shown; `None` without a run.
    pub fn percentiles(&self) -> Option<Percentiles> {
        Some(Percentiles {
            p50: self.percentile(50)?,
            p95: self.percentile(95)?,
            p99: self.percentile(99)?,
        })
    }
}

/// The bucket of a number of nanoseconds.
fn bucket_of(nanos: u64) -> u16 {
    if nanos < EXACT {
        return nanos as u16;
    }
    let doubling = nanos.ilog2();
    let part = (nanos >> (doubling - DIGITS)) as u16 % BUCKETS;
    EXACT as u16 + (doubling - EXACT.trailing_zeros()) as u16 * BUCKETS + part
}

/// The number of nanoseconds in the middle of a bucket.
fn middle_of(bucket: u16) -> u64 {
    let Some(above) = bucket.checked_sub(EXACT as u16) else { return bucket.into() };
    let doubling = u32::from(above / BUCKETS) + EXACT.trailing_zeros();
    let width = 1_u64 << (doubling - DIGITS);
    (1_u64 << doubling) + u64::from(above % BUCKETS) * width + width / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sketch(all: &[u64]) -> LatencySketch {
        let mut sketch = LatencySketch::default();
        all.iter().for_each(|&nanos| sketch.add(Duration::from_nanos(nanos)));
        sketch
    }

    #[test]
    fn without_a_run_there_is_no_percentile() {
        assert_eq!(sketch(&[]).percentiles(), None);
        assert_eq!(sketch(&[5]).percentile(0), Some(Duration::from_nanos(5)));
        assert_eq!(sketch(&[u64::MAX]).buckets, [(LAST, 1)]);
    }

    proptest! {
        #[test]
        fn a_percentile_is_off_by_less_than_one_percent(
            mut all in prop::collection::vec((0_u32..40, 0_u64..1 << 40).prop_map(|(s, n)| n >> s), 1..200),
            percent in 1_u8..=100,
        ) {
            let read = sketch(&all).percentile(percent).unwrap().as_nanos();
            all.sort_unstable();
            let rank = (all.len() * usize::from(percent)).div_ceil(100);
            let exact = u128::from(all[rank - 1]);
            prop_assert!(read.abs_diff(exact) * 128 <= exact, "{read} for {exact}");
        }

        #[test]
        fn what_is_merged_is_what_was_taken_in(a: Vec<u64>, b: Vec<u64>) {
            let (mut ab, mut ba) = (sketch(&a), sketch(&b));
            ab.merge(&sketch(&b));
            ba.merge(&sketch(&a));
            prop_assert_eq!(&ab, &sketch(&[a, b].concat()));
            prop_assert_eq!(&ab, &ba);
        }
    }
}
