use runner_model::{ChannelName, IncidentPhase, Outcome, Trigger};

use super::*;
use crate::incident::sample::{at, facts, monitor, report, rules, series};
use crate::incident::{
    GroupBy, NotOpen, Observation, Policy, SeriesState, Silence, Timeline, WhileDependencyDown,
};

/// A book, what it is kept by, and what it said.
struct Desk {
    book: Incidents,
    rules: Rules,
    said: Vec<IncidentChange>,
}

impl Desk {
    fn new() -> Self {
        Self { book: Incidents::default(), rules: rules(), said: Vec::new() }
    }

    fn set(&mut self, name: &str, level: Level, second: i64) {
        let changes = self.book.take(report(name, level, second), at(second), &self.rules);
        self.said.extend(changes);
    }

    fn down(&mut self, name: &str, second: i64) {
        self.set(name, Level::Down, second);
    }

    fn up(&mut self, name: &str, second: i64) {
        self.set(name, Level::Up, second);
    }

    fn tick(&mut self, second: i64) {
        let changes = self.book.tick(at(second), &self.rules);
        self.said.extend(changes);
    }

    /// Every open incident: `1: pay, refund (shop)`; in brackets what is folded, `-> 2` its cause.
    fn open(&self) -> Vec<String> {
        let names = |members: &BTreeMap<Series, Member>| {
            let open = members.values().filter(|member| member.is_open());
            open.map(|member| member.series.monitor.to_string()).collect::<Vec<_>>().join(" ")
        };
        let told = self.book.open().map(|incident| {
            let folded = match names(&incident.folded) {
                none if none.is_empty() => none,
                some => format!(" ({some})"),
            };
            let cause = incident.cause.map(|cause| format!(" -> {}", cause.incident));
            let own = names(&incident.members);
            format!("{}: {own}{folded}{}", incident.id, cause.unwrap_or_default())
        });
        told.collect()
    }

    fn closed(&self) -> Vec<u64> {
        let closed = self.said.iter().filter_map(|change| {
            let IncidentChange::Closed(incident) = change else { return None };
            Some(incident.id.0)
        });
        closed.collect()
    }
}

#[test]
fn what_belongs_together_is_one_incident() {
    let mut desk = Desk::new();
    desk.down("orders/list", 0);
    desk.down("orders/place", 5);
    desk.down("search/find", 6);
    assert_eq!(desk.open(), ["1: list place", "2: find"]);
    let first = desk.book.get(IncidentId(1)).unwrap();
    assert_eq!((first.opened, first.since), (at(0), at(-10)));
    assert_eq!(first.service().map(|service| service.as_str()), Some("orders"));
}

#[test]
fn each_recovers_on_its_own_and_it_is_over_when_all_have() {
    let mut desk = Desk::new();
    desk.down("orders/list", 0);
    desk.down("orders/place", 5);
    desk.up("orders/list", 60);
    assert_eq!(desk.open(), ["1: place"]);
    desk.up("orders/place", 90);
    assert_eq!(desk.open(), [""; 0]);
    let Some(IncidentChange::Closed(incident)) = desk.said.last() else { panic!("it closed") };
    assert_eq!(incident.state, IncidentState::Closed { at: at(90) });
    assert_eq!(incident.members.len(), 2);
    desk.down("orders/list", 100);
    assert_eq!(desk.open(), ["2: list"]);
}

#[test]
fn one_that_breaks_again_is_in_the_same_incident() {
    let mut desk = Desk::new();
    desk.down("orders/list", 0);
    desk.down("orders/place", 5);
    desk.up("orders/list", 60);
    desk.down("orders/list", 70);
    assert_eq!(desk.open(), ["1: list place"]);
    let incident = desk.book.get(IncidentId(1)).unwrap();
    assert_eq!(incident.members[&series("orders/list")].since, at(60));
    assert_eq!(incident.since, at(-10));
}

#[test]
fn suites_without_a_service_agree_by_monitor() {
    let mut desk = Desk::new();
    desk.down("home", 0);
    desk.down("about", 1);
    assert_eq!(desk.open(), ["1: home", "2: about"]);
    desk.rules.group_by = vec![GroupBy::Environment];
    desk.down("contact", 2);
    desk.down("imprint", 3);
    assert_eq!(desk.open(), ["1: home", "2: about", "3: contact imprint"]);
}

