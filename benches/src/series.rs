//! The same work done several times: the least and the middle of it.

use crate::sample::Sample;
use crate::target::Measure;

/// Samples of one contender and one work.
#[derive(Default)]
pub(crate) struct Series {
    samples: Vec<Sample>,
}

/// The least and the middle of several values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) least: f64,
    pub(crate) median: f64,
}

impl Series {
    pub(crate) fn add(&mut self, sample: Sample) {
        self.samples.push(sample);
    }

    /// `None` when nothing was measured.
    pub(crate) fn spread(&self, measure: Measure) -> Option<Spread> {
        let mut values: Vec<f64> = self.samples.iter().map(|sample| measure.of(sample)).collect();
        values.sort_by(f64::total_cmp);
        Some(Spread { least: *values.first()?, median: *values.get(values.len() / 2)? })
    }
}

impl Spread {
    /// What is compared: of times the least, which others on the machine can only have made
    /// longer; of memory the median, as the system maps now more, now fewer pages of a program.
    pub(crate) fn judged(self, measure: Measure) -> f64 {
        match measure {
            Measure::Wall | Measure::Cpu => self.least,
            Measure::Memory => self.median,
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = |value: f64| if value < 9.995 { 2 } else { usize::from(value < 99.95) };
        let Self { least, median } = *self;
        write!(f, "{least:.*} / {median:.*}", digits(least), digits(median))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_and_the_middle_are_told() {
        let mut series = Series::default();
        assert_eq!(series.spread(Measure::Wall), None);
        for wall in [123.4, 1.234, 56.78] {
            series.add(Sample { wall, cpu: 0.0, memory: 0.0 });
        }
        let spread = series.spread(Measure::Wall).unwrap();
        assert_eq!(spread, Spread { least: 1.234, median: 56.78 });
        assert_eq!(spread.to_string(), "1.23 / 56.8");
    }
}
