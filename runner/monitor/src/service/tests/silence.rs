//! When nobody is to be woken, and when a monitor does not run.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use runner_model::{About, MonitorName, Outcome};
use runner_store::Store;

use super::clockwork::{Clockwork, Script, all_is_well};
use super::outages::at;
use super::project::{Folder, head};
use crate::judge::{AdHoc, Deploys};
use crate::orders::Standing;
use crate::work::Sight;

fn folder(rest: &str) -> Folder {
    Folder::new(&format!("{}{rest}", head()))
}

fn all_is_down() -> Script {
    Arc::new(|_, _| Outcome::Failed)
}

fn standing(paused: &[&str], ad_hoc: Vec<AdHoc>) -> Standing {
    let paused: BTreeSet<_> = paused.iter().map(|n| MonitorName::try_from(*n).unwrap()).collect();
    Standing { paused, ad_hoc, deploys: Deploys::default() }
}

const ONE: &str = "monitors:\n  one: { run: suites/mail.trip.yaml, in: staging, every: 1m, \
                   down_after: 1 runs, up_after: 1 runs, notify: oncall }\n";

#[test]
fn what_is_down_after_a_maintenance_by_hand_is_told_with_it() {
    let mut clock = Clockwork::new(&folder(ONE).read(), at("12:00:00"), all_is_well());
    clock.pass(120);
    let upgrade =
        AdHoc { name: "upgrade".to_owned(), monitor: None, from: at("12:02:00"), until: None };
    let now = clock.now;
    clock.control.stand(standing(&[], vec![upgrade]), now);
    clock.script = all_is_down();
    clock.pass(600);
    assert_eq!(clock.heard(), [""; 0]);
    let now = clock.now;
    clock.control.stand(standing(&[], Vec::new()), now);
    clock.pass(120);
    let told: Vec<_> = clock.messages.iter().map(|message| &message.alert.about).collect();
    let [About::Incident(news)] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!(news.maintenance.as_deref(), Some("upgrade"));
    assert!(news.since < at("12:03:30"), "its first bad run: {}", news.since);
}

#[test]
fn a_maintenance_that_begins_holds_back_what_was_to_be_told() {
    let mut clock = Clockwork::new(&folder(ONE).read(), at("12:00:00"), all_is_down());
    clock.pass(120);
    assert_eq!(clock.messages.len(), 1, "slack is told at once, mail after a quarter of an hour");
    let until = Some(at("12:30:00"));
    let upgrade = AdHoc { name: "upgrade".to_owned(), monitor: None, from: at("12:02:00"), until };
    let now = clock.now;
    clock.control.stand(standing(&[], vec![upgrade]), now);
    clock.pass_until(at("12:29:59"));
    assert_eq!(clock.messages.len(), 1, "{:?}", clock.heard());
    let now = clock.now;
    clock.control.stand(standing(&[], Vec::new()), now);
    clock.pass(2);
    assert_eq!(clock.heard()[1..], ["mail: 12:29:59 down", "slack: 12:29:59 still_open"]);
}

#[test]
fn hours_that_end_are_no_silence_and_what_was_missed_in_them_is_none() {
    let hours = ONE.replace("notify: oncall", "hours: \"Mon-Sun 12:00-12:10 UTC\", notify: team");
    let mut clock = Clockwork::new(&folder(&hours).read(), at("12:00:00"), all_is_well());
    clock.pass(3_600);
    assert_eq!(clock.begun.len(), 10);
    assert_eq!((clock.heard(), clock.missed.len()), (Vec::new(), 0));
    // On the next day it is expected again.
    clock.now = at("12:00:00") + SignedDuration::from_hours(24);
    clock.takes = |_| None;
    clock.step();
    clock.pass(300);
    assert!(clock.heard().iter().any(|told| told.ends_with("not_running")), "{:?}", clock.heard());
}

#[test]
fn slots_that_come_too_late_are_told_even_when_the_hours_have_ended() {
    let hours = ONE.replace("notify:", "hours: \"Mon-Sun 12:00-12:10 UTC\", notify:");
    let mut clock = Clockwork::new(&folder(&hours).read(), at("12:00:00"), all_is_well());
    clock.pass_until(at("12:05:00"));
    clock.now = at("12:30:00");
    clock.step();
    assert_eq!((clock.begun.len(), clock.missed.len()), (5, 5), "{:?}", clock.missed);
    assert!(clock.missed.iter().all(|slot| slot.planned < at("12:10:00")));
}

#[test]
fn a_monitor_is_not_taken_for_silent_because_it_began_shortly_before_its_slot() {
    for when in ["every: 1m", "cron: \"30 12 * * *\", time_zone: UTC"] {
        let written = ONE.replace("every: 1m", when).replace("oncall", "team");
        let watch = folder(&written).read();
        let slot = watch.monitors[0].slots.after(at("12:00:00")).unwrap();
        let began = slot - SignedDuration::from_millis(10);
        let mut clock = Clockwork::new(&watch, began, all_is_well());
        clock.takes = |_| Some(Duration::from_secs(20));
        clock.pass(3_600);
        assert_eq!(clock.heard(), [""; 0], "{when}");
    }
}

