//! Certificates that no run meets.

use runner_health::alerting::conditions::CertificateWatch;
use runner_model::{About, MonitorName, Severity};

use super::*;
use crate::watch::Watch;

const PROJECT: &str = "\
version: 1
channels:
  mail: { webhook: { post: https://hooks.example.com/a } }
  chat: { webhook: { post: https://hooks.example.com/b } }
notify:
  web: [{ channel: mail, on: [certificate] }, { channel: chat, on: [down] }]
monitors:
  shop: { run: [a.trip.yaml], every: 1m, notify: [web] }
";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn rulebook() -> Rulebook {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tripline.yaml"), PROJECT).unwrap();
    let suite = "name: A\nsteps:\n  - get: https://example.com/\n";
    std::fs::write(folder.path().join("a.trip.yaml"), suite).unwrap();
    Rulebook::of(&Watch::read(folder.path()).unwrap().project)
}

/// A certificate that ends on the last day of June, and that a monitor met in March.
fn met_by(monitor: &str) -> Conditions {
    let mut conditions = Conditions::new("here".try_into().unwrap());
    let monitor = MonitorName::try_from(monitor).unwrap();
    let (end, met) = (at("2026-06-30T00:00:00Z"), at("2026-03-01T00:00:00Z"));
    let watch = CertificateWatch::new("example.com");
    let (watch, _) = watch.observe(&monitor, end, met, CERTIFICATE_DAYS);
    conditions.certificates.insert("example.com".to_owned(), watch);
    conditions
}

#[test]
fn each_threshold_is_told_once_although_no_run_comes_by() {
    let (rulebook, mut conditions) = (rulebook(), met_by("shop"));
    let mut told = Vec::new();
    let mut now = at("2026-05-01T12:00:00Z");
    while now < at("2026-07-15T00:00:00Z") {
        told.extend(conditions.look_at_certificates(now, &rulebook));
        now += SignedDuration::from_hours(1);
    }
    let told: Vec<String> = told
        .iter()
        .map(|told| {
            let About::Certificate { days_left, .. } = told.alert.about else { panic!("{told:?}") };
            assert_eq!(told.alert.severity, Severity::Warning);
            format!("{} {days_left} {}", told.channel, told.key)
        })
        .collect();
    let key =
        |days: i64| format!("mail {days} certificate/example.com/2026-06-30T00:00:00Z/{days}/mail");
    assert_eq!(told, [key(30), key(14), key(7)]);
}

#[test]
fn what_a_run_tells_is_told_under_the_same_key() {
    let (rulebook, mut conditions) = (rulebook(), met_by("shop"));
    let now = at("2026-06-10T00:00:00Z");
    let looked = conditions.look_at_certificates(now, &rulebook);
    let watch = met_by("shop").certificates.remove("example.com").unwrap();
    let shop = MonitorName::try_from("shop").unwrap();
    let (_, news) = watch.observe(&shop, at("2026-06-30T00:00:00Z"), now, CERTIFICATE_DAYS);
    assert!(looked[0].key.contains(&news.unwrap().round), "{looked:?}");
}

#[test]
fn the_certificate_of_a_monitor_that_is_gone_is_forgotten() {
    let (rulebook, mut conditions) = (rulebook(), met_by("old"));
    assert_eq!(conditions.look_at_certificates(at("2026-06-25T00:00:00Z"), &rulebook), []);
    assert!(conditions.certificates.is_empty());
    let changes = conditions.take_changes();
    assert!(changes.len() == 1 && changes[0].json.is_none(), "{changes:?}");
}

#[test]
fn a_certificate_that_ended_long_ago_is_forgotten() {
    let (rulebook, mut conditions) = (rulebook(), met_by("shop"));
    conditions.look_at_certificates(at("2026-07-30T00:00:00Z"), &rulebook);
    assert!(!conditions.certificates.is_empty());
    conditions.look_at_certificates(at("2026-07-30T00:00:01Z"), &rulebook);
    assert!(conditions.certificates.is_empty());
}
