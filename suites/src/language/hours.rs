//! The operating period: when a service has promised to be there.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::source::Span;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// `Mon-Fri 06:00-22:00, Sat 08:00-12:00 Europe/Paris`
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// At least one.
    pub spans: Vec<HoursSpan>,
    /// Whose days and hours; UTC when it is not written.
    pub time_zone: TimeZone,
    /// Where it is written.
    pub span: Span,
}

/// One stretch of hours, on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursSpan {
    /// The days on which it begins, in order, each once.
    pub days: Vec<Weekday>,
    /// Its first minute, from midnight: `06:00` is 360.
    pub from: u16,
    /// The minute after its last, from midnight: `24:00` is 1440. Not after `from`: it ends on the
    /// next day.
    pub to: u16,
}

impl Hours {
    /// Whether `at` lies in the operating period. Local clocks decide: on the day a clock is set
    /// back, the hour that comes twice counts twice.
    pub fn contains(&self, at: Timestamp) -> bool {
        let local = at.to_zoned(self.time_zone.clone());
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute()))
            .expect("a day has 1440 minutes");
        self.spans.iter().any(|span| span.contains(local.weekday(), minute))
    }
}

impl HoursSpan {
    /// Whether that minute of that day lies in it.
    fn contains(&self, day: Weekday, minute: u16) -> bool {
        let begun_today = self.days.contains(&day) && minute >= self.from;
        if self.is_overnight() {
            let begun_yesterday = self.days.contains(&day.previous()) && minute < self.to;
            return begun_today || begun_yesterday;
        }
        begun_today && minute < self.to.min(DAY)
    }

    /// It ends on the day after it began.
    pub fn is_overnight(&self) -> bool {
        self.to <= self.from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(days: &[Weekday], from: u16, to: u16) -> Hours {
        let spans = vec![HoursSpan { days: days.to_vec(), from, to }];
        let time_zone = TimeZone::get("Europe/Paris").unwrap();
        Hours { spans, time_zone, span: Span::default() }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn hours_begin_with_their_first_minute_and_end_before_their_last() {
        let hours = hours(&[Weekday::Friday], 6 * 60, 22 * 60);
        // 20 November 2026 is a Friday; Paris is an hour ahead of UTC.
        assert!(!hours.contains(at("2026-11-20T04:59:59Z")));
        assert!(hours.contains(at("2026-11-20T05:00:00Z")));
        assert!(hours.contains(at("2026-11-20T20:59:59Z")));
        assert!(!hours.contains(at("2026-11-20T21:00:00Z")));
        assert!(!hours.contains(at("2026-11-19T12:00:00Z")));
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_they_begin_on() {
        let hours = hours(&[Weekday::Friday], 22 * 60, 6 * 60);
        assert!(!hours.contains(at("2026-11-20T03:00:00Z")));
        assert!(hours.contains(at("2026-11-20T21:00:00Z")));
        assert!(hours.contains(at("2026-11-21T04:59:59Z")));
        assert!(!hours.contains(at("2026-11-21T05:00:00Z")));
        assert!(!hours.contains(at("2026-11-21T21:00:00Z")));
    }

    #[test]
    fn a_day_may_be_whole() {
        let hours = hours(&[Weekday::Friday], 0, DAY);
        assert!(hours.contains(at("2026-11-19T23:00:00Z")));
        assert!(hours.contains(at("2026-11-20T22:59:59Z")));
        assert!(!hours.contains(at("2026-11-20T23:00:00Z")));
    }
}
