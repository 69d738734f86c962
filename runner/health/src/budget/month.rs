//! A month of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use thiserror::Error;

use crate::calendar::Span;

/// A month of the calendar: `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Its first day.
    first: Date,
}

/// There is no such month, or not yet.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidMonth {
    /// Not a year and a month.
    #[error("`{0}` is not a month: write it like `2026-03`")]
    NotAMonth(String),
    /// It begins later than now.
    #[error("{0} has not begun, so nothing is known of it")]
    InTheFuture(Month),
}

impl Month {
    /// The month in which `at` lies on a clock in `zone`.
    pub fn containing(at: Timestamp, zone: &TimeZone) -> Self {
        Self { first: zone.to_datetime(at).date().first_of_month() }
    }

    /// From local midnight of its first day to that of the next month. Elapsed time: where clocks
    /// change it is an hour more or less than its days.
    pub fn span(self, zone: &TimeZone) -> Span {
        let midnight = |day: Date, end| {
            day.to_zoned(zone.clone()).map_or(end, |midnight| midnight.timestamp())
        };
        let next = self.first.last_of_month().tomorrow();
        Span {
            from: midnight(self.first, Timestamp::MIN),
            until: next.map_or(Timestamp::MAX, |next| midnight(next, Timestamp::MAX)),
        }
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self { first: self.first.yesterday().map_or(self.first, Date::first_of_month) }
    }

    /// As [`Month::span`], for a month that has begun.
    ///
    /// # Errors
    /// [`InvalidMonth::InTheFuture`] when it has not.
    pub fn begun_span(self, zone: &TimeZone, now: Timestamp) -> Result<Span, InvalidMonth> {
        let span = self.span(zone);
        if span.from > now { Err(InvalidMonth::InTheFuture(self)) } else { Ok(span) }
    }
}

impl FromStr for Month {
    type Err = InvalidMonth;

    fn from_str(text: &str) -> Result<Self, InvalidMonth> {
        let wrong = || InvalidMonth::NotAMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str, count| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) =
            (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        Date::new(year, month, 1).map(|first| Self { first }).map_err(|_| wrong())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::time_zone;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_written_and_read_in_one_way() {
        assert_eq!(month("2026-03").to_string(), "2026-03");
        for text in ["2026-13", "2026-3", "26-03", "2026", "2026-03-01", "+026-03", "２０26-03"] {
            assert_eq!(
                text.parse::<Month>(),
                Err(InvalidMonth::NotAMonth(text.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_month_has_the_hours_that_its_clocks_show() {
        let hours =
            |text, zone| month(text).span(&time_zone(zone).unwrap()).length().as_secs() / 3600;
        assert_eq!(hours("2026-03", "Europe/Berlin"), 743);
        assert_eq!(hours("2026-10", "Europe/Berlin"), 745);
        assert_eq!(hours("2026-03", "UTC"), 744);
        assert!(month("9999-12").span(&TimeZone::UTC).length() > std::time::Duration::ZERO);
    }

    #[test]
    fn a_month_of_the_future_has_no_numbers() {
        let now: Timestamp = "2026-02-28T23:30:00Z".parse().unwrap();
        assert!(month("2026-03").begun_span(&time_zone("Europe/Berlin").unwrap(), now).is_ok());
        assert_eq!(
            month("2026-03").begun_span(&TimeZone::UTC, now).unwrap_err().to_string(),
            "2026-03 has not begun, so nothing is known of it"
        );
        assert_eq!(Month::containing(now, &time_zone("Europe/Berlin").unwrap()), month("2026-03"));
    }

    #[test]
    fn an_unknown_time_zone_is_named() {
        assert_eq!(
            time_zone("Europe/Atlantis").unwrap_err().to_string(),
            "`Europe/Atlantis` is not a time zone: write it like `Europe/Paris` or `UTC`"
        );
    }
}
