//! The rules that `alert: standard` stands for.

use std::time::Duration;

use runner_model::Severity;

use super::BurnRule;
use crate::exact::{Fraction, fraction, seconds};

/// SRE Workbook, table 5-8: severity, share of the budget in hundredths, long and short time in
/// seconds. Over 30 days the rates are 14.4, 6 and 1.
const STANDARD: [(Severity, u32, u64, u64); 3] = [
    (Severity::Critical, 2, 3600, 300),
    (Severity::Critical, 5, 6 * 3600, 30 * 60),
    (Severity::Warning, 10, 72 * 3600, 6 * 3600),
];

/// The rate at which a share of the budget for `period` is spent over `long`: share·period/long.
/// `None` when `long` is zero.
pub fn burn_for(share: &Fraction, period: Duration, long: Duration) -> Option<Fraction> {
    (!long.is_zero()).then(|| share * seconds(period) / seconds(long))
}

/// The standard rules for a window of this length: the rates are scaled so that the shares of the
/// budget stay. A rule that would look back further than the window is left out.
pub fn standard(period: Duration) -> Vec<BurnRule> {
    let rule = |&(severity, hundredths, long, short): &(Severity, u32, u64, u64)| {
        let (long, short) = (Duration::from_secs(long), Duration::from_secs(short));
        let burn = burn_for(&fraction(hundredths, 100), period, long)?;
        let fits = long <= period;
        fits.then(|| BurnRule::new(burn, long, short, severity).ok()).flatten()
    };
    STANDARD.iter().filter_map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::whole;

    const DAY: Duration = Duration::from_secs(86_400);

    fn rates(period: Duration) -> Vec<Fraction> {
        standard(period).iter().map(|rule| rule.burn().clone()).collect()
    }

    #[test]
    fn the_rates_are_those_of_the_workbook_and_scale_with_the_window() {
        assert_eq!(rates(DAY * 30), [fraction(72, 5), whole(6), whole(1)]);
        assert_eq!(rates(DAY * 28), [fraction(336, 25), fraction(28, 5), fraction(14, 15)]);
    }

    #[test]
    fn no_rule_looks_back_further_than_its_window() {
        assert_eq!(rates(DAY).len(), 2);
        assert_eq!(rates(Duration::ZERO), []);
    }
}
