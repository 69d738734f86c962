//! Which digest is due.
//!
//! The scheduler's time zones are fixed offsets, so it only asks every minute; slots are worked out
//! with our own calendar.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::schedule::Slots;

/// A digest that is later than this is not told: the next one will say it, too.
const LATEST: SignedDuration = SignedDuration::from_hours(24);

/// How far digests have told, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ToldUntil {
    pub(super) until: Timestamp,
}

/// The newest slot that has come since people were told and whose digest is not too late.
pub(super) fn due(slots: &Slots, told: ToldUntil, now: Timestamp) -> Option<Timestamp> {
    let earliest = now.checked_sub(LATEST).unwrap_or(Timestamp::MIN);
    let first = slots.after(told.until.max(earliest));
    std::iter::successors(first, |slot| slots.after(*slot)).take_while(|slot| *slot <= now).last()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn mondays() -> Slots {
        let cron = Box::new("0 9 * * 1".parse().unwrap());
        Slots::Cron { cron, zone: TimeZone::get("Europe/Paris").unwrap() }
    }

    fn told(until: &str, now: &str) -> Option<Timestamp> {
        due(&mondays(), ToldUntil { until: at(until) }, at(now))
    }

    #[test]
    fn nine_in_paris_is_an_hour_earlier_in_summer() {
        assert_eq!(told("2026-03-23T08:00:00Z", "2026-03-30T06:59:59Z"), None);
        let summer = told("2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z");
        assert_eq!(summer, Some(at("2026-03-30T07:00:00Z")));
        let winter = told("2026-10-19T07:00:00Z", "2026-10-26T08:00:30Z");
        assert_eq!(winter, Some(at("2026-10-26T08:00:00Z")));
    }

    #[test]
    fn what_was_told_is_not_due_again() {
        assert_eq!(told("2026-03-30T07:00:00Z", "2026-03-30T07:01:00Z"), None);
    }

    #[test]
    fn a_digest_is_made_up_for_within_a_day_and_not_after() {
        let late = told("2026-03-16T08:00:00Z", "2026-03-30T18:00:00Z");
        assert_eq!(late, Some(at("2026-03-30T07:00:00Z")));
        assert_eq!(told("2026-03-16T08:00:00Z", "2026-04-01T18:00:00Z"), None);
    }
}