#[test]
fn a_monitor_whose_run_never_ends_is_told_once_and_its_slots_are_missed() {
    let team = ONE.replace("oncall", "team");
    let mut clock = Clockwork::new(&folder(&team).read(), at("12:00:00"), all_is_well());
    clock.takes = |_| None;
    clock.pass(1_200);
    assert_eq!(clock.begun.len(), 1);
    assert_eq!(clock.missed.len(), 19);
    assert!(clock.missed.iter().all(|slot| slot.reason == "the run before was still going on"));
    assert_eq!(clock.heard().len(), 1);
    assert!(clock.heard()[0].starts_with("slack: 12:03:0"), "{:?}", clock.heard());
}

#[test]
fn while_this_location_is_blind_no_monitor_is_taken_for_silent() {
    let two =
        format!("{ONE}{}", ONE.replace("monitors:\n  one", "  two")).replace("oncall", "team");
    let mut clock = Clockwork::new(&folder(&two).read(), at("12:00:00"), all_is_well());
    clock.sight = Sight::Blind { reference: vec!["tcp://127.0.0.1:1".to_owned()] };
    // Of the other, no run ends.
    clock.takes = |name| (name.as_str() == "one").then_some(Duration::ZERO);
    clock.pass(1_200);
    let told = |clock: &Clockwork| {
        let told = clock.messages.iter().filter(|message| message.channel.as_str() == "slack");
        told.map(|m| crate::event::about(&m.alert.about)).collect::<Vec<_>>()
    };
    assert_eq!(told(&clock), ["blind"]);
    clock.sight = Sight::Clear;
    clock.pass(170);
    assert_eq!(told(&clock), ["blind", "sees_again"]);
    clock.pass(120);
    assert_eq!(told(&clock), ["blind", "sees_again", "not_running"]);
}

#[test]
fn a_paused_monitor_neither_runs_nor_repeats_nor_is_missed() {
    let confirmed = ONE.replace("notify:", "confirm: { times: 1, after: 30s }, notify:");
    let watch = folder(&confirmed).read();
    let mut clock = Clockwork::new(&watch, at("12:00:00"), all_is_down());
    let slot = watch.monitors[0].slots.after(at("12:00:00")).unwrap();
    clock.pass_until(slot);
    let now = clock.now;
    clock.control.stand(standing(&["one"], Vec::new()), now);
    clock.pass(3_600);
    assert_eq!((clock.begun.len(), clock.heard().len(), clock.missed.len()), (1, 0, 0));
    let now = clock.now;
    clock.control.stand(standing(&[], Vec::new()), now);
    clock.pass(120);
    assert_eq!(clock.heard().len(), 1, "{:?}", clock.heard());
}

const BEAT: &str = "heartbeats:\n  backup: { every: 10m, grace: 1m, notify: late }\n";

fn with_a_late_list(rest: &str) -> String {
    let head = head().replace("notify:\n", "notify:\n  late: [{ channel: mail, after: 15m }]\n");
    format!("{head}{rest}{}", ONE.replace("oncall", "[oncall, team, late]"))
}

#[tokio::test]
async fn an_escalation_of_a_job_that_does_not_report_outlives_the_process() {
    let folder = Folder::new(&with_a_late_list(BEAT));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), all_is_well());
    clock.pass(12 * 60);
    assert_eq!(clock.heard(), [""; 0], "it is missing, and nobody is to know yet");
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    clock.dies_and_returns(&store, &folder.read()).await;
    clock.pass(20 * 60);
    assert_eq!(clock.heard(), ["mail: 12:26:00 heartbeat_missing"]);
    store.close().await;
}

#[tokio::test]
async fn a_job_that_reported_before_anybody_was_told_is_not_told_after_a_restart() {
    let folder = Folder::new(&with_a_late_list(BEAT));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), all_is_well());
    clock.pass(12 * 60);
    let backup = runner_model::HeartbeatName::try_from("backup").unwrap();
    let now = clock.now;
    clock.control.judge.beat(&backup, now);
    clock.step();
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    clock.dies_and_returns(&store, &folder.read()).await;
    clock.pass(10 * 60);
    assert_eq!(clock.heard(), [""; 0]);
    store.close().await;
}

#[test]
fn of_a_job_or_a_monitor_that_is_gone_nobody_is_told() {
    let folder = Folder::new(&with_a_late_list(BEAT));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), all_is_well());
    clock.takes = |_| None;
    clock.pass(12 * 60);
    let told = clock.messages.len();
    folder.write(&with_a_late_list("").replace("  one:", "  other:"));
    clock.reload(&folder.read());
    clock.takes = |_| Some(Duration::ZERO);
    clock.pass(3_600);
    assert_eq!(clock.messages.len(), told, "{:?}", clock.heard());
}
