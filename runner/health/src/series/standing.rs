//! Why a run counts, or does not.

use runner_model::Trigger;

use super::{Aspect, ExcludedBy, Exclusions, Sample, State};

/// Why a run counts, or does not: one line of the explanation of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It counts.
    Counted,
    /// It counts as it ended; a step was tried more than once before.
    Retry,
    /// It repeated a failed run for the sake of an incident.
    Confirmation,
    /// Somebody asked for it.
    Manual,
    /// It judged a deploy.
    Deploy,
    /// It lies outside of the operating period.
    Hours,
    /// It lies in an announced maintenance.
    Maintenance,
    /// It failed at what the customer is responsible for.
    Customer,
    /// It says nothing about the service.
    Unknown,
}

impl Standing {
    /// Where a run stands when `aspect` is looked at.
    pub fn of(sample: &Sample, aspect: Aspect, exclusions: &Exclusions) -> Self {
        match sample.trigger {
            Trigger::Schedule => Self::of_scheduled(sample, aspect, exclusions),
            Trigger::Confirmation => Self::Confirmation,
            Trigger::Manual => Self::Manual,
            Trigger::Deploy => Self::Deploy,
        }
    }

    fn of_scheduled(sample: &Sample, aspect: Aspect, exclusions: &Exclusions) -> Self {
        let excluded = |by: ExcludedBy| match by {
            ExcludedBy::Hours => Self::Hours,
            ExcludedBy::Maintenance => Self::Maintenance,
            ExcludedBy::Customer => Self::Customer,
        };
        if let Some(by) = exclusions.at(sample.at) {
            return excluded(by);
        }
        match sample.state(aspect) {
            State::Up | State::Degraded | State::Down if sample.retried => Self::Retry,
            State::Up | State::Degraded | State::Down => Self::Counted,
            State::Unknown => Self::Unknown,
            State::Excluded(by) => excluded(by),
        }
    }

    /// Whether it enters the number.
    pub fn counts(self) -> bool {
        match self {
            Self::Counted | Self::Retry => true,
            Self::Confirmation
            | Self::Manual
            | Self::Deploy
            | Self::Hours
            | Self::Maintenance
            | Self::Customer
            | Self::Unknown => false,
        }
    }

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Retry => "retry",
            Self::Confirmation => "confirmation",
            Self::Manual => "manual",
            Self::Deploy => "deploy",
            Self::Hours => "hours",
            Self::Maintenance => "maintenance",
            Self::Customer => "customer",
            Self::Unknown => "unknown",
        }
    }

    /// Why, as a sentence without a full stop.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Counted => "a scheduled run counts as it ended",
            Self::Retry => "it counts as it ended; a step had to be tried again",
            Self::Confirmation => "it repeated a failed run, and one failure is not counted twice",
            Self::Manual => "somebody asked for it; only scheduled runs count",
            Self::Deploy => "it judged a deploy; only scheduled runs count",
            Self::Hours => "it lies outside of the operating period",
            Self::Maintenance => "it lies in an announced maintenance",
            Self::Customer => "it failed at what the customer is responsible for",
            Self::Unknown => "it could not be carried out, which says nothing about the service",
        }
    }
}
