//! Which part of a window hours can tell.

use std::time::Duration;

use jiff::Timestamp;

use crate::calendar::Span;

/// An hour, in seconds.
const HOUR: i64 = 3600;

/// A window, cut at whole hours of UTC: those in the middle are read from rollups, what is left
/// over at both ends from runs. A window of a month begins at half an hour in some time zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeHours {
    /// Before the first whole hour; perhaps empty.
    pub before: Span,
    /// The whole hours; perhaps none.
    pub hours: Span,
    /// After the last whole hour; perhaps empty.
    pub after: Span,
}

impl WholeHours {
    /// Cuts `window`.
    pub fn of(window: Span) -> Self {
        let end = window.until.max(window.from);
        let first = next_hour(window.from).min(end);
        let last = hour_of(end).max(first);
        Self {
            before: Span { from: window.from, until: first },
            hours: Span { from: first, until: last },
            after: Span { from: last, until: end },
        }
    }

    /// Each of the whole hours.
    pub fn each(&self) -> impl Iterator<Item = Span> + use<> {
        let Span { mut from, until } = self.hours;
        std::iter::from_fn(move || {
            let hour = Span::starting(from, Duration::from_secs(HOUR.unsigned_abs()));
            from = hour.until;
            (hour.until <= until && hour.from < hour.until).then_some(hour)
        })
    }
}

/// The beginning of the hour that `at` lies in.
fn hour_of(at: Timestamp) -> Timestamp {
    let past = at.as_second().rem_euclid(HOUR);
    let below = at.subsec_nanosecond() < 0;
    let second = at.as_second() - past - if below && past == 0 { HOUR } else { 0 };
    Timestamp::from_second(second).unwrap_or(Timestamp::MIN)
}

/// The first beginning of an hour that is not before `at`.
fn next_hour(at: Timestamp) -> Timestamp {
    let hour = hour_of(at);
    if hour == at {
        return at;
    }
    Timestamp::from_second(hour.as_second().saturating_add(HOUR)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_month_may_begin_at_half_past() {
        let span = |from: &str, until: &str| Span {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        };
        let cut = WholeHours::of(span("2026-02-28T18:30:00Z", "2026-03-31T18:30:00Z"));
        assert_eq!(cut.before, span("2026-02-28T18:30:00Z", "2026-02-28T19:00:00Z"));
        assert_eq!(cut.after, span("2026-03-31T18:00:00Z", "2026-03-31T18:30:00Z"));
        assert_eq!(cut.each().count(), 743);
        let within_one = WholeHours::of(span("2026-03-01T10:10:00Z", "2026-03-01T10:20:00Z"));
        assert_eq!(within_one.each().count(), 0);
        assert_eq!(
            within_one.before.length() + within_one.after.length(),
            Duration::from_secs(600)
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_counted_twice(
            from in -4_000_000_000_000_000_i128..4_000_000_000_000_000, length in 0_i128..90_000_000_000_000,
        ) {
            let at = |nanos| Timestamp::from_nanosecond(nanos).unwrap();
            let window = Span { from: at(from), until: at(from + length) };
            let cut = WholeHours::of(window);
            prop_assert_eq!(cut.before.from, window.from);
            prop_assert_eq!(cut.before.until, cut.hours.from);
            prop_assert_eq!(cut.hours.until, cut.after.from);
            prop_assert_eq!(cut.after.until, window.until);
            prop_assert!(cut.before.length() < Duration::from_secs(3600));
            prop_assert!(cut.after.length() < Duration::from_secs(3600));
            let hours: Duration = cut.each().map(|hour| hour.length()).sum();
            prop_assert_eq!(hours, cut.hours.length());
            prop_assert!(cut.each().all(|hour| hour.from.as_nanosecond() % 3_600_000_000_000 == 0));
        }
    }
}
