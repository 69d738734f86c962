//! How often something took how long.

use super::exposition::Family;
use super::labels::Labels;

/// How often something took how long, in seconds.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    bounds: &'static [f64],
    /// One for each bound, and one for what is beyond the last; not added up.
    counts: Vec<u64>,
    sum: f64,
}

impl Histogram {
    /// `bounds` are in order.
    pub(super) fn new(bounds: &'static [f64]) -> Self {
        Self { bounds, counts: vec![0; bounds.len() + 1], sum: 0.0 }
    }

    /// What took no time that makes sense counts as none at all.
    pub(super) fn observe(&mut self, seconds: f64) {
        let seconds = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
        self.counts[self.bounds.partition_point(|bound| *bound < seconds)] += 1;
        self.sum += seconds;
    }

    pub(super) fn write(&self, family: &mut Family<'_>, labels: &Labels) {
        let bounds = self.bounds.iter().copied().chain([f64::INFINITY]);
        let mut so_far = 0;
        for (bound, count) in bounds.zip(&self.counts) {
            so_far += count;
            family.bucket(labels, bound, so_far);
        }
        family.sum_and_count(labels, self.sum, so_far);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::exposition::{Exposition, Kind};
    use super::*;

    const BOUNDS: &[f64] = &[0.5, 1.0, 2.0];

    fn written(seconds: &[f64]) -> String {
        let mut histogram = Histogram::new(BOUNDS);
        seconds.iter().for_each(|seconds| histogram.observe(*seconds));
        let mut page = Exposition::default();
        histogram.write(&mut page.family("h", Kind::Histogram, "H."), &Labels::default());
        page.finished()
    }

    #[test]
    fn a_bound_belongs_to_its_bucket() {
        assert_eq!(
            written(&[0.5, 0.6, 2.5]),
            "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"1\"} 2\n\
             h_bucket{le=\"2\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 3.6\nh_count 3\n"
        );
    }

    proptest! {
        #[test]
        fn buckets_never_shrink_and_end_with_all(seconds in prop::collection::vec(any::<f64>(), 0..40)) {
            let text = written(&seconds);
            let numbers: Vec<u64> = text
                .lines()
                .filter(|line| line.contains("_bucket") || line.contains("_count"))
                .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
                .collect();
            prop_assert!(numbers.is_sorted(), "{text}");
            prop_assert_eq!(numbers.last(), Some(&(seconds.len() as u64)));
        }
    }
}
