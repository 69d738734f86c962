//! A rule: how fast is too fast, over which times.

use std::fmt;
use std::time::Duration;

use num_traits::{One, Zero};
use runner_model::{Ratio, Severity};
use thiserror::Error;

use super::WindowCounts;
use crate::exact::{Fraction, exactly, floor, plain_text, seconds};
use crate::interval::Interval;
use crate::target::Target;
use crate::written;

/// How fast is too fast: it fires while the budget burns faster over both times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurnRule {
    burn: Fraction,
    long: Duration,
    short: Duration,
    severity: Severity,
}

/// What cannot be a rule.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidRule {
    /// It would fire while nothing fails.
    #[error("a burn rate of 0 is always reached: write one over 0, like `burn: 14.4`")]
    NoBurn,
    /// One of its times is zero.
    #[error("a burn rule needs time to look at: write `over` and `and` as more than zero")]
    NoTime,
    /// The short time is longer than the long one.
    #[error("the short time ({short}) is longer than the long one ({long}): exchange `over` and `and`",
        short = written::together(*short), long = written::together(*long))]
    Exchanged {
        /// The one given as long.
        long: Duration,
        /// The one given as short.
        short: Duration,
    },
}

/// A rule that cannot fire, whatever fails.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "a burn rate over {burn} is impossible with a target of {target}: when everything fails it is \
     {fastest}; write a `burn` below that",
    target = target.ratio(), burn = plain_text(burn, 3),
    fastest = plain_text(&target.fastest_burn(), 3)
)]
pub struct CannotFire {
    /// The rate of the rule.
    pub burn: Fraction,
    /// The target it was to watch.
    pub target: Target,
}

/// What keeps a rule from firing on too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// So many failures in the long time, at least; 2 unless told otherwise.
    pub min_failures: u32,
    /// So much of the long time must be known; below that the monitor is blind.
    pub min_coverage: Ratio,
}

/// What a rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BurnFinding {
    /// The budget burns too fast over both times: these are the rates.
    TooFast {
        /// Over the long time.
        long: Fraction,
        /// Over the short time.
        short: Fraction,
    },
    /// It does not.
    SlowEnough,
    /// Too little is known to say.
    Blind {
        /// How much of the long time is known; `None` when no run was due.
        coverage: Option<Fraction>,
    },
}

impl BurnRule {
    /// A rule that fires when the budget burns more than `burn` times as fast as even, over both
    /// times.
    ///
    /// # Errors
    /// [`InvalidRule`] when the rate or a time is zero, or the short time the longer one.
    pub fn new(
        burn: Fraction,
        long: Duration,
        short: Duration,
        severity: Severity,
    ) -> Result<Self, InvalidRule> {
        if burn <= Fraction::zero() {
            Err(InvalidRule::NoBurn)
        } else if long.is_zero() || short.is_zero() {
            Err(InvalidRule::NoTime)
        } else if short > long {
            Err(InvalidRule::Exchanged { long, short })
        } else {
            Ok(Self { burn, long, short, severity })
        }
    }

    /// How many times faster than even is too fast.
    pub fn burn(&self) -> &Fraction {
        &self.burn
    }

    /// The long time.
    pub fn long(&self) -> Duration {
        self.long
    }

    /// The short time, by which it clears.
    pub fn short(&self) -> Duration {
        self.short
    }

    /// How urgent it is when it fires.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// It can fire only for targets over this share: 1 − 1/burn.
    pub fn fires_above(&self) -> Fraction {
        Fraction::one() - self.burn.recip()
    }

    /// Checks that it can fire for `target`.
    ///
    /// # Errors
    /// [`CannotFire`] when it cannot even if everything fails.
    pub fn check(&self, target: Target) -> Result<(), CannotFire> {
        if target.good() > self.fires_above() {
            return Ok(());
        }
        Err(CannotFire { burn: self.burn.clone(), target })
    }

    /// The share of a budget for `period` that is spent over the long time at the rate of the rule.
    /// `None` for a period of zero.
    pub fn budget_spent(&self, period: Duration) -> Option<Fraction> {
        (!period.is_zero()).then(|| &self.burn * seconds(self.long) / seconds(period))
    }

    /// How many failures within the long time exceed the rate, when runs follow each other in this
    /// interval: ⌊(1 − S)·burn·long/T⌋ + 1.
    pub fn failures_to_exceed(&self, target: Target, interval: Interval) -> u128 {
        let runs = seconds(self.long) / seconds(interval.duration());
        floor(&(target.bad() * &self.burn * runs)).saturating_add(1)
    }

    /// How long it takes until the long time alone exceeds the rate, when this share of runs fails
    /// from one moment on, in seconds; `None` when it never does.
    pub fn detection_seconds(&self, target: Target, error_ratio: &Fraction) -> Option<Fraction> {
        let part = self.part(target, error_ratio)?;
        Some(part * seconds(self.long))
    }

    /// How long after such an outage the short time no longer exceeds the rate, in seconds; `None`
    /// when it never did.
    pub fn reset_seconds(&self, target: Target, error_ratio: &Fraction) -> Option<Fraction> {
        let part = self.part(target, error_ratio)?;
        Some((Fraction::one() - part) * seconds(self.short))
    }

