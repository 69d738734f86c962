use std::time::Duration;

use runner_model::{About, HeartbeatName, Severity};

use super::world::{channel, minutes};
use crate::alerting::conditions::{
    CERTIFICATE_DAYS, CertificateWatch, ChannelState, Delivery, Heartbeat, Pulse, Rhythm, Sight,
};
use crate::incident::sample::{at, monitor};

const DAY: i64 = 24 * 60 * 60;

#[test]
fn a_location_is_blind_until_it_sees_again() {
    let hosts = ["tcp://1.1.1.1:443".to_owned()];
    let (sight, about) = Sight::default().observe(true, at(0), &hosts);
    assert_eq!(about, None);
    let (sight, about) = sight.observe(false, at(10), &hosts);
    assert_eq!(about, Some(About::Blind { since: at(10), reference: hosts.to_vec() }));
    let (sight, about) = sight.observe(false, at(20), &hosts);
    assert_eq!(about, None);
    let (sight, about) = sight.observe(true, at(70), &hosts);
    assert_eq!(about, Some(About::SeesAgain { since: at(10), lasted: minutes(1) }));
    assert_eq!(sight, Sight::Sees);
}

#[test]
fn a_monitor_that_has_not_run_for_three_intervals_is_told_once() {
    let checkout = monitor("checkout");
    let (pulse, _) = Pulse::new().ran(at(100), &checkout);
    let check = |pulse: Pulse, second| pulse.check(at(second), at(0), minutes(3), &checkout);
    let (pulse, about) = check(pulse, 280);
    assert_eq!(about, None);
    let (pulse, about) = check(pulse, 281);
    assert_eq!(about, Some(About::NotRunning { monitor: checkout.clone(), last: Some(at(100)) }));
    let (pulse, about) = check(pulse, 282);
    assert_eq!(about, None);
    let (pulse, about) = pulse.ran(at(400), &checkout);
    let lasted = Duration::from_secs(300);
    assert_eq!(about, Some(About::RunsAgain { monitor: checkout.clone(), lasted }));
    assert_eq!(check(pulse, 500).1, None);
}

#[test]
fn what_nobody_could_run_is_not_late() {
    let checkout = monitor("checkout");
    let (pulse, _) = Pulse::new().ran(at(100), &checkout);
    let started = at(50_000);
    let (pulse, about) = pulse.check(at(50_180), started, minutes(3), &checkout);
    assert_eq!(about, None);
    let (_, about) = pulse.check(at(50_181), started, minutes(3), &checkout);
    assert!(about.is_some());
    let (_, about) = Pulse::new().check(at(50_181), started, minutes(3), &checkout);
    assert_eq!(about, Some(About::NotRunning { monitor: checkout, last: None }));
}

#[test]
fn a_job_that_does_not_report_is_missing() {
    let backup = HeartbeatName::try_from("nightly-backup").unwrap();
    let rhythm = Rhythm { every: minutes(60), grace: minutes(5) };
    let (job, about) = Heartbeat::new(at(0)).check(at(3900), &rhythm, &backup);
    assert_eq!(about, None, "it has until then");
    let (missing, about) = job.check(at(3901), &rhythm, &backup);
    let due = at(3900);
    assert_eq!(about, Some(About::HeartbeatMissing { heartbeat: backup.clone(), last: None, due }));
    assert_eq!(missing.check(at(9000), &rhythm, &backup).1, None, "once");
    let (beats, about) = missing.beat(at(4000), &backup);
    let lasted = Duration::from_secs(100);
    assert_eq!(about, Some(About::HeartbeatBack { heartbeat: backup.clone(), lasted }));
    assert_eq!(beats.due(&rhythm), at(7900));
    assert_eq!(beats.beat(at(7000), &backup), (Heartbeat::Beats { last: at(7000) }, None));
}

#[test]
fn a_certificate_is_told_at_each_threshold_once() {
    let mut watch = CertificateWatch::new("shop.example.com");
    let not_after = at(100 * DAY);
    let mut told = Vec::new();
    for hours in 0..101 * 24 {
        let now = at(hours * 3600);
        let (next, news) = watch.observe(&monitor("list"), not_after, now, CERTIFICATE_DAYS);
        watch = next;
        told.extend(news.map(|news| (hours / 24, news.round, news.severity)));
    }
    let round = |days: i64| format!("1970-04-11T00:00:00Z/{days}");
    let expected = [30, 14, 7].map(|days| (99 - days, round(days), Severity::Warning));
    assert_eq!(told, expected);
}

#[test]
fn a_certificate_that_was_renewed_is_told_to_be() {
    let days = CERTIFICATE_DAYS;
    let list = monitor("list");
    let watch = CertificateWatch::new("shop.example.com");
    let (watch, news) = watch.observe(&list, at(10 * DAY), at(0), days);
    assert!(news.unwrap().round.ends_with("/14"), "the last threshold that was passed");
    let (watch, news) = watch.observe(&list, at(90 * DAY), at(DAY), days);
    let news = news.unwrap();
    assert_eq!(news.severity, Severity::Info);
    let About::Certificate { days_left, .. } = news.about else { panic!("a certificate") };
    assert_eq!(days_left, 89);
    let (_, news) = watch.observe(&list, at(180 * DAY), at(2 * DAY), days);
    assert_eq!(news, None, "nobody was told that it would end");
}

#[test]
fn a_certificate_that_is_over_is_told() {
    let watch = CertificateWatch::new("shop.example.com");
    let (_, news) = watch.observe(&monitor("list"), at(0), at(1), CERTIFICATE_DAYS);
    let About::Certificate { days_left, .. } = news.unwrap().about else { panic!("a certificate") };
    assert_eq!(days_left, -1);
}

#[test]
fn a_channel_that_refuses_for_a_while_is_told_of_once() {
    let slack = channel("slack");
    let refused = Delivery::Refused { cause: "503", waiting: 4 };
    let observe = |state: ChannelState, delivery, second| {
        state.observe(delivery, at(second), minutes(2), &slack)
    };
    let (state, about) = observe(ChannelState::default(), refused, 0);
    assert_eq!(about, None);
    assert!(!state.works());
    let (state, about) = observe(state, refused, 120);
    let cause = "503".to_owned();
    let expected =
        About::ChannelFailing { channel: slack.clone(), since: at(0), cause, waiting: 4 };
    assert_eq!(about, Some(expected));
    let (state, about) = observe(state, refused, 300);
    assert_eq!(about, None);
    let (state, _) = observe(state, Delivery::Taken, 310);
    assert!(state.works());
}
