//! What follows from a deploy: monitors run, and people are told when its gate has spoken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use runner_model::{About, MonitorName, Outcome};
use runner_store::{Deploy, DeployId, Deployed, Judged};

use super::clockwork::{Clockwork, all_is_well};
use super::outages::at;
use super::project::{Folder, head};
use crate::judge::Deploys;
use crate::orders::Standing;

const ON_DEPLOY: &str = "monitors:\n  \
    orders: { run: suites/orders.trip.yaml, in: staging, on: deploy, severity: critical, notify: oncall }\n  \
    mail: { run: suites/mail.trip.yaml, in: staging, on: deploy, notify: oncall }\n  \
    elsewhere: { run: suites/orders.trip.yaml, in: production, on: deploy, notify: oncall }\n";

const EVERY: &str = "monitors:\n  \
    orders: { run: suites/orders.trip.yaml, in: staging, every: 1m, down_after: 1 runs, \
    up_after: 1 runs, severity: critical, notify: oncall }\n";

pub(super) fn deployed(number: i64, service: &str, time: &str, judged: Option<&str>) -> Deployed {
    let deploy = Deploy {
        at: at(time),
        service: service.try_into().unwrap(),
        environment: Some("staging".try_into().unwrap()),
        version: format!("1.4.{number}"),
        who: "ci".to_owned(),
        commit: None,
        url: None,
    };
    let judged = judged.map(|time| Judged { at: at(time), verdict: "worse".to_owned() });
    Deployed { id: DeployId(number), deploy, judged }
}

pub(super) fn stand(clock: &mut Clockwork, deploys: &[Deployed]) {
    let deploys = Deploys::new(deploys.to_vec());
    let standing = Standing { paused: BTreeSet::new(), ad_hoc: Vec::new(), deploys };
    let now = clock.now;
    clock.control.stand(standing, now);
    clock.step();
}

fn folder(monitors: &str) -> Folder {
    Folder::new(&format!("{}{monitors}", head()))
}

fn watching(monitors: &str, now: Timestamp) -> Clockwork {
    Clockwork::new(&folder(monitors).read(), now, all_is_well())
}

/// Which monitors began to run, and when.
fn begun(clock: &Clockwork) -> Vec<String> {
    let times = clock.begun.iter().map(|(at, name, _)| format!("{name} {}", at.strftime("%T")));
    times.collect()
}

#[test]
fn monitors_that_run_on_deploys_run_once_for_each_that_may_have_broken_what_they_test() {
    let mut clock = watching(ON_DEPLOY, at("12:00:00"));
    clock.pass(60);
    assert_eq!(begun(&clock), [""; 0]);
    let payments = deployed(1, "payments", "12:01:00", None);
    for _ in 0..3 {
        // The orders depend on the payments; the mail does not.
        stand(&mut clock, std::slice::from_ref(&payments));
        clock.pass(1);
    }
    assert_eq!(begun(&clock), ["orders 12:01:00"]);
    let orders = deployed(2, "orders", "12:01:02", None);
    stand(&mut clock, &[payments, orders]);
    assert_eq!(begun(&clock), ["orders 12:01:00", "orders 12:01:03"]);
}

#[test]
fn a_deploy_while_nobody_watched_is_caught_up_with_unless_a_run_has_seen_it() {
    let orders: MonitorName = "orders".try_into().unwrap();
    let deploys = [deployed(1, "orders", "11:58:00", None), deployed(2, "mail", "09:00:00", None)];
    for (last, expected) in [("11:50:00", vec!["orders 12:00:00"]), ("11:59:00", Vec::new())] {
        let mut clock = watching(ON_DEPLOY, at("12:00:00"));
        clock.control.deploys_seen(BTreeMap::from([(orders.clone(), at(last))]));
        stand(&mut clock, &deploys);
        clock.pass(60);
        assert_eq!(begun(&clock), expected, "last run at {last}");
    }
}

#[test]
fn what_a_run_on_a_deploy_finds_is_an_incident_that_names_the_deploy() {
    let mut clock = watching(ON_DEPLOY, at("12:00:00"));
    clock.script = Arc::new(|_, _| Outcome::Failed);
    let spoken = deployed(1, "orders", "12:00:00", Some("12:00:00"));
    stand(&mut clock, &[spoken]);
    clock.pass(60);
    assert_eq!(clock.messages.len(), 2, "pager and slack: {:#?}", clock.heard());
    let About::Incident(news) = &clock.messages[0].alert.about else { panic!("an incident") };
    assert_eq!(news.after_deploy.as_deref(), Some("orders 1.4.1"));
    assert_eq!(news.affected[0].series.monitor.as_str(), "orders");
    assert_eq!(news.affected[0].series.test.variant.matrix.len(), 1, "it names the tenant");
}

