//! Operating hours: when a service has promised to be there.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Span;

/// Operating hours of a week, by a local clock: `Mon-Fri 06:00-22:00 Europe/Paris`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// At least one, or the service is never expected to be there.
    pub spans: Vec<HoursSpan>,
    /// Whose days and hours.
    pub zone: TimeZone,
}

/// One stretch of hours, on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursSpan {
    /// The days on which it begins.
    pub days: Vec<Weekday>,
    /// Its first minute, from midnight: `06:00` is 360.
    pub from: u16,
    /// The minute after its last: `24:00` is 1440. Not after `from`: it ends on the next day.
    pub to: u16,
}

impl Hours {
    /// Whether `at` lies in them.
    pub fn contains(&self, at: Timestamp) -> bool {
        let day = at.to_zoned(self.zone.clone()).date();
        [day.yesterday().ok(), Some(day)]
            .into_iter()
            .flatten()
            .any(|day| self.begun_on(day).any(|span| span.contains(at)))
    }

    /// The operating time from `within.from` to `within.until`: in order, without overlaps. On the
    /// day a clock is set back, an hour that comes twice counts twice.
    pub fn spans(&self, within: Span) -> Vec<Span> {
        let last = within.until.to_zoned(self.zone.clone()).date();
        let mut day = within.from.to_zoned(self.zone.clone()).date();
        day = day.yesterday().unwrap_or(day);
        let mut spans = Vec::new();
        while day <= last {
            spans.extend(self.begun_on(day).filter_map(|span| span.within(within)));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Span::joined(spans)
    }

    /// What begins on that day.
    fn begun_on(&self, day: Date) -> impl Iterator<Item = Span> {
        let of_that_day = self.spans.iter().filter(move |s| s.days.contains(&day.weekday()));
        of_that_day.filter_map(move |span| {
            let end = if span.to <= span.from { day.tomorrow().ok()? } else { day };
            let from = self.moment(day, span.from)?;
            let until = self.moment(end, span.to)?;
            (from < until).then_some(Span { from, until })
        })
    }

    /// When a clock shows that many minutes past midnight; the earlier time when it does twice,
    /// the first moment after when it never does.
    fn moment(&self, day: Date, minute: u16) -> Option<Timestamp> {
        let civil = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).ok()?;
        self.zone.to_ambiguous_zoned(civil).compatible().ok().map(|zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests;
