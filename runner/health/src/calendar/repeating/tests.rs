use std::str::FromStr;

use super::*;

const HOUR: u64 = 60 * 60;

fn window(cron: &str, zone: &str, hours: u64) -> Repeating {
    let zone = TimeZone::get(zone).unwrap();
    Repeating::new(Cron::from_str(cron).unwrap(), zone, Duration::from_secs(hours * HOUR))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// `FROM/UNTIL`, as UTC.
fn told(span: Option<Span>) -> Option<String> {
    span.map(|span| format!("{}/{}", span.from, span.until))
}

#[test]
fn it_is_in_force_from_its_first_moment_to_the_one_before_its_end() {
    let sundays = window("0 3 * * 0", "Europe/Paris", 2);
    let span = Some("2026-11-22T02:00:00Z/2026-11-22T04:00:00Z".to_owned());
    assert_eq!(told(sundays.in_force(at("2026-11-22T01:59:59.999Z"))), None);
    assert_eq!(told(sundays.in_force(at("2026-11-22T02:00:00Z"))), span);
    assert_eq!(told(sundays.in_force(at("2026-11-22T03:59:59.999Z"))), span);
    assert_eq!(told(sundays.in_force(at("2026-11-22T04:00:00Z"))), None);
}

#[test]
fn three_stays_three_when_clocks_change() {
    let nightly = window("0 3 * * *", "Europe/Paris", 2);
    for (day, utc) in [("2026-03-28", "02"), ("2026-03-29", "01"), ("2026-03-30", "01")] {
        let opens = at(&format!("{day}T{utc}:00:00Z"));
        assert_eq!(nightly.in_force(opens).map(|span| span.from), Some(opens), "{day}");
    }
    for (day, utc) in [("2026-10-24", "01"), ("2026-10-25", "02"), ("2026-10-26", "02")] {
        let opens = at(&format!("{day}T{utc}:00:00Z"));
        assert_eq!(nightly.in_force(opens).map(|span| span.from), Some(opens), "{day}");
    }
}

#[test]
fn an_hour_that_does_not_exist_opens_it_at_the_first_moment_after() {
    let nightly = window("30 2 * * *", "Europe/Paris", 1);
    let span = Some("2026-03-29T01:00:00Z/2026-03-29T02:00:00Z".to_owned());
    assert_eq!(told(nightly.in_force(at("2026-03-29T01:00:00Z"))), span);
    assert_eq!(told(nightly.in_force(at("2026-03-29T01:30:00Z"))), span);
    assert_eq!(told(nightly.in_force(at("2026-03-29T00:59:59Z"))), None);
}

#[test]
fn an_hour_that_comes_twice_opens_it_once() {
    let nightly = window("30 2 * * *", "Europe/Paris", 1);
    let span = Some("2026-10-25T00:30:00Z/2026-10-25T01:30:00Z".to_owned());
    assert_eq!(told(nightly.in_force(at("2026-10-25T00:45:00Z"))), span);
    assert_eq!(told(nightly.in_force(at("2026-10-25T01:15:00Z"))), span);
    assert_eq!(told(nightly.in_force(at("2026-10-25T01:30:00Z"))), None);
}

#[test]
fn it_lasts_for_so_long_by_any_clock() {
    let long = window("0 1 * * 0", "Europe/Paris", 4);
    let span = Some("2026-03-29T00:00:00Z/2026-03-29T04:00:00Z".to_owned());
    assert_eq!(told(long.in_force(at("2026-03-29T03:59:00Z"))), span);
}

#[test]
fn windows_that_touch_are_one() {
    let twice = window("0 3,4 * * *", "UTC", 1);
    let span = Some("2026-11-22T03:00:00Z/2026-11-22T05:00:00Z".to_owned());
    assert_eq!(told(twice.in_force(at("2026-11-22T03:30:00Z"))), span);
    assert_eq!(told(twice.in_force(at("2026-11-22T04:30:00Z"))), span);
}

#[test]
fn one_that_never_ends_has_an_end_that_is_far_away() {
    let always = window("0 * * * *", "UTC", 2);
    let now = at("2026-11-22T03:30:00Z");
    let span = always.in_force(now).unwrap();
    assert!(span.contains(now));
    assert!(span.until.duration_since(now).as_hours() > 30 * 24);
}

#[test]
fn one_that_never_opens_is_never_in_force() {
    let never = window("0 0 30 2 *", "UTC", 2);
    assert_eq!(never.in_force(at("2026-11-22T03:30:00Z")), None);
    assert_eq!(never.next(at("2026-11-22T03:30:00Z")), None);
}

#[test]
fn a_month_has_the_windows_that_it_has() {
    let sundays = window("0 3 * * 0", "Europe/Paris", 2);
    let within = Span { from: at("2026-10-18T02:00:00Z"), until: at("2026-11-01T03:00:00Z") };
    let spans: Vec<_> = sundays.spans(within).into_iter().map(|span| told(Some(span))).collect();
    let expected = [
        "2026-10-18T02:00:00Z/2026-10-18T03:00:00Z",
        "2026-10-25T02:00:00Z/2026-10-25T04:00:00Z",
        "2026-11-01T02:00:00Z/2026-11-01T03:00:00Z",
    ];
    assert_eq!(spans, expected.map(|text| Some(text.to_owned())));
}