    /// The part of a time that must be filled with these errors to reach the rate.
    fn part(&self, target: Target, error_ratio: &Fraction) -> Option<Fraction> {
        if *error_ratio <= Fraction::zero() {
            return None;
        }
        let part = target.bad() * &self.burn / error_ratio;
        (part < Fraction::one()).then_some(part)
    }

    /// What it finds in the runs of both times.
    pub fn judge(
        &self,
        target: Target,
        long: &WindowCounts,
        short: &WindowCounts,
        guard: Guard,
    ) -> BurnFinding {
        let coverage = long.coverage();
        let unseen = |counts: &WindowCounts| counts.error_ratio().is_none() && counts.unknown > 0;
        if coverage.as_ref().is_some_and(|share| *share < exactly(guard.min_coverage))
            || unseen(short)
        {
            return BurnFinding::Blind { coverage };
        }
        match (long.burn(target), short.burn(target)) {
            (Some(long_rate), Some(short_rate))
                if long_rate > self.burn
                    && short_rate > self.burn
                    && long.bad >= u64::from(guard.min_failures) =>
            {
                BurnFinding::TooFast { long: long_rate, short: short_rate }
            }
            (Some(_) | None, Some(_) | None) => BurnFinding::SlowEnough,
        }
    }
}

impl fmt::Display for BurnRule {
    /// `critical: 72/5 over 1h and 5m`: the same for the same rule.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [long, short] = [self.long, self.short].map(written::together);
        write!(f, "{}: {} over {long} and {short}", self.severity.as_str(), self.burn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{fraction, whole};

    const HOUR: Duration = Duration::from_secs(3600);

    fn target(percent: &str) -> Target {
        Target::new(Ratio::from_percent_text(percent).unwrap()).unwrap()
    }

    fn page() -> BurnRule {
        BurnRule::new(fraction(72, 5), HOUR, HOUR / 12, Severity::Critical).unwrap()
    }

    fn guard(min_failures: u32) -> Guard {
        Guard { min_failures, min_coverage: Ratio::from_percent_text("90%").unwrap() }
    }

    #[test]
    fn a_rule_that_cannot_fire_says_why() {
        assert_eq!(page().check(target("99.9%")), Ok(()));
        assert_eq!(
            page().check(target("90%")).unwrap_err().to_string(),
            "a burn rate over 14.4 is impossible with a target of 90%: when everything fails it is \
             10; write a `burn` below that"
        );
        // The share that it must exceed does not suffice itself.
        let edge = Target::new(Ratio::new(67, 72).unwrap()).unwrap();
        assert!(page().check(edge).is_err());
    }

    #[test]
    fn what_cannot_be_a_rule_is_refused() {
        let rule = |burn, long, short| BurnRule::new(burn, long, short, Severity::Info);
        assert_eq!(rule(whole(0), HOUR, HOUR), Err(InvalidRule::NoBurn));
        assert_eq!(rule(whole(1), HOUR, Duration::ZERO), Err(InvalidRule::NoTime));
        assert_eq!(
            rule(whole(1), HOUR / 12, HOUR).unwrap_err().to_string(),
            "the short time (1h) is longer than the long one (5m): exchange `over` and `and`"
        );
    }

    #[test]
    fn both_times_must_burn_and_enough_must_have_failed() {
        let counts = |good, bad| WindowCounts { good, bad, unknown: 0 };
        let judge = |long, short, min| page().judge(target("99.9%"), &long, &short, guard(min));
        let fires = |finding| matches!(finding, BurnFinding::TooFast { .. });
        assert!(fires(judge(counts(58, 2), counts(3, 2), 2)));
        assert!(!fires(judge(counts(58, 2), counts(5, 0), 2)));
        assert!(!fires(judge(counts(59, 1), counts(4, 1), 2)));
        assert!(fires(judge(counts(59, 1), counts(4, 1), 1)));
    }

    #[test]
    fn with_too_little_known_a_rule_is_blind() {
        let counts = |good, bad, unknown| WindowCounts { good, bad, unknown };
        let judge = |long, short| page().judge(target("99.9%"), &long, &short, guard(2));
        let blind = |coverage| BurnFinding::Blind { coverage: Some(coverage) };
        assert_eq!(judge(counts(10, 2, 48), counts(3, 2, 0)), blind(fraction(1, 5)));
        assert_eq!(judge(counts(55, 0, 5), counts(0, 0, 5)), blind(fraction(11, 12)));
        // A short time in which no run was due hides nothing.
        assert_eq!(judge(counts(12, 0, 0), counts(0, 0, 0)), BurnFinding::SlowEnough);
    }

    #[test]
    fn what_never_exceeds_the_rate_is_never_detected() {
        assert_eq!(page().detection_seconds(target("99.9%"), &fraction(1, 100)), None);
        assert_eq!(page().detection_seconds(target("99.9%"), &whole(0)), None);
        assert_eq!(page().reset_seconds(target("99.9%"), &fraction(144, 10_000)), None);
    }
}
