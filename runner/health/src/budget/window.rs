//! The time over which a promise is measured.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use thiserror::Error;

use super::Month;
use crate::calendar::Span;
use crate::written;

/// A day of 24 hours.
const DAY: Duration = Duration::from_secs(86_400);

/// So much longer than its window a result is kept, so that a number can still be explained.
const MARGIN: Duration = Duration::from_secs(7 * 86_400);

/// The time over which a promise is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// `30d`: what lies so far back, up to now. What an outage cost comes back when it leaves.
    Rolling(Duration),
    /// `month`: from local midnight of its first day. What an outage cost never comes back.
    Month(TimeZone),
}

/// Results are forgotten before they have left a window.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "results are kept for {kept}, but this objective needs them for {needed}: raise `retention`",
    kept = written::together(*kept), needed = written::together(*needed)
)]
pub struct RetentionTooShort {
    /// For how long they are kept.
    pub kept: Duration,
    /// For how long they are needed: the window and seven days.
    pub needed: Duration,
}

impl Window {
    /// The window that `now` belongs to: the whole of it, so that of a month ends in the future.
    pub fn around(&self, now: Timestamp) -> Span {
        match self {
            Self::Rolling(length) => Span::ending(now, *length),
            Self::Month(zone) => Month::containing(now, zone).span(zone),
        }
    }

    /// What of it has passed.
    pub fn elapsed(&self, now: Timestamp) -> Span {
        let whole = self.around(now);
        Span { from: whole.from, until: whole.until.min(now) }
    }

    /// By which length burn rules are scaled: a month is taken for 30 days.
    pub fn nominal(&self) -> Duration {
        match self {
            Self::Rolling(length) => *length,
            Self::Month(_) => DAY * 30,
        }
    }

    /// Checks that results are kept for as long as the window and seven days.
    ///
    /// # Errors
    /// [`RetentionTooShort`].
    pub fn check_retention(&self, kept: Duration) -> Result<(), RetentionTooShort> {
        let window = match self {
            Self::Rolling(length) => *length,
            Self::Month(_) => DAY * 31,
        };
        let needed = window.saturating_add(MARGIN);
        if kept < needed { Err(RetentionTooShort { kept, needed }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rolling_window_ends_now_and_a_month_does_not() {
        let now: Timestamp = "2026-03-10T12:00:00Z".parse().unwrap();
        let rolling = Window::Rolling(DAY * 30);
        assert_eq!(rolling.around(now), rolling.elapsed(now));
        assert_eq!(rolling.around(now).length(), DAY * 30);
        let month = Window::Month(TimeZone::UTC);
        assert_eq!(month.around(now).length(), DAY * 31);
        assert_eq!(month.elapsed(now).length(), DAY * 19 / 2);
    }

    #[test]
    fn results_are_kept_a_week_longer_than_they_are_needed() {
        let window = Window::Rolling(DAY * 30);
        assert_eq!(window.check_retention(DAY * 37), Ok(()));
        assert_eq!(
            window.check_retention(DAY * 36).unwrap_err().to_string(),
            "results are kept for 36d, but this objective needs them for 37d: raise `retention`"
        );
    }
}
