//! The clock is set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::SignedDuration;
use runner_model::{MonitorName, Outcome};

use super::clockwork::{Clockwork, Script, all_is_well};
use super::outages::at;
use super::project::{Folder, head, monitors};

fn payments_are_down() -> Script {
    Arc::new(|series, _| match series.monitor.as_str().starts_with("payments-production") {
        true => Outcome::Failed,
        false => Outcome::Passed,
    })
}

/// An outage of a quarter of an hour, in the middle of which the clock is set.
fn hour(by: SignedDuration) -> Clockwork {
    let watch = Folder::new(&format!("{}monitors:\n{}", head(), monitors(0..7))).read();
    let mut clock = Clockwork::new(&watch, at("12:00:00"), all_is_well());
    clock.pass(300);
    clock.script = payments_are_down();
    clock.pass(450);
    clock.begun.clear();
    if !by.is_zero() {
        clock.set_clock(by);
    }
    clock.pass(450);
    clock.script = all_is_well();
    clock.pass(900);
    clock
}

/// How often each channel heard each thing; updates and reminders, which depend on the time that
/// has passed, apart.
fn beginnings_and_ends(clock: &Clockwork) -> BTreeSet<String> {
    let told = clock.heard();
    let mut seen = BTreeSet::new();
    let news = told.iter().filter(|told| !told.ends_with("still_open"));
    for told in news {
        let (channel, rest) = told.split_once(": ").unwrap();
        let about = rest.split_once(' ').unwrap().1;
        let is_first = seen.insert(format!("{channel} {about}"));
        assert!(is_first || about == "down", "{told} a second time: {:?}", clock.heard());
    }
    seen
}

#[test]
fn a_clock_that_is_set_by_an_hour_loses_no_monitor_and_doubles_no_message() {
    let steady = beginnings_and_ends(&hour(SignedDuration::ZERO));
    assert_eq!(steady.len(), 6, "three channels hear of the beginning and the end: {steady:?}");
    for hours in [1, -1] {
        let by = SignedDuration::from_hours(hours);
        let clock = hour(by);
        assert_eq!(beginnings_and_ends(&clock), steady);
        let keys: BTreeSet<&str> = clock.messages.iter().map(|m| m.key.as_str()).collect();
        assert_eq!(keys.len(), clock.messages.len());
        assert_eq!(clock.incidents().len(), 1);

        let mut runs: BTreeMap<&MonitorName, u32> = BTreeMap::new();
        for (begun, name, planned) in &clock.begun {
            assert!(begun.duration_since(*planned) < SignedDuration::from_secs(1));
            *runs.entry(name).or_default() += 1;
        }
        assert_eq!(runs.len(), 70);
        // In the 22 minutes and a half since then, the slowest run every two minutes.
        let too_few: Vec<_> = runs.iter().filter(|(_, count)| **count < 11).collect();
        assert_eq!(too_few, []);
    }
}

#[test]
fn a_repeat_that_is_due_when_the_clock_is_set_takes_place_all_the_same() {
    let confirmed = "  one: { run: suites/mail.trip.yaml, in: staging, every: 1m, down_after: 1 runs, \
                     confirm: { times: 2, after: 10s }, notify: oncall }\n";
    for hours in [1, -1] {
        let watch = Folder::new(&format!("{}monitors:\n{confirmed}", head())).read();
        let failing: Script = Arc::new(|_, _| Outcome::Failed);
        let mut clock = Clockwork::new(&watch, at("12:00:00"), failing);
        let first = watch.monitors[0].slots.after(at("12:00:00")).unwrap();
        clock.pass_until(first + SignedDuration::from_secs(5));
        clock.set_clock(SignedDuration::from_hours(hours));
        clock.pass(16);
        let planned: Vec<i64> = clock
            .begun
            .iter()
            .map(|(_, _, planned)| planned.duration_since(first).as_secs())
            .collect();
        assert_eq!(planned, [0, 10 + hours * 3_600, 20 + hours * 3_600]);
        assert_eq!(clock.incidents().len(), 1);
    }
}
