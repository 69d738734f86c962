use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use runner_model::Severity;

use super::world::{World, channel, minutes, news, rule};
use crate::alerting::{NotifyOn, NotifyRule, Only};
use crate::incident::Level;
use crate::incident::sample::{at, monitor};

/// The rules of FORMAT.md, section 9.
fn oncall() -> Vec<NotifyRule> {
    vec![
        NotifyRule { severities: vec![Severity::Critical], ..rule("pager") },
        NotifyRule {
            on: vec![NotifyOn::Down, NotifyOn::Degraded, NotifyOn::Recovered],
            ..rule("slack")
        },
        NotifyRule { on: vec![NotifyOn::Down], after: minutes(15), ..rule("mail") },
    ]
}

#[test]
fn what_broke_together_is_one_message() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("orders/list");
    world.pass(Duration::from_secs(3));
    world.down("orders/place");
    world.pass(minutes(60));
    assert_eq!(world.heard("slack"), ["5 1 down: list place"]);
}

#[test]
fn what_is_over_before_anybody_heard_is_not_told() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("orders/list");
    world.pass(Duration::from_secs(3));
    world.up("orders/list");
    world.pass(minutes(60));
    assert_eq!(world.heard("slack"), [""; 0]);
}

#[test]
fn the_end_is_told_to_those_who_heard_of_the_beginning() {
    let mut world = World::new(oncall());
    world.down("orders/list");
    world.pass(minutes(10));
    world.up("orders/list");
    world.pass(minutes(60));
    assert_eq!(world.heard("slack"), ["5 1 down: list", "600 1 recovered after 610: list"]);
    assert_eq!(world.heard("pager"), ["5 1 down: list", "600 1 recovered after 610: list"]);
    assert_eq!(world.heard("mail"), [""; 0], "it was over before");
}

#[test]
fn what_breaks_after_a_deploy_waits_for_its_gate_and_is_not_told_when_it_is_over_by_then() {
    let mut world = World::new(vec![rule("slack")]);
    world.project.held = Some((at(0), at(300)));
    world.pass(Duration::from_secs(100));
    world.down("orders/list");
    world.pass(minutes(2));
    assert_eq!(world.heard("slack"), [""; 0]);
    world.pass(minutes(10));
    assert_eq!(world.heard("slack"), ["300 1 down: list"]);

    let mut world = World::new(vec![rule("slack")]);
    world.project.held = Some((at(0), at(300)));
    world.pass(Duration::from_secs(100));
    world.down("orders/list");
    world.pass(minutes(2));
    world.up("orders/list");
    world.pass(minutes(60));
    assert_eq!(world.heard("slack"), [""; 0], "the deploy was taken back");
}

#[test]
fn what_was_bad_before_a_deploy_does_not_wait_for_its_gate() {
    let mut world = World::new(vec![rule("slack")]);
    world.project.held = Some((at(0), at(300)));
    world.down("orders/list");
    world.pass(minutes(10));
    assert_eq!(world.heard("slack"), ["5 1 down: list"]);
}

#[test]
fn whoever_was_told_late_hears_the_end_too() {
    let mut world = World::new(oncall());
    world.down("orders/list");
    world.pass(minutes(20));
    world.up("orders/list");
    assert_eq!(world.heard("mail"), ["900 1 down: list", "1200 1 recovered after 1210: list"]);
}

#[test]
fn what_somebody_looks_after_is_neither_escalated_nor_told_again() {
    let mut world = World::new(oncall());
    world.project.timing.remind_every = Some(minutes(30));
    world.down("orders/list");
    world.pass(minutes(10));
    world.acknowledge(1);
    world.pass(minutes(120));
    world.up("orders/list");
    assert_eq!(world.heard("mail"), [""; 0]);
    assert_eq!(world.heard("slack"), ["5 1 down: list", "7800 1 recovered after 7810: list"]);
}

#[test]
fn an_open_incident_is_told_again_from_time_to_time() {
    let mut world = World::new(vec![rule("slack")]);
    world.project.timing.remind_every = Some(minutes(240));
    world.down("orders/list");
    world.pass(minutes(490));
    assert_eq!(
        world.heard("slack"),
        ["5 1 down: list", "14405 1 still open: list", "28805 1 still open: list"]
    );
}

#[test]
fn what_joins_later_is_told_in_few_updates() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("orders/list");
    world.pass(minutes(1));
    for name in ["orders/a", "orders/b", "orders/c"] {
        world.down(name);
        world.pass(minutes(1));
    }
    world.pass(minutes(30));
    assert_eq!(world.heard("slack"), ["5 1 down: list", "605 1 down: list a b c"]);
}

#[test]
fn degraded_is_told_to_those_who_ask_for_it_and_down_to_all() {
    let mut world = World::new(oncall());
    world.set("orders/list", Level::Degraded);
    world.pass(minutes(1));
    world.down("orders/list");
    world.pass(minutes(1));
    assert_eq!(world.heard("slack"), ["5 1 degraded: list", "65 1 down: list"]);
    assert_eq!(world.heard("pager"), ["65 1 down: list"]);
}

#[test]
fn nobody_is_got_up_for_what_is_only_degraded() {
    let every = vec![NotifyOn::Down, NotifyOn::Degraded];
    let pager = NotifyRule { severities: vec![Severity::Critical], on: every, ..rule("pager") };
    let mut world = World::new(vec![pager]);
    world.set("orders/list", Level::Degraded);
    world.pass(minutes(60));
    assert_eq!(world.heard("pager"), [""; 0]);
}

