//! What a rule would do, before anything has failed.

use std::time::Duration;

use num_traits::One;

use super::{BurnRule, Guard};
use crate::exact::{Fraction, duration_of};
use crate::interval::Interval;
use crate::target::Target;

/// What a rule would do: a row of the table that `tripline check` prints for each objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// So many failures within the long time exceed the rate.
    pub failures_to_exceed: u128,
    /// So many make it fire: the guard may ask for more.
    pub failures_to_fire: u128,
    /// The share of the budget that is spent when it fires; `None` for a window of zero.
    pub budget_spent: Option<Fraction>,
    /// How long after a total outage begins the rate is exceeded; `None` when it never is.
    pub detected_after: Option<Duration>,
    /// How long after it the rate is no longer exceeded.
    pub cleared_after: Option<Duration>,
}

impl Outlook {
    /// Of a rule that watches `target` over a window of this length.
    pub fn of(
        rule: &BurnRule,
        target: Target,
        window: Duration,
        interval: Interval,
        guard: Guard,
    ) -> Self {
        let failures_to_exceed = rule.failures_to_exceed(target, interval);
        let all = Fraction::one();
        Self {
            failures_to_exceed,
            failures_to_fire: failures_to_exceed.max(guard.min_failures.into()),
            budget_spent: rule.budget_spent(window),
            detected_after: rule.detection_seconds(target, &all).map(|time| duration_of(&time)),
            cleared_after: rule.reset_seconds(target, &all).map(|time| duration_of(&time)),
        }
    }

    /// Whether a single failed run fires it: a blip wakes somebody.
    pub fn fires_on_one_failure(&self) -> bool {
        self.failures_to_fire <= 1
    }

    /// Whether a single failed run exceeds the rate, so that only the guard keeps it quiet.
    pub fn exceeded_by_one_failure(&self) -> bool {
        self.failures_to_exceed <= 1
    }
}

#[cfg(test)]
mod tests {
    use runner_model::Ratio;

    use super::*;
    use crate::burn::standard;

    #[test]
    fn one_failed_run_a_minute_exceeds_the_page_and_only_the_guard_keeps_it_quiet() {
        let (target, coverage) =
            (Ratio::from_percent_text("99.9%"), Ratio::from_percent_text("90%"));
        let target = Target::new(target.unwrap()).unwrap();
        let minute = Interval::new(Duration::from_secs(60)).unwrap();
        let month = Duration::from_secs(30 * 86_400);
        let outlook = |min_failures| {
            let guard = Guard { min_failures, min_coverage: coverage.clone().unwrap() };
            Outlook::of(&standard(month)[0], target, month, minute, guard)
        };
        let guarded = outlook(2);
        assert!(guarded.exceeded_by_one_failure() && !guarded.fires_on_one_failure());
        assert!(outlook(1).fires_on_one_failure());
        assert_eq!(guarded.detected_after, Some(Duration::from_millis(51_840)));
        assert_eq!(guarded.cleared_after, Some(Duration::from_millis(295_680)));
    }
}
