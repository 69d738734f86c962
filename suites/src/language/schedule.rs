//! When something takes place: cron expressions, intervals, operating hours.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::source::Spanned;

/// When a monitor runs.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// `every: 1m`
    Every(Duration),
    /// `cron: "30 2 * * *"`
    Cron(Cron),
    /// `on: deploy`: whenever a deploy is reported.
    OnDeploy,
}

/// A cron expression of five fields, and where its clock hangs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cron {
    /// As written.
    pub expression: Spanned<String>,
    /// Parsed: five fields. Where both the day of the month and the weekday are given, one of them
    /// is enough, as Vixie cron has it; `+` before the weekday asks for both.
    pub pattern: Box<croner::Cron>,
    /// `time_zone`; UTC when it is not written.
    pub time_zone: TimeZone,
}
