//! An alert policy that is tried on an objective.

use std::time::Duration;

use runner_health::burn::{CannotFire, Guard, InvalidRule, Outlook};
use runner_model::{ObjectiveName, human};
use suites::AlertPolicy;
use thiserror::Error;

use super::promise::{Alarm, Promise, alarms};

/// An alert policy that is tried on an objective: in place of its own.
#[derive(Clone, Debug)]
pub struct Trial {
    /// When people would be told.
    pub alarms: Vec<Alarm>,
    /// What would keep the alarms from firing on too little.
    pub guard: Guard,
}

/// A policy that cannot be tried on an objective.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UnfitPolicy {
    /// It has no rule that looks back no further than the objective.
    #[error(
        "no rule of `standard` fits into the {} of `{objective}`: write rules of your own, the \
         longest shorter than that", human::long(*.window)
    )]
    NoRule {
        /// Of which objective.
        objective: ObjectiveName,
        /// Over which time it is measured.
        window: Duration,
    },
    /// One of its rules does not fit.
    #[error("for `{objective}`: {cause}")]
    Rule {
        /// Which: its place in the list of rules.
        number: usize,
        /// On which objective.
        objective: ObjectiveName,
        /// What is wrong.
        cause: WrongRule,
    },
}

/// A rule that cannot be tried on an objective.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WrongRule {
    /// It is none.
    #[error(transparent)]
    Invalid(#[from] InvalidRule),
    /// It cannot fire.
    #[error(transparent)]
    CannotFire(#[from] CannotFire),
    /// It looks back further than the objective.
    #[error(
        "it looks back {}, and the objective only {}: write a shorter `over`",
        human::long(*.rule), human::long(*.window)
    )]
    TooFarBack {
        /// How far it does.
        rule: Duration,
        /// Over which time the objective is measured.
        window: Duration,
    },
}

impl Trial {
    /// Of a policy on an objective.
    ///
    /// # Errors
    /// A rule of it cannot fire, or looks back too far.
    pub fn of(policy: &AlertPolicy, promise: &Promise) -> Result<Self, UnfitPolicy> {
        let objective = || promise.name.clone();
        let window = promise.window.nominal();
        let wrong = |number, cause| UnfitPolicy::Rule { number, objective: objective(), cause };
        let alarms = alarms(&policy.alert, &promise.window)
            .map_err(|invalid| wrong(invalid.number, WrongRule::Invalid(invalid.cause)))?;
        if alarms.is_empty() {
            return Err(UnfitPolicy::NoRule { objective: objective(), window });
        }
        for (number, alarm) in alarms.iter().enumerate() {
            let rule = &alarm.rule;
            if rule.long() > window {
                let too_far = WrongRule::TooFarBack { rule: rule.long(), window };
                return Err(wrong(number, too_far));
            }
            rule.check(promise.target).map_err(|cannot| wrong(number, cannot.into()))?;
        }
        let guard = Guard { min_failures: policy.min_failures, min_coverage: policy.coverage };
        Ok(Self { alarms, guard })
    }

    /// The shortest total outage that surely fires one of its alarms, when nothing has failed
    /// before: as long as so many runs take as must fail. `None` when it is not known how often the
    /// objective is run.
    pub fn surely_sees(
        &self,
        promise: &Promise,
        span: runner_health::calendar::Span,
    ) -> Option<Duration> {
        let interval = promise.point.interval(span)?;
        let window = promise.window.nominal();
        let runs = self.alarms.iter().map(|alarm| {
            let outlook = Outlook::of(&alarm.rule, promise.target, window, interval, self.guard);
            outlook.failures_to_fire
        });
        let runs = u32::try_from(runs.min()?).ok()?;
        Some(interval.duration().saturating_mul(runs))
    }
}
