//! A day, and what it came to.

use jiff::SignedDuration;
use runner_health::calendar::Span;
use runner_health::series::StateTimes;

/// A day in UTC, and what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// From midnight to midnight, or until now.
    pub span: Span,
    /// How long it was in which state.
    pub times: StateTimes,
}

/// How long a day is in UTC.
const LENGTH: SignedDuration = SignedDuration::from_hours(24);

/// The last `count` days until `now`, the one that goes on included, oldest first.
pub(super) fn until(now: jiff::Timestamp, count: u32) -> Vec<Span> {
    let day = LENGTH.as_secs();
    let today = now.as_second().div_euclid(day);
    let begin = |number: i64| jiff::Timestamp::from_second(number.saturating_mul(day));
    let days = (0..i64::from(count)).rev().filter_map(|back| {
        let from = begin(today - back).ok()?;
        let until = begin(today - back + 1).ok()?.min(now);
        Some(Span { from, until })
    });
    days.filter(|day| day.from < day.until).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_one_that_goes_on() {
        let now = "2026-03-02T06:30:00Z".parse().unwrap();
        let days = until(now, 3);
        let expected = ["2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"];
        assert_eq!(days.iter().map(|day| day.from.to_string()).collect::<Vec<_>>(), expected);
        assert_eq!(days[2].until, now);
        assert_eq!(days[1].until, days[2].from);
    }
}