#[test]
fn an_incident_is_as_urgent_as_its_worst_series() {
    let mut desk = Desk::new();
    let mut mild = report("orders/list", Level::Down, 0);
    mild.facts.severity = Severity::Warning;
    desk.book.take(mild, at(0), &desk.rules);
    let severity = |desk: &Desk| desk.book.get(IncidentId(1)).unwrap().severity;
    assert_eq!(severity(&desk), Severity::Warning);
    desk.set("orders/place", Level::Degraded, 1);
    assert_eq!(severity(&desk), Severity::Warning, "only degraded");
    desk.down("orders/place", 2);
    assert_eq!(severity(&desk), Severity::Critical);
    desk.up("orders/place", 3);
    assert_eq!(severity(&desk), Severity::Critical, "it was");
}

#[test]
fn while_a_dependency_is_broken_what_needs_it_is_folded() {
    let mut desk = Desk::new();
    desk.down("payments/pay", 0);
    desk.down("shop/buy", 10);
    desk.down("refunds/refund", 20);
    desk.down("search/find", 30);
    assert_eq!(desk.open(), ["1: pay (buy refund)", "2: find"]);
    let cause = desk.book.get(IncidentId(1)).unwrap();
    assert_eq!(desk.book.folded_monitors(cause), [monitor("buy"), monitor("refund")]);
}

#[test]
fn what_is_folded_recovers_without_a_word() {
    let mut desk = Desk::new();
    desk.down("payments/pay", 0);
    desk.down("shop/buy", 10);
    desk.up("shop/buy", 20);
    assert_eq!(desk.open(), ["1: pay"]);
    desk.up("payments/pay", 30);
    desk.tick(1000);
    assert_eq!(desk.closed(), [1]);
    assert_eq!(desk.book, Incidents::after(IncidentId(1)));
}

#[test]
fn what_is_still_down_after_its_cause_gets_an_incident_of_its_own() {
    let mut desk = Desk::new();
    desk.down("payments/pay", 0);
    desk.down("shop/buy", 10);
    desk.down("refunds/refund", 10);
    desk.up("payments/pay", 60);
    assert_eq!(desk.open(), [""; 0], "it may need a moment");
    assert_eq!(desk.book.next_due(), Some(at(180)));
    desk.up("refunds/refund", 120);
    desk.tick(179);
    assert_eq!(desk.open(), [""; 0]);
    desk.tick(180);
    assert_eq!(desk.open(), ["2: buy"]);
    assert_eq!(desk.book.get(IncidentId(2)).unwrap().since, at(0));
}

#[test]
fn what_waited_and_finds_its_cause_broken_again_is_folded_again() {
    let mut desk = Desk::new();
    desk.down("payments/pay", 0);
    desk.down("shop/buy", 10);
    desk.up("payments/pay", 60);
    desk.down("payments/pay", 100);
    desk.tick(180);
    assert_eq!(desk.open(), ["2: pay (buy)"]);
}

#[test]
fn a_cause_that_is_found_late_takes_over() {
    let mut desk = Desk::new();
    desk.down("shop/buy", 0);
    desk.down("payments/pay", 30);
    assert_eq!(desk.open(), ["1: buy -> 2", "2: pay"]);
    let cause = desk.book.get(IncidentId(2)).unwrap();
    assert_eq!(desk.book.folded_monitors(cause), [monitor("buy")]);
    desk.up("payments/pay", 60);
    desk.tick(180);
    assert_eq!(desk.open(), ["1: buy"]);
    assert_eq!(desk.said.last(), Some(&IncidentChange::StandsAlone { id: IncidentId(1) }));
    desk.up("shop/buy", 200);
    assert_eq!(desk.closed(), [2, 1]);
}

#[test]
fn an_old_incident_is_not_explained_by_a_young_one() {
    let mut desk = Desk::new();
    desk.down("shop/buy", 0);
    desk.down("payments/pay", 301);
    assert_eq!(desk.open(), ["1: buy", "2: pay"]);
}

#[test]
fn what_is_degraded_does_not_explain_what_is_down() {
    let mut desk = Desk::new();
    desk.set("payments/pay", Level::Degraded, 0);
    desk.down("shop/buy", 10);
    desk.set("refunds/refund", Level::Degraded, 10);
    assert_eq!(desk.open(), ["1: pay (refund)", "2: buy"]);
    desk.down("refunds/refund", 20);
    assert_eq!(desk.open(), ["1: pay", "2: buy", "3: refund"]);
}

