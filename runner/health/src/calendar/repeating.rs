//! A window that opens by a cron expression and lasts for a while.

use std::time::Duration;

use croner::Cron;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Span;

/// So many windows that touch are told as one: each costs a search.
const MOST: usize = 1000;

/// A window that opens whenever a cron expression says so and lasts for a while. An hour that does
/// not exist, because clocks are set forward, opens it at the first moment after; one that comes
/// twice opens it once.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeating {
    /// `None`: it never does. To find that out costs a search through all years.
    opens: Option<Cron>,
    zone: TimeZone,
    lasts: Duration,
}

impl Repeating {
    /// Opens when `opens` says so on a clock in `zone`, and lasts for so long by any clock.
    pub fn new(opens: Cron, zone: TimeZone, lasts: Duration) -> Self {
        let once = Timestamp::UNIX_EPOCH.to_zoned(zone.clone());
        let ever = opens.find_next_occurrence(&once, true).is_ok();
        Self { opens: ever.then_some(opens), zone, lasts }
    }

    /// The window that is in force at `at`; `None` when none is. Windows that overlap or touch are
    /// one, which ends when the last of them does; a thousand are looked at on either side.
    pub fn in_force(&self, at: Timestamp) -> Option<Span> {
        let mut span = self.opened_by(at).filter(|span| span.contains(at))?;
        let mut last = span.from;
        for _ in 0..MOST {
            let Some(before) = self.opened_before(span.from) else { break };
            if before.until < span.from {
                break;
            }
            span.from = before.from;
        }
        for _ in 0..MOST {
            let Some(next) = self.next(last).filter(|next| next.from <= span.until) else { break };
            (last, span.until) = (next.from, next.until);
        }
        Some(span)
    }

    /// The first window that opens after `after`.
    pub fn next(&self, after: Timestamp) -> Option<Span> {
        let next = self.opens.as_ref()?.find_next_occurrence(&self.local(after), false).ok()?;
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
        self.span(&self.opens.as_ref()?.find_previous_occurrence(&self.local(at), true).ok()?)
    }

    /// The last window that opened before `at`.
    fn opened_before(&self, at: Timestamp) -> Option<Span> {
        self.span(&self.opens.as_ref()?.find_previous_occurrence(&self.local(at), false).ok()?)
    }

    fn span(&self, opens: &Zoned) -> Option<Span> {
        let from = opens.timestamp();
        Some(Span { from, until: from.checked_add(self.lasts).ok()? })
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }
}

#[cfg(test)]
mod tests;
