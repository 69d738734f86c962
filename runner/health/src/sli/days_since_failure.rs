//! The number that hangs on the wall.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::calendar::Span;
use crate::elapsed::between;
use crate::series::{History, State};
use crate::written;

/// How long nothing has failed, counted from the *end* of the last failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysSinceFailure {
    /// It fails, or was not seen to work since it did.
    Failing,
    /// It does not.
    Since {
        /// Since when: the end of the last failure, or the first time that anything is known.
        since: Timestamp,
        /// From then on.
        lasted: Duration,
        /// For how much of that nothing is known.
        unobserved: Duration,
        /// There was a failure before; otherwise none is remembered.
        failed_before: bool,
    },
    /// Nothing is known at all.
    Unknown,
}

impl DaysSinceFailure {
    /// How it stands at the end of `history`.
    pub fn at_the_end_of(history: &History) -> Self {
        let slices = history.slices();
        let failed = slices.iter().rposition(|slice| slice.state == State::Down);
        let after = failed.map_or(0, |index| index + 1);
        let works = slices[after..].iter().find(|slice| slice.state.is_available());
        let (Some(works), until) = (works, history.span().until) else {
            return if failed.is_some() { Self::Failing } else { Self::Unknown };
        };
        let since = failed.map_or(works.span.from, |index| slices[index].span.until);
        let part = Span { from: since, until };
        let unobserved = history.times_within(part).unknown;
        let lasted = between(since, until);
        Self::Since { since, lasted, unobserved, failed_before: failed.is_some() }
    }

    /// Whole days; 0 while it fails, `None` when nothing is known.
    pub fn days(&self) -> Option<u64> {
        match self {
            Self::Failing => Some(0),
            Self::Since { lasted, .. } => Some(lasted.as_secs() / 86_400),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for DaysSinceFailure {
    /// `6 days (3 h not observed)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(days) = self.days() else { return f.write_str("nothing is known") };
        write!(f, "{days} {}", if days == 1 { "day" } else { "days" })?;
        match self {
            Self::Since { unobserved, .. } if !unobserved.is_zero() => {
                write!(f, " ({} not observed)", written::apart(*unobserved))
            }
            Self::Since { .. } | Self::Failing | Self::Unknown => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use runner_model::Trigger;

    use super::*;
    use crate::series::{Aspect, Exclusions, Sample};

    const DAY: i64 = 86_400;

    /// One result a day, each of which holds for that day.
    fn after(drawing: &str) -> DaysSinceFailure {
        let run = |(letter, day): (char, i64)| {
            let state = match letter {
                '.' => State::Up,
                'x' => State::Down,
                _ => State::Unknown,
            };
            Sample {
                at: Timestamp::from_second(day * DAY).unwrap(),
                trigger: Trigger::Schedule,
                front_door: state,
                transaction: state,
                retried: false,
                took: None,
            }
        };
        let samples: Vec<Sample> = drawing.chars().zip(0..).map(run).collect();
        let hold = Duration::from_secs(DAY.unsigned_abs());
        let span = Span::starting(samples[0].at, hold * u32::try_from(samples.len()).unwrap());
        let none = Exclusions::default();
        let history = History::of(&samples, Aspect::FrontDoor, span, hold, &none).unwrap();
        DaysSinceFailure::at_the_end_of(&history)
    }

    #[test]
    fn days_are_counted_from_the_end_of_the_last_failure() {
        assert_eq!(after(".xx..").to_string(), "2 days");
        assert_eq!(after("xx.?.").to_string(), "3 days (1 d not observed)");
        assert_eq!(after("x.").to_string(), "1 day");
    }

    #[test]
    fn while_it_fails_there_are_none() {
        assert_eq!(after("..x").to_string(), "0 days");
        // Nobody has seen it work again.
        assert_eq!(after("..x??"), DaysSinceFailure::Failing);
    }

    #[test]
    fn without_a_failure_days_are_counted_from_the_first_run() {
        assert_eq!(after("?...").to_string(), "3 days");
        assert_eq!(after("???").to_string(), "nothing is known");
        assert_eq!(after("???").days(), None);
    }
}
