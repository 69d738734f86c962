use runner_model::{EnvironmentName, LocationName, ServiceName, Severity, TestName};

use super::*;
use crate::watch::sample::Sample;

const STEPS: &str = "service: orders\ntests:\n  pay: { steps: [{ get: / }] }\n  \
                     list: { steps: [{ get: / }] }\n";

const PROJECT: &str = r#"
services: { orders: {}, search: {} }
environments:
  production: { services: { orders: "http://127.0.0.1:1", search: "http://127.0.0.1:1" } }
  staging: { services: { orders: "http://127.0.0.1:1", search: "http://127.0.0.1:1" } }
monitors:
  always: { run: one.trip.yaml, in: production, every: 1m }
  night: { run: one.trip.yaml, in: production, every: 1m, hours: "Mon-Sun 02:00-04:00 Europe/Paris" }
  week: { run: one.trip.yaml, in: staging, every: 1m, hours: "Mon-Fri 06:00-22:00 Europe/Paris" }
maintenance:
"#;

fn windows(maintenance: &str) -> Windows {
    let sample = Sample::new(&format!("{PROJECT}{maintenance}"), &[("one", STEPS)]);
    Windows::of(&sample.watch().project)
}

fn without_maintenance() -> Windows {
    let sample =
        Sample::new(PROJECT.trim_end().trim_end_matches("maintenance:"), &[("one", STEPS)]);
    Windows::of(&sample.watch().project)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn monitor(name: &str) -> MonitorName {
    MonitorName::try_from(name).unwrap()
}

fn series(monitor_name: &str, test: &str) -> Series {
    let test = runner_model::TestRef {
        suite: runner_model::SuiteId::try_from("one").unwrap(),
        test: TestName::try_from(test).unwrap(),
        variant: runner_model::Variant::default(),
    };
    let location = LocationName::try_from("here").unwrap();
    Series { monitor: monitor(monitor_name), test, location }
}

fn facts(service: &str, environment: &str) -> Facts {
    Facts {
        name: "one".to_owned(),
        service: Some(ServiceName::try_from(service).unwrap()),
        environment: Some(EnvironmentName::try_from(environment).unwrap()),
        severity: Severity::Warning,
        owner: None,
        runbook: None,
    }
}

/// What silences `always/pay` of `orders` in production.
fn silence(windows: &Windows, time: &str) -> Option<Silence> {
    windows.silence(&series("always", "pay"), &facts("orders", "production"), at(time))
}

fn until(windows: &Windows, monitor: &str, time: &str) -> Option<String> {
    let facts = facts("orders", "production");
    let until = windows.silent_until(&series(monitor, "pay"), &facts, at(time));
    until.map(|until| until.to_string())
}

#[test]
fn hours_are_those_of_the_local_clock_in_nights_in_which_it_changes_too() {
    let windows = without_maintenance();
    let is_open = |time: &str| windows.is_open(&monitor("night"), at(time));
    // In March there is no half past two; at three, summer time has begun.
    let march = ["00:59:59", "01:00:00", "01:59:59", "02:00:00"];
    let open = march.map(|time| is_open(&format!("2026-03-29T{time}Z")));
    assert_eq!(open, [false, true, true, false]);
    // In October half past two comes twice; both are open.
    let october = ["2026-10-24T23:59:59Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"];
    assert_eq!(october.map(is_open), [false, true, true]);
    assert!(is_open("2026-10-25T02:59:59Z") && !is_open("2026-10-25T03:00:00Z"));
    assert!(windows.is_open(&monitor("always"), at("2026-03-29T05:00:00Z")));
}

#[test]
fn outside_of_its_hours_a_monitor_is_silent_until_they_begin_again() {
    let windows = without_maintenance();
    assert_eq!(until(&windows, "week", "2026-11-20T20:59:59Z"), None);
    let friday = until(&windows, "week", "2026-11-20T21:00:00Z");
    assert_eq!(friday.as_deref(), Some("2026-11-23T05:00:00Z"), "on Monday");
    let (week, facts) = (series("week", "pay"), facts("orders", "staging"));
    let silence = windows.silence(&week, &facts, at("2026-11-21T12:00:00Z"));
    assert_eq!(silence, Some(Silence::OutsideHours));
}

#[test]
fn a_maintenance_concerns_what_it_names() {
    let when = "from: 2026-11-20T10:00, to: 2026-11-20T11:00, time_zone: UTC";
    let silences = |what: &str, test: &str, service: &str, environment: &str| {
        let windows = windows(&format!("  - {{ name: m, {what} {when} }}\n"));
        let silence = windows.silence(
            &series("always", test),
            &facts(service, environment),
            at("2026-11-20T10:30:00Z"),
        );
        silence.is_some()
    };
    let own = |what: &str| silences(what, "pay", "orders", "production");
    assert!(own(""), "what names nothing concerns everything");
    assert!(own("services: [orders],") && !own("services: [search],"));
    assert!(own("environments: [production],") && !own("environments: [staging],"));
    assert!(!own("services: [orders], environments: [staging],"));
    assert!(own("monitors: [always],") && !own("monitors: [week],"));
    assert!(own("monitors: [always/pay],"));
    assert!(!silences("monitors: [always/pay],", "list", "orders", "production"));
    assert!(own("monitors: [week], services: [orders],"), "either of them");
}

#[test]
fn a_planned_maintenance_is_in_force_from_its_first_moment_to_its_last() {
    let windows = windows(
        "  - { name: once, from: 2026-11-20T10:00, to: 2026-11-20T11:00, time_zone: Europe/Paris }\n",
    );
    let in_force = |time: &str| silence(&windows, &format!("2026-11-20T{time}Z")).is_some();
    let times = ["08:59:59", "09:00:00", "09:59:59", "10:00:00"];
    assert_eq!(times.map(in_force), [false, true, true, false]);
}

#[test]
fn a_maintenance_at_half_past_two_is_held_in_every_night() {
    let windows = windows(
        "  - { name: nightly, cron: \"30 2 * * *\", lasts: 30m, time_zone: Europe/Paris }\n",
    );
    let in_force = |time: &str| silence(&windows, time).is_some();
    assert!(in_force("2026-03-28T01:45:00Z") && !in_force("2026-03-28T02:00:00Z"));
    // There is no half past two: it begins when clocks have been set.
    assert!(!in_force("2026-03-29T00:59:59Z"));
    assert!(in_force("2026-03-29T01:00:00Z") && !in_force("2026-03-29T01:30:00Z"));
    // It comes twice: the first counts.
    assert!(in_force("2026-10-25T00:45:00Z") && !in_force("2026-10-25T01:45:00Z"));
}

fn ad_hoc(monitor_name: Option<&str>, until: Option<&str>) -> AdHoc {
    AdHoc {
        name: "by hand".to_owned(),
        monitor: monitor_name.map(monitor),
        from: at("2026-11-20T10:00:00Z"),
        until: until.map(at),
    }
}

#[test]
fn a_maintenance_by_hand_silences_until_somebody_ends_it() {
    let mut windows = without_maintenance();
    windows.set_ad_hoc(vec![ad_hoc(None, None)]);
    assert_eq!(silence(&windows, "2026-11-20T09:59:59Z"), None);
    let by_hand = Some(Silence::Maintenance("by hand".to_owned()));
    assert_eq!(silence(&windows, "2027-11-20T10:00:00Z"), by_hand);
    windows.set_ad_hoc(vec![ad_hoc(Some("week"), None)]);
    assert_eq!(silence(&windows, "2026-11-20T10:00:00Z"), None, "of another monitor");
    windows.set_ad_hoc(vec![ad_hoc(Some("always"), Some("2026-11-20T11:00:00Z"))]);
    assert_eq!(silence(&windows, "2026-11-20T10:59:59Z"), by_hand);
    assert_eq!(silence(&windows, "2026-11-20T11:00:00Z"), None);
}

#[test]
fn of_several_that_silence_the_last_to_end_counts() {
    let mut windows = windows(
        "  - { name: short, from: 2026-11-20T21:00, to: 2026-11-20T23:00, time_zone: UTC }\n",
    );
    let until = |windows: &Windows, monitor| until(windows, monitor, "2026-11-20T21:30:00Z");
    assert_eq!(until(&windows, "always").as_deref(), Some("2026-11-20T23:00:00Z"));
    assert_eq!(until(&windows, "week").as_deref(), Some("2026-11-23T05:00:00Z"), "its hours");
    windows.set_ad_hoc(vec![ad_hoc(None, Some("2026-11-21T00:00:00Z"))]);
    assert_eq!(until(&windows, "always").as_deref(), Some("2026-11-21T00:00:00Z"));
    let by_hand = Some(Silence::Maintenance("by hand".to_owned()));
    assert_eq!(silence(&windows, "2026-11-20T21:30:00Z"), by_hand);
}