#[test]
fn pages_wait_until_the_gate_has_spoken_and_then_name_the_deploy() {
    let mut clock = watching(EVERY, at("12:00:00"));
    clock.pass(120);
    clock.script = Arc::new(|_, _| Outcome::Failed);
    stand(&mut clock, &[deployed(1, "orders", "12:02:00", None)]);
    clock.pass(150);
    assert_eq!(clock.heard(), [""; 0], "it is down, and the gate is at work");
    stand(&mut clock, &[deployed(1, "orders", "12:02:00", Some("12:04:30"))]);
    let told: Vec<_> = clock.messages.iter().map(|message| &message.alert).collect();
    assert_eq!(told.len(), 2, "pager and slack: {:#?}", clock.heard());
    assert_eq!(told[0].at, at("12:04:30"));
    let About::Incident(news) = &told[0].about else { panic!("an incident") };
    assert_eq!(news.after_deploy.as_deref(), Some("orders 1.4.1"));
}

#[test]
fn a_deploy_that_is_heard_of_after_what_it_broke_is_named_all_the_same() {
    let mut clock = watching(EVERY, at("12:00:00"));
    clock.pass(60);
    clock.script = Arc::new(|_, _| Outcome::Failed);
    while clock.incidents().is_empty() {
        clock.pass(1);
    }
    assert_eq!(clock.heard(), [""; 0], "it is down, and nobody is told yet");
    stand(&mut clock, &[deployed(1, "orders", "12:00:30", None)]);
    stand(&mut clock, &[deployed(1, "orders", "12:00:30", Some("12:02:30"))]);
    clock.pass(150);
    let About::Incident(news) = &clock.messages[0].alert.about else { panic!("an incident") };
    assert_eq!(news.after_deploy.as_deref(), Some("orders 1.4.1"));
}

#[test]
fn without_a_verdict_pages_wait_for_as_long_as_the_project_says_and_no_longer() {
    for (hold, until) in [("5m", "12:07:00"), ("90s", "12:03:30")] {
        let policy = format!("policy: {{ remind_every: 20m, hold: {hold} }}");
        let project =
            format!("{}{EVERY}", head()).replace("policy: { remind_every: 20m }", &policy);
        let mut clock =
            Clockwork::new(&Folder::new(&project).read(), at("12:00:00"), all_is_well());
        clock.pass(120);
        clock.script = Arc::new(|_, _| Outcome::Failed);
        stand(&mut clock, &[deployed(1, "orders", "12:02:00", None)]);
        clock.pass_until(at(until) - SignedDuration::from_secs(1));
        assert_eq!(clock.heard(), [""; 0], "{hold}");
        clock.pass(2);
        assert_eq!(clock.messages[0].alert.at, at(until), "{hold}");
    }
}

#[test]
fn a_deploy_that_is_taken_back_in_time_wakes_nobody() {
    let mut clock = watching(EVERY, at("12:00:00"));
    clock.pass(120);
    clock.script = Arc::new(|_, _| Outcome::Failed);
    stand(&mut clock, &[deployed(1, "orders", "12:02:00", None)]);
    clock.pass(120);
    clock.script = all_is_well();
    clock.pass(600);
    assert_eq!(clock.incidents().len(), 1, "it is on record");
    assert_eq!(clock.heard(), [""; 0]);
}

#[test]
fn a_deploy_holds_back_nothing_of_another_service_or_environment() {
    for (service, environment) in [("mail", "staging"), ("orders", "production")] {
        let mut clock = watching(EVERY, at("12:00:00"));
        clock.pass(120);
        clock.script = Arc::new(|_, _| Outcome::Failed);
        let mut other = deployed(1, service, "12:02:00", None);
        other.deploy.environment = Some(environment.try_into().unwrap());
        stand(&mut clock, &[other]);
        clock.pass(90);
        assert_eq!(clock.messages.len(), 2, "{service} in {environment}: {:#?}", clock.heard());
        let About::Incident(news) = &clock.messages[0].alert.about else { panic!("an incident") };
        assert_eq!(news.after_deploy, None);
    }
}
