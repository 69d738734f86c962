//! What holds for all slots, and for all monitors together.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use runner_model::MonitorName;

use super::{Agenda, Due, Slots};

/// Around the nights in which clocks change in Paris, and an ordinary day.
fn moments() -> impl Strategy<Value = Timestamp> {
    let nights = ["2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z", "2026-06-10T12:00:00Z"];
    (prop::sample::select(nights.to_vec()), 0..48 * 3_600_000_i64).prop_map(|(from, millis)| {
        from.parse::<Timestamp>().unwrap() + SignedDuration::from_millis(millis)
    })
}

fn named(number: usize) -> MonitorName {
    MonitorName::try_from(format!("monitor-{number}")).unwrap()
}

fn intervals() -> impl Strategy<Value = Slots> {
    (1..200_000_i64, 0..500_usize).prop_map(|(millis, number)| {
        Slots::every(Duration::from_millis(millis.unsigned_abs()), &named(number))
    })
}

fn crons() -> impl Strategy<Value = Slots> {
    let expressions = ["* * * * *", "*/7 * * * *", "30 2 * * *", "0 2,3 * * *", "15 9 * * 1-5"];
    let zones = ["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"];
    (prop::sample::select(expressions.to_vec()), prop::sample::select(zones.to_vec())).prop_map(
        |(expression, zone)| Slots::Cron {
            cron: Box::new(expression.parse().unwrap()),
            zone: TimeZone::get(zone).unwrap(),
        },
    )
}

fn all(slots: &Slots, after: Timestamp, until: Timestamp) -> Vec<Timestamp> {
    let slots = std::iter::successors(slots.after(after), |slot| slots.after(*slot));
    slots.take_while(|slot| *slot <= until).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_slot_is_never_in_the_past_and_no_two_agree(
        slots in prop_oneof![intervals(), crons()],
        now in moments(),
    ) {
        let mut before = now;
        for slot in std::iter::successors(slots.after(now), |slot| slots.after(*slot)).take(50) {
            prop_assert!(slot > before, "{slot} follows {before}");
            before = slot;
        }
    }

    #[test]
    fn whoever_asks_later_is_told_the_same(
        slots in prop_oneof![intervals(), crons()],
        now in moments(),
        share in 0.0..1.0_f64,
    ) {
        let next = slots.after(now).unwrap();
        let later = now + next.duration_since(now).mul_f64(share);
        prop_assume!(later < next);
        prop_assert_eq!(slots.after(later), Some(next));
    }

    #[test]
    fn within_one_interval_every_monitor_is_due_once(
        seconds in prop::collection::vec(1..120_u64, 1..40),
        now in moments(),
    ) {
        let mut agenda = Agenda::default();
        for (number, seconds) in seconds.iter().enumerate() {
            let slots = Slots::every(Duration::from_secs(*seconds), &named(number));
            agenda.put(named(number), slots, now);
        }
        let mut met: BTreeMap<MonitorName, Timestamp> = BTreeMap::new();
        while let Some(at) = agenda.next_due().filter(|_| met.len() < seconds.len()) {
            while let Some(due) = agenda.due(at) {
                prop_assert_eq!((due.slot, &due.missed[..]), (at, &[][..]));
                met.entry(due.monitor).or_insert(at);
            }
        }
        for (number, seconds) in seconds.iter().enumerate() {
            let waited = met[&named(number)].duration_since(now);
            prop_assert!(waited > SignedDuration::ZERO);
            prop_assert!(waited <= SignedDuration::try_from(Duration::from_secs(*seconds)).unwrap());
        }
    }

    /// However late and irregularly it is asked: each slot of each monitor comes once, to be run
    /// or as missed, in order, and none before its time.
    #[test]
    fn no_slot_is_lost_or_comes_twice(
        slots in prop::collection::vec(prop_oneof![intervals(), crons()], 1..6),
        begin in moments(),
        steps in prop::collection::vec(1..90_000_i64, 1..40),
    ) {
        let mut agenda = Agenda::default();
        for (number, slots) in slots.iter().enumerate() {
            agenda.put(named(number), slots.clone(), begin);
        }
        let mut now = begin;
        let mut seen: BTreeMap<MonitorName, Vec<Timestamp>> = BTreeMap::new();
        let mut forgotten = false;
        for step in steps {
            now += SignedDuration::from_millis(step);
            while let Some(Due { monitor, slot, missed }) = agenda.due(now) {
                forgotten |= missed.len() == Agenda::MISSED_KEPT;
                prop_assert!(slot <= now);
                seen.entry(monitor).or_default().extend(missed.into_iter().chain([slot]));
            }
            prop_assert!(agenda.next_due().is_none_or(|next| next > now));
        }
        for (number, slots) in slots.iter().enumerate().filter(|_| !forgotten) {
            let seen = seen.remove(&named(number)).unwrap_or_default();
            prop_assert_eq!(seen, all(slots, begin, now));
        }
    }
}
