//! Objectives: a number, and when people are told that it is in danger.

use std::time::Duration;

use jiff::tz::TimeZone;
use runner_model::{NotifyName, ObjectiveName, Ratio, Severity};

use super::words::words;
use crate::language::{Check, MonitorRef};
use crate::source::{Span, Spanned};

/// An objective. SLO.md has the arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Its name.
    pub name: Spanned<ObjectiveName>,
    /// Of what.
    pub of: Spanned<MonitorRef>,
    /// The step that is looked at, by name; for `availability` the first when it is not written,
    /// for `reliability` the whole test.
    pub step: Option<Spanned<String>>,
    /// Which number. When it is not written: `availability`, with `good_when` `reliability`.
    pub measure: Measure,
    /// What is good beside not having failed: the checks hold for the step's final answer.
    pub good_when: Vec<Check>,
    /// Over 0 % and under 100 %.
    pub target: Spanned<Ratio>,
    /// Over which time.
    pub over: Spanned<Window>,
    /// Whose midnights a calendar window begins at; UTC when it is not written.
    pub time_zone: TimeZone,
    /// What a budget is counted in. When it is not written: `timeslices` for availability,
    /// `occurrences` for reliability.
    pub budgeting: Budgeting,
    /// No rule fires on fewer failures; 2 when it is not written.
    pub min_failures: u32,
    /// With less of the window known, the monitor is blind; 90 % when it is not written.
    pub coverage: Ratio,
    /// When people are told.
    pub alert: BurnAlert,
    /// Where it is written: its name.
    pub span: Span,
}

words! {
    /// Which number an objective is about: the share of time in which the front door is open, or
    /// the share of whole transactions that succeed.
    Measure:
    Availability = "availability",
    Reliability = "reliability",
}

words! {
    /// What a budget is counted in: seconds, or runs.
    Budgeting:
    Timeslices = "timeslices",
    Occurrences = "occurrences",
}

/// The time over which an objective is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// `30d`: it rolls.
    Rolling(Duration),
    /// `month`: from the first of the month, local midnight.
    Month,
}

/// When people are told that a budget burns.
#[derive(Clone, Debug, PartialEq)]
pub enum BurnAlert {
    /// `alert` is not written: never.
    None,
    /// `standard`: the three rules of SLO.md, scaled to the window. The monitor's `notify` is told.
    Standard,
    /// Rules of one's own; at least one.
    Rules(Vec<BurnRule>),
}

impl BurnAlert {
    /// The rules of one's own.
    pub fn rules(&self) -> &[BurnRule] {
        match self {
            Self::Rules(rules) => rules,
            Self::None | Self::Standard => &[],
        }
    }
}

/// When people are told, apart from any objective: to be tried on what has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertPolicy {
    /// When people are told.
    pub alert: BurnAlert,
    /// No rule fires on fewer failures.
    pub min_failures: u32,
    /// With less of the time known, the monitor is blind.
    pub coverage: Ratio,
}

/// A burn-rate rule: it fires while the rate is exceeded over both times.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnRule {
    /// How many times faster than even the budget is spent: 14.4.
    pub burn: Spanned<Ratio>,
    /// `over`: the long time.
    pub over: Duration,
    /// `and`: the short time; a twelfth of the long one when it is not written.
    pub and: Duration,
    /// How urgent it is; `warning` when it is not written.
    pub severity: Severity,
    /// Who is told; the monitor's `notify` when it is empty.
    pub notify: Vec<Spanned<NotifyName>>,
    /// Where it is written.
    pub span: Span,
}
