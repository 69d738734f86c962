//! The numbers of a month, as they are kept once it is over.

use std::time::Duration;

use runner_health::series::StateTimes;
use runner_health::sli::Attainment;
use runner_model::Ratio;
use serde::{Deserialize, Serialize};

use super::account::Budget;
use super::exact::Exact;
use super::figure::Figure;
use super::promise::Promise;

/// The numbers of a month, as they are kept once it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// Good in known; `None` when nothing is known.
    pub share: Option<Exact>,
    /// What it would be if all that is unknown were bad.
    pub lowest: Option<Exact>,
    /// What it would be if all that is unknown were good.
    pub highest: Option<Exact>,
    /// Known in known and unknown.
    pub coverage: Option<Exact>,
    /// What was promised, when something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Promised>,
    /// What the nodes of a composition would make, failed they independently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modelled: Option<Exact>,
    /// For how long it was in which state; nothing of a composition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
}

/// What was promised, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// Of what.
    pub of: String,
    /// `availability` or `reliability`.
    pub measure: String,
    /// How much.
    pub target: Ratio,
    /// `timeslices` or `occurrences`: seconds or runs.
    pub budgeting: String,
    /// What might be bad, in seconds or runs.
    pub allowed: Exact,
    /// What was.
    pub bad: Exact,
    /// The share of the budget that is left.
    pub left: Option<Exact>,
    /// `met`, `missed` or `not proven`.
    pub verdict: String,
    /// Why it is not proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// For how long something was in which state, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// It worked.
    pub up: u64,
    /// It worked, with warnings.
    pub degraded: u64,
    /// It did not work.
    pub down: u64,
    /// Nothing is known.
    pub unknown: u64,
    /// It did not count.
    pub excluded: u64,
}

impl Numbers {
    /// Of a figure alone.
    pub(super) fn of(figure: Figure) -> Self {
        let Figure { share, lowest, highest, coverage } = figure;
        let [share, lowest, highest, coverage] =
            [share, lowest, highest, coverage].map(|number| number.map(Exact));
        Self { share, lowest, highest, coverage, promised: None, modelled: None, times: None }
    }

    /// With the times that it is made of.
    pub(super) fn with(self, times: &StateTimes) -> Self {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let StateTimes { up, degraded, down, unknown, excluded } = *times;
        let [up, degraded, down, unknown, excluded] =
            [up, degraded, down, unknown, excluded].map(micros);
        Self { times: Some(Times { up, degraded, down, unknown, excluded }), ..self }
    }
}

impl Promised {
    pub(super) fn of(promise: &Promise, budget: &Budget, verdict: Attainment) -> Self {
        let spent = &budget.spent;
        Self {
            of: promise.of.to_string(),
            measure: promise.measure.as_str().to_owned(),
            target: promise.target.ratio(),
            budgeting: budget.counted_in.as_str().to_owned(),
            allowed: Exact(budget.allowed.clone()),
            bad: Exact(spent.bad.clone()),
            left: spent.remaining_share.clone().map(Exact),
            verdict: verdict.to_string(),
            why: match verdict {
                Attainment::NotProven(doubt) => Some(doubt.reason().to_owned()),
                Attainment::Met | Attainment::Missed => None,
            },
        }
    }
}
