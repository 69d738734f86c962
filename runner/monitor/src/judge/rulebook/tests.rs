use runner_health::alerting::Routes;
use runner_model::{ServiceName, Severity};

use super::*;
use crate::watch::sample::Sample;

const STEPS: &str = "service: orders\nsteps: [{ get: / }]\n";

const PROJECT: &str = r#"
services: { orders: { depends_on: [payments] }, payments: {} }
environments:
  production: { services: { orders: "http://127.0.0.1:1", payments: "http://127.0.0.1:1" } }
monitors:
  plain: { run: one.trip.yaml, every: 1m }
  daily: { run: one.trip.yaml, cron: "30 2 * * *", time_zone: UTC }
  careful:
    run: one.trip.yaml
    every: 1m
    confirm: { times: 2, after: 15s }
    down_after: 2 of 5 runs
    up_after: 3 runs
    notify: [second, first]
channels:
  pager: { webhook: { post: "http://127.0.0.1:1/" } }
  slack: { webhook: { post: "http://127.0.0.1:1/" } }
notify:
  first:
    - { channel: pager, when: { severity: critical, monitor: [careful/main, plain] } }
  second:
    - { channel: slack, on: [down, degraded, unknown, certificate, recovered], after: 15m }
"#;

fn rulebook(policy: &str) -> Rulebook {
    let sample = Sample::new(&format!("{PROJECT}{policy}"), &[("one", STEPS)]);
    Rulebook::of(&sample.watch().project)
}

fn name(name: &str) -> MonitorName {
    MonitorName::try_from(name).unwrap()
}

#[test]
fn how_a_monitor_is_judged_is_what_is_written() {
    let rulebook = rulebook("");
    let policy = |monitor: &str| rulebook.monitor(&name(monitor)).unwrap().policy.clone();
    let of = |confirm, runs, last, up_after: u32| Policy {
        confirm,
        down_after: OutOf::new(runs, last).unwrap(),
        up_after: NonZeroU32::new(up_after).unwrap(),
    };
    let confirm = Confirm { times: 2, after: Duration::from_secs(15) };
    assert_eq!(policy("careful"), of(Some(confirm), 2, 5, 3));
    assert_eq!(policy("plain"), of(None, 2, 2, 2));
    assert_eq!(policy("daily"), of(None, 1, 1, 1), "nobody waits a day for the second run");
    assert!(rulebook.monitor(&name("gone")).is_none());
}

#[test]
fn who_is_told_is_all_that_the_lists_of_a_monitor_say_in_order() {
    let rulebook = rulebook("");
    let channel = |name: &str| ChannelName::try_from(name).unwrap();
    let slack = NotifyRule {
        channel: channel("slack"),
        on: vec![
            NotifyOn::Down,
            NotifyOn::Degraded,
            NotifyOn::Unknown,
            NotifyOn::Certificate,
            NotifyOn::Recovered,
        ],
        severities: Vec::new(),
        only: Vec::new(),
        after: Duration::from_secs(15 * 60),
    };
    let careful = &rulebook.monitor(&name("careful")).unwrap().notify;
    assert_eq!(careful[0], slack);
    let pager = &careful[1];
    assert_eq!((&pager.channel, &pager.severities), (&channel("pager"), &vec![Severity::Critical]));
    assert!(!pager.on.contains(&NotifyOn::Degraded), "unless it is asked for: {:?}", pager.on);
    let only: Vec<(&str, Option<&str>)> = (pager.only.iter())
        .map(|only| (only.monitor.as_str(), only.test.as_ref().map(|test| test.as_str())))
        .collect();
    assert_eq!(only, [("careful", Some("main")), ("plain", None)]);
    assert!(rulebook.monitor(&name("plain")).unwrap().notify.is_empty());
    assert_eq!(rulebook.everybody().len(), 2);
    assert_eq!(rulebook.channels, [channel("pager"), channel("slack")]);
}

#[test]
fn how_incidents_are_put_together_is_what_the_policy_says() {
    let plain = rulebook("");
    assert_eq!(plain.rules.group_by, [GroupBy::Service, GroupBy::Environment]);
    assert_eq!(plain.rules.while_dependency_down, WhileDependencyDown::Fold);
    let service = |name: &str| ServiceName::try_from(name).unwrap();
    assert!(plain.rules.dependencies.needs(&service("orders"), &service("payments")));
    let own = rulebook(
        "policy: { group_by: [monitor, test, tenant, case], remind_every: 4h, \
         while_dependency_down: page }\n",
    );
    let groups = [GroupBy::Monitor, GroupBy::Test, GroupBy::Tenant, GroupBy::Case];
    assert_eq!(own.rules.group_by, groups);
    assert_eq!(own.rules.while_dependency_down, WhileDependencyDown::Page);
    assert_eq!(own.timing().remind_every, Some(Duration::from_secs(4 * 3_600)));
}
