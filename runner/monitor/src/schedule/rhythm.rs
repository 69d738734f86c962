//! How often something is due.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::Interval;
use runner_health::calendar::Span;

use super::Slots;

/// So many slots of a cron are looked at to find the two that are nearest to each other.
const SLOTS: usize = 64;

impl Slots {
    /// From one slot within `span` to the next. Of a cron, the slots that are nearest to each other
    /// count: every hour by day and not by night, it is an hour. `None` when there are not two.
    pub fn interval(&self, span: Span) -> Option<Interval> {
        let interval = match self {
            Self::Every { every, .. } => Some(Duration::from_millis(every.unsigned_abs())),
            Self::Cron { .. } => {
                let first = self.after(span.from);
                let all = std::iter::successors(first, |slot| self.after(*slot));
                let some: Vec<Timestamp> = all
                    .take(SLOTS)
                    .enumerate()
                    .take_while(|(index, slot)| *index < 2 || *slot < span.until)
                    .map(|(_, slot)| slot)
                    .collect();
                let apart = some.windows(2).map(|pair| pair[1].duration_since(pair[0]));
                apart.min().and_then(|apart| Duration::try_from(apart).ok())
            }
            Self::OnRequest => None,
        };
        Interval::new(interval?).ok()
    }

    /// How many slots there are from `span.from` until before `span.until`.
    pub fn count(&self, span: Span) -> u64 {
        match self {
            Self::Every { every, phase } => {
                // The first slot that is not before `at`, counted from 1970.
                let first = |at: Timestamp| {
                    let below = at.as_microsecond() - phase.saturating_mul(1_000);
                    let every = every.saturating_mul(1_000);
                    below.div_euclid(every) + i64::from(below.rem_euclid(every) != 0)
                };
                u64::try_from(first(span.until) - first(span.from)).unwrap_or(0)
            }
            Self::Cron { .. } => {
                let before = span.from.checked_sub(Duration::from_nanos(1)).unwrap_or(span.from);
                let all = std::iter::successors(self.after(before), |slot| self.after(*slot));
                all.take_while(|slot| *slot < span.until).count() as u64
            }
            Self::OnRequest => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn span(from: &str, until: &str) -> Span {
        Span { from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn slots_are_counted_from_the_first_moment_to_before_the_last() {
        let slots = Slots::Every { every: 60_000, phase: 7_000 };
        let count = |from, until| slots.count(span(from, until));
        assert_eq!(count("2026-11-20T10:00:00Z", "2026-11-20T10:02:00Z"), 2);
        assert_eq!(count("2026-11-20T10:00:07Z", "2026-11-20T10:01:07Z"), 1);
        assert_eq!(count("2026-11-20T10:00:07.000001Z", "2026-11-20T10:01:07Z"), 0);
        assert_eq!(count("2026-11-20T10:00:07Z", "2026-11-20T10:00:07Z"), 0);
        assert_eq!(count("2026-11-20T10:00:07Z", "2026-11-20T10:00:00Z"), 0);
    }

    #[test]
    fn slots_of_a_cron_are_counted_on_its_clock() {
        let cron = Box::new("30 2 * * *".parse().unwrap());
        let slots = Slots::Cron { cron, zone: TimeZone::get("Europe/Paris").unwrap() };
        let october = span("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z");
        assert_eq!(slots.count(october), 31);
        assert_eq!(slots.interval(october).unwrap().duration(), Duration::from_secs(86_400));
    }
}
