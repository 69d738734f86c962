use jiff::Timestamp;
use runner_model::{About, Alert, HeartbeatName, LocationName, Severity};

use super::world::{channel, minutes, rule};
use crate::alerting::{NotifyOn, NotifyRule, Only, Switchboard, Told, Topic, announce, fallback};
use crate::incident::Incidents;
use crate::incident::sample::{at, monitor};

fn alert(about: About, second: i64) -> Alert {
    Alert {
        at: at(second),
        severity: Severity::Warning,
        about,
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    }
}

fn backup() -> HeartbeatName {
    HeartbeatName::try_from("nightly-backup").unwrap()
}

fn missing(second: i64) -> Alert {
    let due = at(second);
    alert(About::HeartbeatMissing { heartbeat: backup(), last: None, due }, second)
}

fn back(second: i64) -> Alert {
    alert(About::HeartbeatBack { heartbeat: backup(), lasted: minutes(1) }, second)
}

fn to(told: &[Told]) -> Vec<&str> {
    told.iter().map(|told| told.channel.as_str()).collect()
}

fn due(board: &mut Switchboard, now: Timestamp) -> Vec<Told> {
    let project = super::world::World::new(Vec::new()).project;
    board.due(&Incidents::default(), &project, now)
}

#[test]
fn a_missing_job_is_told_once_and_escalated() {
    let topic = Topic::heartbeat(&backup());
    let late = NotifyRule { after: minutes(15), ..rule("mail") };
    let rules = [rule("slack"), late];
    let mut board = Switchboard::default();
    assert_eq!(to(&board.begin(topic.clone(), missing(0), &rules)), ["slack"]);
    assert_eq!(to(&board.begin(topic.clone(), missing(60), &rules)), [""; 0]);
    assert_eq!(board.next_due(), Some(at(900)));
    assert_eq!(to(&due(&mut board, at(900))), ["mail"]);
    let told = board.end(&topic, &back(1000));
    assert_eq!(to(&told), ["mail", "slack"]);
    assert_eq!(told[0].key, "heartbeat/nightly-backup/1970-01-01T00:00:00Z/over/mail");
    assert_eq!(board.end(&topic, &back(1001)), []);
}

#[test]
fn what_is_held_back_is_told_once_nothing_holds_it_any_more() {
    let topic = Topic::heartbeat(&backup());
    let late = NotifyRule { after: minutes(5), ..rule("mail") };
    let mut board = Switchboard::default();
    board.begin(topic.clone(), missing(0), &[late]);
    board.hold(&topic, at(1000));
    assert_eq!(to(&due(&mut board, at(999))), [""; 0]);
    // It only ever gets later.
    board.hold(&topic, at(500));
    assert_eq!(board.next_due(), Some(at(1000)));
    assert_eq!(to(&due(&mut board, at(1000))), ["mail"]);
}

#[test]
fn the_end_of_a_topic_is_told_only_to_those_who_heard() {
    let topic = Topic::heartbeat(&backup());
    let rules = [
        NotifyRule { after: minutes(15), ..rule("mail") },
        NotifyRule { on: vec![NotifyOn::Recovered], ..rule("curious") },
        NotifyRule { severities: vec![Severity::Critical], ..rule("pager") },
        NotifyRule { only: vec![Only { monitor: monitor("list"), test: None }], ..rule("list") },
    ];
    let mut board = Switchboard::default();
    assert_eq!(board.begin(topic.clone(), missing(0), &rules), []);
    assert_eq!(board.end(&topic, &back(60)), []);
    assert_eq!(due(&mut board, at(10_000)), []);
}

#[test]
fn a_topic_that_is_forgotten_is_neither_escalated_nor_ended() {
    let topic = Topic::heartbeat(&backup());
    let late = NotifyRule { after: minutes(15), ..rule("mail") };
    let mut board = Switchboard::default();
    assert_eq!(to(&board.begin(topic.clone(), missing(0), &[rule("slack"), late])), ["slack"]);
    board.forget(&topic);
    assert_eq!(board.next_due(), None);
    assert_eq!(board.end(&topic, &back(1000)), []);
}

#[test]
fn a_restart_repeats_no_message() {
    let topic = Topic::heartbeat(&backup());
    let mut board = Switchboard::default();
    let told = board.begin(topic.clone(), missing(0), &[rule("slack")]);
    assert_eq!(told.len(), 1);
    let stored = serde_json::to_string(&board).unwrap();
    let mut board: Switchboard = serde_json::from_str(&stored).unwrap();
    assert_eq!(board.begin(topic.clone(), missing(60), &[rule("slack")]), []);
    assert_eq!(to(&board.end(&topic, &back(90))), ["slack"]);
}

#[test]
fn unknown_is_told_to_those_who_ask_for_it() {
    let blind = alert(About::Blind { since: at(0), reference: Vec::new() }, 0);
    let topic = Topic::blind(&LocationName::try_from("here").unwrap());
    let rules = [rule("slack"), NotifyRule { on: vec![NotifyOn::Down], ..rule("mail") }];
    assert_eq!(to(&Switchboard::default().begin(topic, blind, &rules)), ["slack"]);
}

#[test]
fn a_certificate_is_told_once_to_each_channel() {
    let about = About::Certificate {
        host: "shop.example.com".to_owned(),
        not_after: at(1_000_000),
        days_left: 11,
        monitors: vec![monitor("list")],
    };
    let certificate = alert(about, 0);
    let topic = Topic::certificate("shop.example.com");
    let only = |name: &str| vec![Only { monitor: monitor(name), test: None }];
    let rules = [
        rule("slack"),
        NotifyRule { only: only("list"), ..rule("slack") },
        NotifyRule { only: only("other"), ..rule("mail") },
    ];
    let told = announce(&topic, "14", &certificate, &rules);
    assert_eq!(to(&told), ["slack"]);
    assert_eq!(told[0].key, "certificate/shop.example.com/14/slack");
}

#[test]
fn a_failing_channel_is_told_of_on_another() {
    let list = [rule("pager"), rule("slack")];
    let other = [rule("mail")];
    let all = [channel("hook"), channel("mail"), channel("pager"), channel("slack")];
    let lists: [&[NotifyRule]; 2] = [&other, &list];
    let broken = |names: &[&str]| names.iter().map(|name| channel(name)).collect();
    let to =
        |failing: &str, names: &[&str]| fallback(&channel(failing), &lists, &all, &broken(names));
    assert_eq!(to("slack", &["slack"]), Some(channel("pager")), "of the same list");
    assert_eq!(to("slack", &["slack", "pager"]), Some(channel("hook")), "any");
    assert_eq!(to("mail", &["mail", "hook"]), Some(channel("pager")));
    assert_eq!(to("mail", &["hook", "mail", "pager", "slack"]), None);
}
