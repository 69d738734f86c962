//! How long it takes to fail and to be restored, on average.

use std::time::Duration;

use super::Outage;
use crate::calendar::Span;
use crate::elapsed::between;
use crate::exact::{Fraction, seconds, whole};
use crate::series::Exclusions;

/// How long it takes to fail and to be restored, on average, in seconds. Each is `None` when there
/// was no failure to average over: not zero, not for ever, and not the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeanTimes {
    /// How many outages the period saw.
    pub failures: u64,
    /// For how long there was one, excluded time left out.
    pub down: Duration,
    /// MTTR: the mean length of those that are over.
    pub to_restore: Option<Fraction>,
    /// MTTF, the mean up time: (period − down)/failures. Some texts call it MTBF.
    pub up: Option<Fraction>,
    /// MTBF: period/failures = mean up time + down/failures.
    pub between_failures: Option<Fraction>,
}

impl MeanTimes {
    /// Over the operating part of `period`. An outage counts when any of it lies there; one that
    /// began before or is over after `period` is restored in its full length, but was down only
    /// within.
    pub fn of(outages: &[Outage], period: Span, exclusions: &Exclusions) -> Self {
        let operating = |part: Span| {
            let out: Duration = exclusions
                .as_slice()
                .iter()
                .filter_map(|exclusion| exclusion.span.within(part))
                .map(|part| part.length())
                .sum();
            part.length().saturating_sub(out)
        };
        let mut failures = 0_u64;
        let (mut down, mut restored) = (Duration::ZERO, Vec::new());
        for outage in outages {
            let end = outage.until.unwrap_or(period.until);
            let within = Span { from: outage.from, until: end }.within(period);
            let time = within.map_or(Duration::ZERO, operating);
            if time.is_zero() {
                continue;
            }
            failures += 1;
            down = down.saturating_add(time);
            if let Some(until) = outage.until.filter(|&until| until <= period.until) {
                restored.push(seconds(between(outage.from, until)));
            }
        }
        let mean = |sum: Fraction, count: u64| (count > 0).then(|| sum / whole(count));
        let all = seconds(operating(period));
        let closed = restored.len() as u64;
        Self {
            failures,
            down,
            to_restore: mean(restored.into_iter().sum(), closed),
            up: mean(&all - seconds(down), failures),
            between_failures: mean(all, failures),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::series::{ExcludedBy, Exclusion};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn outage(from: i64, until: i64) -> Outage {
        Outage { from: at(from), until: Some(at(until)) }
    }

    #[test]
    fn excluded_time_is_neither_up_nor_down() {
        let period = Span { from: at(0), until: at(1000) };
        let maintenance = Span { from: at(100), until: at(300) };
        let by = ExcludedBy::Maintenance;
        let exclusions = Exclusions::new([Exclusion { span: maintenance, by }]);
        let outages = [outage(150, 250), outage(250, 400), outage(2000, 2100)];
        let mean = MeanTimes::of(&outages, period, &exclusions);
        assert_eq!((mean.failures, mean.down), (1, Duration::from_secs(100)));
        assert_eq!(mean.to_restore, Some(whole(150)));
        assert_eq!(mean.up, Some(whole(700)));
        assert_eq!(mean.between_failures, Some(whole(800)));
    }

    #[test]
    fn an_outage_that_began_before_counts_as_far_as_it_lies_within() {
        let period = Span { from: at(0), until: at(1000) };
        let mean = MeanTimes::of(&[outage(-100, 100)], period, &Exclusions::default());
        assert_eq!((mean.failures, mean.down), (1, Duration::from_secs(100)));
        assert_eq!(mean.to_restore, Some(whole(200)));
    }
}