#[test]
fn a_rule_may_concern_some_monitors_only() {
    let only = Only { monitor: monitor("list"), test: None };
    let mut world = World::new(vec![NotifyRule { only: vec![only], ..rule("slack") }]);
    world.down("orders/place");
    world.pass(minutes(1));
    assert_eq!(world.heard("slack"), [""; 0]);
    world.down("orders/list");
    world.pass(minutes(1));
    assert_eq!(world.heard("slack"), ["65 1 down: place list"]);
}

#[test]
fn what_is_folded_is_told_with_its_cause() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("payments/pay");
    world.down("shop/buy");
    world.pass(minutes(5));
    world.up("payments/pay");
    world.up("shop/buy");
    world.pass(minutes(60));
    assert_eq!(
        world.heard("slack"),
        ["5 1 down: pay (buy)", "300 1 recovered after 310: pay (buy)"]
    );
}

#[test]
fn the_people_of_what_is_folded_hear_of_the_cause() {
    let mut world = World::new(vec![rule("money")]);
    world.project.own = BTreeMap::from([(monitor("buy"), vec![rule("shop")])]);
    world.down("payments/pay");
    world.pass(minutes(5));
    world.down("shop/buy");
    world.pass(minutes(5));
    world.up("payments/pay");
    world.pass(minutes(1));
    assert_eq!(world.heard("money"), ["5 1 down: pay", "600 1 recovered after 610: pay (buy)"]);
    assert_eq!(
        world.heard("shop"),
        ["305 1 down: pay (buy)", "600 1 recovered after 610: pay (buy)"]
    );
}

#[test]
fn a_cause_that_is_found_late_is_told_and_what_was_told_before_ends() {
    let mut world = World::new(vec![rule("slack")]);
    world.project.timing.remind_every = Some(minutes(60));
    world.down("shop/buy");
    world.pass(minutes(1));
    world.down("payments/pay");
    world.pass(minutes(100));
    world.up("shop/buy");
    world.up("payments/pay");
    assert_eq!(
        world.heard("slack"),
        [
            "5 1 down: buy",
            "65 2 down: pay (buy)",
            "3665 2 still open: pay (buy)",
            "6060 1 recovered after 6070: buy",
            "6060 2 recovered after 6010: pay",
        ]
    );
}

#[test]
fn a_cause_that_is_found_at_once_is_told_alone() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("shop/buy");
    world.pass(Duration::from_secs(2));
    world.down("payments/pay");
    world.pass(minutes(1));
    assert_eq!(world.heard("slack"), ["7 2 down: pay (buy)"]);
}

#[test]
fn what_outlives_its_cause_is_told_then() {
    let mut world = World::new(vec![rule("slack")]);
    world.down("payments/pay");
    world.down("shop/buy");
    world.pass(minutes(1));
    world.up("payments/pay");
    world.pass(minutes(5));
    assert_eq!(
        world.heard("slack"),
        ["5 1 down: pay (buy)", "60 1 recovered after 70: pay (buy)", "185 2 down: buy"]
    );
}

#[test]
fn a_maintenance_holds_back_escalations_and_reminders() {
    let mut world = World::new(oncall());
    world.project.timing.remind_every = Some(minutes(30));
    world.down("orders/list");
    world.pass(minutes(10));
    world.project.silent = Some((at(600), at(3600)));
    world.pass(minutes(60));
    assert_eq!(world.heard("mail"), ["3600 1 down: list"]);
    assert_eq!(world.heard("slack"), ["5 1 down: list", "3600 1 still open: list"]);
}

#[test]
fn five_hundred_at_once_are_a_handful_of_messages() {
    let one_service = |number: i64| format!("orders/m{number}");
    let own_service = |number: i64| format!("s{number}/m{number}");
    let names: [&dyn Fn(i64) -> String; 2] = [&one_service, &own_service];
    for name in names {
        let mut world = World::new(oncall());
        for number in 0..500 {
            world.down(&name(number));
            if number % 50 == 0 {
                world.pass(Duration::from_secs(1));
            }
        }
        world.pass(minutes(14));
        for channel in ["pager", "slack", "mail"] {
            assert!(world.heard(channel).len() <= 5, "{:#?}", world.heard(channel));
        }
        let told: Vec<u64> = (world.outbox.iter())
            .filter(|told| told.channel == channel("slack"))
            .map(|told| news(told).affected.len() as u64 + news(told).more)
            .collect();
        assert!(told.iter().any(|count| *count >= 497), "{told:?}");
    }
}

#[test]
fn a_long_message_lists_the_worst_twenty() {
    let mut world = World::new(vec![rule("slack")]);
    for number in 0..30 {
        world.set(&format!("orders/m{number}"), Level::Degraded);
    }
    world.down("orders/worst");
    world.pass(minutes(1));
    let news = news(&world.outbox[0]);
    assert_eq!((news.affected.len(), news.more), (20, 11));
    assert_eq!(news.affected[0].series.monitor, monitor("worst"));
}

#[test]
fn each_message_has_a_key_of_its_own() {
    let mut world = World::new(vec![rule("slack")]);
    world.project.timing.remind_every = Some(minutes(60));
    world.down("orders/list");
    world.pass(minutes(130));
    world.up("orders/list");
    let keys: Vec<&str> = world.outbox.iter().map(|told| told.key.as_str()).collect();
    assert_eq!(
        keys,
        ["1/down/slack/1", "1/still_open/slack/2", "1/still_open/slack/3", "1/recovered/slack/4"]
    );
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}
