//! The moments at which one monitor is due.

use std::time::Duration;

use croner::Cron;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_model::MonitorName;

/// The moments at which one monitor is due.
#[derive(Clone, Debug)]
pub enum Slots {
    /// Every so often, always at the same offset into the interval.
    Every {
        /// Milliseconds between two slots; at least one.
        every: i64,
        /// Milliseconds after a multiple of `every` since 1970.
        phase: i64,
    },
    /// By a cron expression, in a time zone with its summer time.
    Cron {
        /// Five fields.
        cron: Box<Cron>,
        /// Where the clock that it speaks of hangs.
        zone: TimeZone,
    },
    /// Never by itself: when something is deployed, or when somebody asks.
    OnRequest,
}

impl Slots {
    /// Every `every`, at an offset that depends on nothing but the monitor's name: monitors are
    /// spread over the interval, and each keeps its place across restarts.
    pub fn every(every: Duration, monitor: &MonitorName) -> Self {
        let every = i64::try_from(every.as_millis()).unwrap_or(i64::MAX).max(1);
        let spread =
            (u128::from(fingerprint(monitor.as_str())) * every.unsigned_abs() as u128) >> 64;
        Self::Every { every, phase: i64::try_from(spread).expect("below `every`") }
    }

    /// Whether they are the same moments.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Every { every, phase }, Self::Every { every: e, phase: p }) => {
                every == e && phase == p
            }
            (Self::Cron { cron, zone }, Self::Cron { cron: c, zone: z }) => {
                cron.as_str() == c.as_str() && zone == z
            }
            (Self::OnRequest, Self::OnRequest) => true,
            (Self::Every { .. } | Self::Cron { .. } | Self::OnRequest, _) => false,
        }
    }

    /// The first slot after `now`.
    pub fn after(&self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Every { every, phase } => {
                let into = (now.as_millisecond() - phase).rem_euclid(*every);
                // Parts of a millisecond do not matter: the slot is later than `now` either way.
                Timestamp::from_millisecond(now.as_millisecond() - into + every).ok()
            }
            Self::Cron { cron, zone } => {
                let local = now.to_zoned(zone.clone());
                let next = cron.find_next_occurrence(&local, false).ok()?;
                Some(next.timestamp())
            }
            Self::OnRequest => None,
        }
    }

    /// How long after `now` a monitor has let `count` slots pass, wherever in its interval `now`
    /// lies. `None` when there are not so many.
    pub fn span(&self, count: u32, now: Timestamp) -> Option<Duration> {
        match self {
            Self::Every { every, .. } => {
                Some(Duration::from_millis(every.unsigned_abs()).saturating_mul(count))
            }
            Self::Cron { .. } => {
                let last = (0..count).try_fold(now, |slot, _| self.after(slot))?;
                Duration::try_from(last.duration_since(now)).ok()
            }
            Self::OnRequest => None,
        }
    }
}

/// FNV-1a, finished by a multiplication that spreads similar names: the same on every machine and
/// in every version, which the standard library's hashes do not promise.
fn fingerprint(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn named(name: &str) -> MonitorName {
        MonitorName::try_from(name).unwrap()
    }

    fn cron(expression: &str, zone: &str) -> Slots {
        let cron = Box::new(expression.parse().unwrap());
        Slots::Cron { cron, zone: TimeZone::get(zone).unwrap() }
    }

    fn following(slots: &Slots, from: &str, count: usize) -> Vec<String> {
        let first = slots.after(at(from));
        std::iter::successors(first, |slot| slots.after(*slot))
            .take(count)
            .map(|slot| slot.to_string())
            .collect()
    }

    #[test]
    fn slots_of_an_interval_keep_their_phase() {
        let slots = Slots::Every { every: 60_000, phase: 15_000 };
        assert_eq!(
            following(&slots, "2026-11-20T10:00:14.999Z", 2),
            ["2026-11-20T10:00:15Z", "2026-11-20T10:01:15Z"]
        );
        assert_eq!(following(&slots, "2026-11-20T10:00:15Z", 1), ["2026-11-20T10:01:15Z"]);
    }

    #[test]
    fn two_schedulers_a_moment_apart_agree_on_the_next_slot() {
        let slots = Slots::every(Duration::from_secs(60), &named("checkout"));
        let next = slots.after(at("2026-11-20T10:00:00Z")).unwrap();
        let just_before = Timestamp::from_millisecond(next.as_millisecond() - 1).unwrap();
        assert_eq!(slots.after(just_before), Some(next));
    }

    #[test]
    fn monitors_are_spread_over_the_interval() {
        let mut tenths = [0_u32; 10];
        for number in 0..5_000 {
            let slots = Slots::every(Duration::from_secs(10), &named(&format!("monitor-{number}")));
            let Slots::Every { every, phase } = slots else { panic!("an interval") };
            assert!((0..every).contains(&phase));
            tenths[usize::try_from(phase / 1_000).unwrap()] += 1;
        }
        assert!(tenths.iter().all(|count| (400..600).contains(count)), "{tenths:?}");
    }

    #[test]
    fn half_past_two_is_skipped_to_three_in_the_night_that_has_none() {
        let slots = cron("30 2 * * *", "Europe/Paris");
        assert_eq!(
            following(&slots, "2026-03-28T00:00:00Z", 3),
            ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
        );
    }

    #[test]
    fn half_past_two_comes_once_in_the_night_that_has_it_twice() {
        let slots = cron("30 2 * * *", "Europe/Paris");
        assert_eq!(
            following(&slots, "2026-10-24T12:00:00Z", 2),
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
        );
    }

    #[test]
    fn three_slots_take_three_intervals_wherever_one_begins_to_count() {
        let slots = Slots::Every { every: 60_000, phase: 15_000 };
        for moment in ["2026-11-20T10:00:14.999Z", "2026-11-20T10:00:15Z", "2026-11-20T10:00:16Z"] {
            assert_eq!(slots.span(3, at(moment)), Some(Duration::from_secs(180)));
        }
    }

    #[test]
    fn three_slots_of_a_weekday_cron_may_take_a_weekend() {
        let slots = cron("0 9 * * 1-5", "UTC");
        let hours = |from: &str| slots.span(3, at(from)).unwrap().as_secs_f64() / 3_600.0;
        assert_eq!(hours("2026-11-20T08:59:00Z").round(), 96.0, "Friday, Monday, Tuesday");
        assert_eq!(hours("2026-11-20T09:00:00Z"), 120.0, "Monday, Tuesday, Wednesday");
        assert_eq!(cron("0 0 30 2 *", "UTC").span(3, at("2026-11-20T10:00:00Z")), None);
        assert_eq!(Slots::OnRequest.span(3, at("2026-11-20T10:00:00Z")), None);
    }

    #[test]
    fn a_cron_that_never_comes_is_never_due() {
        let slots = cron("0 0 30 2 *", "UTC");
        assert_eq!(slots.after(at("2026-11-20T10:00:00Z")), None);
    }
}
