use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours(days: &[Weekday], from: u16, to: u16) -> Hours {
    let span = HoursSpan { days: days.to_vec(), from: from * 60, to: to * 60 };
    Hours { spans: vec![span], zone: TimeZone::get("Europe/Paris").unwrap() }
}

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Hours of operation in a day of Paris that begins at this time.
fn operated(hours: &Hours, from: &str, until: &str) -> i64 {
    let spans = hours.spans(Span { from: at(from), until: at(until) });
    spans.iter().map(|span| span.until.as_second() - span.from.as_second()).sum::<i64>() / 3600
}

#[test]
fn a_local_clock_decides() {
    let working = hours(&WEEK[..5], 6, 22);
    assert!(!working.contains(at("2026-11-20T04:59:59Z")));
    assert!(working.contains(at("2026-11-20T05:00:00Z")));
    assert!(working.contains(at("2026-11-20T20:59:59Z")));
    assert!(!working.contains(at("2026-11-20T21:00:00Z")));
    assert!(!working.contains(at("2026-11-21T12:00:00Z")), "a Saturday");
    assert!(working.contains(at("2026-07-17T04:00:00Z")), "in summer, an hour earlier");
}

#[test]
fn hours_that_end_before_they_begin_end_on_the_next_day() {
    let nights = hours(&[Weekday::Friday], 22, 6);
    assert!(nights.contains(at("2026-11-20T21:00:00Z")));
    assert!(nights.contains(at("2026-11-21T04:59:00Z")));
    assert!(!nights.contains(at("2026-11-21T05:00:00Z")));
    assert!(!nights.contains(at("2026-11-20T04:00:00Z")), "the night before");
}

#[test]
fn a_day_on_which_clocks_change_has_an_hour_less_or_more() {
    let always = hours(&WEEK, 0, 24);
    assert_eq!(operated(&always, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    assert_eq!(operated(&always, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
    let nights = hours(&WEEK, 0, 6);
    assert_eq!(operated(&nights, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 5);
    assert_eq!(operated(&nights, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 7);
}

#[test]
fn days_without_a_break_are_one_stretch() {
    let always = hours(&WEEK, 0, 24);
    let within = Span { from: at("2026-03-01T00:00:00Z"), until: at("2026-04-01T00:00:00Z") };
    assert_eq!(always.spans(within), [within]);
}

#[test]
fn what_is_listed_is_what_is_in_force() {
    let nights = hours(&[Weekday::Saturday, Weekday::Sunday], 22, 3);
    let within = Span { from: at("2026-10-23T00:00:00Z"), until: at("2026-10-27T00:00:00Z") };
    let spans = nights.spans(within);
    for minutes in (0..4 * 24 * 60).step_by(15) {
        let at = Timestamp::from_second(within.from.as_second() + minutes * 60).unwrap();
        let listed = spans.iter().any(|span| span.contains(at));
        assert_eq!(nights.contains(at), listed, "{at}");
    }
}