#[test]
fn a_dependency_elsewhere_explains_nothing() {
    let mut desk = Desk::new();
    let mut elsewhere = report("payments/pay", Level::Down, 0);
    elsewhere.facts.environment = None;
    desk.book.take(elsewhere, at(0), &desk.rules);
    desk.down("shop/buy", 10);
    assert_eq!(desk.open(), ["1: pay", "2: buy"]);
}

#[test]
fn with_page_each_is_told_on_its_own() {
    let mut desk = Desk::new();
    desk.rules.while_dependency_down = WhileDependencyDown::Page;
    desk.down("shop/buy", 0);
    desk.down("payments/pay", 10);
    desk.down("refunds/refund", 20);
    assert_eq!(desk.open(), ["1: buy", "2: pay", "3: refund"]);
}

#[test]
fn many_that_break_at_once_are_a_handful() {
    let mut desk = Desk::new();
    for number in 0..500 {
        desk.down(&format!("s{number}/m{number}"), number / 10);
    }
    let sizes: Vec<usize> = desk.book.open().map(|incident| incident.members.len()).collect();
    assert_eq!(sizes, [1, 1, 1, 497]);
    desk.down("s400/other", 60);
    assert_eq!(desk.book.open().count(), 4, "its group has an incident");
    desk.down("later/later", 600);
    assert_eq!(desk.book.open().count(), 5);
}

#[test]
fn a_monitor_that_is_gone_leaves_its_incidents() {
    let mut desk = Desk::new();
    desk.down("orders/list", 0);
    desk.down("orders/place", 5);
    let both = BTreeSet::from([series("orders/list"), series("orders/place")]);
    assert_eq!(desk.book.forget(&both, at(9), &rules()), [], "they are kept");
    let one = BTreeSet::from([series("orders/place")]);
    desk.said = desk.book.forget(&one, at(9), &rules());
    assert_eq!(desk.open(), ["1: place"]);
    desk.said = desk.book.forget(&BTreeSet::new(), at(9), &rules());
    assert_eq!(desk.closed(), [1]);
}

#[test]
fn what_people_do_is_written_down() {
    let mut desk = Desk::new();
    desk.down("orders/list", 0);
    let id = IncidentId(1);
    desk.book.acknowledge(id, "ada", at(60)).unwrap();
    desk.book.note(id, "ada", "a full disk", at(70)).unwrap();
    let pager = ChannelName::try_from("pager").unwrap();
    desk.book.told(id, pager, IncidentPhase::Down, at(80)).unwrap();
    let incident = desk.book.get(id).unwrap();
    assert_eq!(incident.state, IncidentState::Acknowledged { by: "ada".to_owned(), at: at(60) });
    let seconds: Vec<i64> =
        incident.timeline.entries().iter().map(|entry| entry.at.as_second()).collect();
    assert_eq!(seconds, [0, 60, 70, 80]);
    desk.up("orders/list", 90);
    let refused = desk.book.acknowledge(id, "bob", at(95));
    assert_eq!(refused, Err(NotOpen(id)));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "incident 1 is not open: it is over, or there never was one"
    );
}

#[test]
fn a_test_that_flaps_for_a_week_does_not_fill_the_timeline() {
    let mut timeline = Timeline::default();
    for second in 0..10_000 {
        timeline.add(at(second), Happened::Joined { series: series("home") });
    }
    timeline.add(at(10_000), Happened::Closed);
    assert_eq!(timeline.entries().len(), 501);
    assert_eq!(timeline.more(), 9_500);
}

#[test]
fn the_first_bad_run_of_a_series_in_maintenance_names_it() {
    let mut state = SeriesState::new();
    let mut desk = Desk::new();
    for (second, silence) in [(0, Some("upgrade")), (10, None)] {
        let run = Observation {
            outcome: Outcome::Failed,
            trigger: Trigger::Schedule,
            silence: silence.map(|name| Silence::Maintenance(name.to_owned())),
        };
        let (next, transition) = state.observe(&run, at(second), &Policy::default());
        state = next;
        if let Some(transition) = transition {
            let facts = facts("orders/list");
            let series = series("orders/list");
            let report = Report { series, facts, transition, finding: None, after_deploy: None };
            desk.book.take(report, at(second), &desk.rules);
        }
    }
    assert_eq!(desk.book.get(IncidentId(1)).unwrap().maintenance(), Some("upgrade"));
}
