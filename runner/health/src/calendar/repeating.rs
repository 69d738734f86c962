//! A window that opens by a cron expression and lasts for a while.

use std::time::Duration;

use croner::Cron;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Span;

/// A year has no more minutes: what begins more often overlaps itself for ever.
const MOST: usize = 366 * 24 * 60;

/// A window that opens whenever a cron expression says so and lasts for a while. An hour that does
/// not exist, because clocks are set forward, opens it at the first moment after; one that comes
/// twice opens it once.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeating {
    opens: Cron,
    zone: TimeZone,
    lasts: Duration,
}

impl Repeating {
    /// Opens when `opens` says so on a clock in `zone`, and lasts for so long by any clock.
    pub fn new(opens: Cron, zone: TimeZone, lasts: Duration) -> Self {
        Self { opens, zone, lasts }
    }

    /// The window that is in force at `at`; `None` when none is. Windows that overlap or touch are
    /// told as one, which ends when the last of them does; looked at for a year at most.
    pub fn in_force(&self, at: Timestamp) -> Option<Span> {
        let mut first = self.opened_by(at)?;
        if !first.contains(at) {
            return None;
        }
        let mut last = first;
        while let Some(before) = self.opened_before(first.from).filter(|b| b.until >= first.from) {
            first = before;
            if (at - first.from).get_hours() > 366 * 24 {
                break;
            }
        }
        for _ in 0..MOST {
            match self.next(last.from) {
                Some(next) if next.from <= last.until => last = next,
                Some(_) | None => break,
            }
            if (last.until - at).get_hours() > 366 * 24 {
                break;
            }
        }
        Some(Span { from: first.from, until: last.until })
    }

    /// The first window that opens after `after`.
    pub fn next(&self, after: Timestamp) -> Option<Span> {
        let next = self.opens.find_next_occurrence(&self.local(after), false).ok()?;
        self.span(&next)
    }

    /// The time in force from `within.from` to `within.until`: in order, without overlaps.
    pub fn spans(&self, within: Span) -> Vec<Span> {
        let mut spans: Vec<Span> =
            self.opened_by(within.from).iter().filter_map(|span| span.within(within)).collect();
        let mut after = within.from;
        while let Some(next) = self.next(after).filter(|next| next.from < within.until) {
            spans.extend(next.within(within));
            after = next.from;
        }
        Span::joined(spans)
    }

    /// The last window that opened at or before `at`.
    fn opened_by(&self, at: Timestamp) -> Option<Span> {
        self.span(&self.opens.find_previous_occurrence(&self.local(at), true).ok()?)
    }

    /// The last window that opened before `at`.
    fn opened_before(&self, at: Timestamp) -> Option<Span> {
        self.span(&self.opens.find_previous_occurrence(&self.local(at), false).ok()?)
    }

    fn span(&self, opens: &Zoned) -> Option<Span> {
        let from = opens.timestamp();
        Some(Span { from, until: from.checked_add(self.lasts).ok()? })
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }
}
