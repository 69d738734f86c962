//! Whether a promise was kept.

use std::fmt;

use super::{Availability, WilsonInterval};
use crate::exact::{Fraction, share};
use crate::series::{RunCounts, StateTimes};
use crate::target::Target;

/// Whether a promise was kept, as far as that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attainment {
    /// It was, whatever is not known.
    Met,
    /// It was not, whatever is not known.
    Missed,
    /// It may have been, or not.
    NotProven(Doubt),
}

/// Why a promise is neither met nor missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Nothing at all is known.
    NothingKnown,
    /// What happened while nobody looked decides.
    Unobserved,
    /// So few runs may have ended like this by chance.
    TooFewRuns,
    /// Time says one thing, runs the other.
    TimeAgainstRuns,
}

/// Where something lies, seen from a target.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Across,
    Below,
}

impl Attainment {
    /// Whether a target for availability was met: `times` of a series, and the `runs` they are
    /// made of.
    pub fn of_availability(target: Target, times: &StateTimes, runs: &RunCounts) -> Self {
        let availability = Availability::of(times);
        if availability.share.is_none() {
            return Self::NotProven(Doubt::NothingKnown);
        }
        Self::judge(target, availability.lowest, availability.highest, runs)
    }

    /// Whether a target for reliability was met.
    pub fn of_reliability(target: Target, runs: &RunCounts) -> Self {
        let lowest = share(runs.succeeded().into(), runs.due().into());
        let highest =
            share(u128::from(runs.succeeded()) + u128::from(runs.unknown), runs.due().into());
        Self::judge(target, lowest, highest, runs)
    }

    fn judge(
        target: Target,
        lowest: Option<Fraction>,
        highest: Option<Fraction>,
        runs: &RunCounts,
    ) -> Self {
        let interval = WilsonInterval::of(runs.succeeded(), runs.valid());
        let (Some(lowest), Some(highest), Ok(interval)) = (lowest, highest, interval) else {
            return Self::NotProven(Doubt::NothingKnown);
        };
        let bounds = if lowest >= target.good() {
            Side::Above
        } else if highest < target.good() {
            Side::Below
        } else {
            Side::Across
        };
        let chance = if interval.lies_above(target) {
            Side::Above
        } else if interval.lies_below(target) {
            Side::Below
        } else {
            Side::Across
        };
        match (bounds, chance) {
            (Side::Above, Side::Above) => Self::Met,
            (Side::Below, Side::Below) => Self::Missed,
            (Side::Across, _) => Self::NotProven(Doubt::Unobserved),
            (_, Side::Across) => Self::NotProven(Doubt::TooFewRuns),
            (Side::Above, Side::Below) | (Side::Below, Side::Above) => {
                Self::NotProven(Doubt::TimeAgainstRuns)
            }
        }
    }
}

impl fmt::Display for Attainment {
    /// `met`, `missed`, `not proven`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::NotProven(_) => "not proven",
        })
    }
}

impl Doubt {
    /// Why, as a sentence without a full stop.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NothingKnown => "nothing is known about this time",
            Self::Unobserved => "what happened while nothing was observed decides",
            Self::TooFewRuns => "so few runs may have ended like this by chance",
            Self::TimeAgainstRuns => "the share of time and the share of runs say opposite things",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use runner_model::Ratio;

    use super::*;

    fn target() -> Target {
        Target::new(Ratio::from_percent_text("99.9%").unwrap()).unwrap()
    }

    fn runs(up: u64, down: u64, unknown: u64) -> RunCounts {
        RunCounts { up, down, unknown, ..RunCounts::default() }
    }

    fn minutes(runs: &RunCounts) -> StateTimes {
        let time = |count| Duration::from_secs(60 * count);
        StateTimes {
            up: time(runs.up),
            down: time(runs.down),
            unknown: time(runs.unknown),
            ..StateTimes::default()
        }
    }

    fn availability(runs: RunCounts) -> Attainment {
        Attainment::of_availability(target(), &minutes(&runs), &runs)
    }

    #[test]
    fn just_over_the_target_is_not_proven() {
        let doubt = Attainment::NotProven(Doubt::TooFewRuns);
        assert_eq!(availability(runs(43_157, 43, 0)), doubt);
        assert_eq!(Attainment::of_reliability(target(), &runs(43_157, 43, 0)), doubt);
        assert_eq!(availability(runs(43_170, 30, 0)), Attainment::Met);
        assert_eq!(availability(runs(43_000, 200, 0)), Attainment::Missed);
    }

    #[test]
    fn what_nobody_saw_is_not_proven() {
        let doubt = Attainment::NotProven(Doubt::Unobserved);
        assert_eq!(availability(runs(43_100, 0, 100)), doubt);
        assert_eq!(Attainment::of_reliability(target(), &runs(43_100, 0, 100)), doubt);
        assert_eq!(doubt.to_string(), "not proven");
    }

    #[test]
    fn a_promise_about_nothing_known_is_not_proven() {
        let doubt = Attainment::NotProven(Doubt::NothingKnown);
        assert_eq!(availability(runs(0, 0, 100)), doubt);
        assert_eq!(Attainment::of_reliability(target(), &runs(0, 0, 0)), doubt);
    }

    #[test]
    fn time_and_runs_that_disagree_prove_nothing() {
        let (fine, bad) = (runs(43_190, 10, 0), runs(43_000, 200, 0));
        assert_eq!(
            Attainment::of_availability(target(), &minutes(&fine), &bad),
            Attainment::NotProven(Doubt::TimeAgainstRuns)
        );
    }
}
