//! What holds whatever happens.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;
use runner_model::{IncidentPhase, Series, Severity};

use super::world::{World, minutes, news, rule};
use crate::alerting::{NotifyOn, NotifyRule};
use crate::incident::{GroupBy, Level, WhileDependencyDown};

const SERIES: [&str; 8] = [
    "shop/buy",
    "shop/look",
    "orders/list",
    "orders/place",
    "payments/pay",
    "refunds/refund",
    "search/find",
    "home",
];

#[derive(Clone, Copy, Debug)]
enum Event {
    Set(usize, Level),
    Pass(u64),
    Acknowledge(usize),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let level = prop::sample::select(vec![Level::Up, Level::Degraded, Level::Down, Level::Down]);
    let set = (0..SERIES.len(), level).prop_map(|(series, level)| Event::Set(series, level));
    let seconds = prop::sample::select(vec![1, 3, 10, 60, 130, 400, 2000]);
    let pass = seconds.prop_map(Event::Pass);
    let acknowledge = (0..4usize).prop_map(Event::Acknowledge);
    prop::collection::vec(prop_oneof![6 => set, 4 => pass, 1 => acknowledge], 0..40)
}

fn worlds() -> impl Strategy<Value = fn() -> World> {
    let plain: fn() -> World = || World::new(rules());
    let by_environment: fn() -> World = || {
        let mut world = World::new(rules());
        world.rules.group_by = vec![GroupBy::Environment];
        world.project.timing.remind_every = Some(minutes(20));
        world
    };
    let paging: fn() -> World = || {
        let mut world = World::new(rules());
        world.rules.while_dependency_down = WhileDependencyDown::Page;
        world
    };
    let hasty: fn() -> World = || {
        let mut world = World::new(rules());
        world.rules.group_by = vec![GroupBy::Monitor];
        world.rules.recover_within = Duration::ZERO;
        world.rules.burst.incidents = 1;
        world.project.timing.settle = Duration::ZERO;
        world
    };
    prop::sample::select(vec![plain, by_environment, paging, hasty])
}

fn rules() -> Vec<NotifyRule> {
    vec![
        NotifyRule { severities: vec![Severity::Critical], ..rule("pager") },
        NotifyRule { on: vec![NotifyOn::Down, NotifyOn::Degraded], ..rule("slack") },
        NotifyRule { on: vec![NotifyOn::Down], after: minutes(5), ..rule("mail") },
        NotifyRule { on: vec![NotifyOn::Recovered], ..rule("curious") },
    ]
}

/// Plays it all, asking after each event whether it still holds; then all recovers.
fn play(world: &mut World, events: &[Event], mut holds: impl FnMut(&World)) {
    for event in events {
        match event {
            Event::Set(series, level) => world.set(SERIES[*series], *level),
            Event::Pass(seconds) => world.pass(Duration::from_secs(*seconds)),
            Event::Acknowledge(number) => {
                let open = world.book.open().nth(*number).map(|incident| incident.id.0);
                if let Some(id) = open {
                    world.acknowledge(id);
                }
            }
        }
        holds(world);
    }
    for series in SERIES {
        world.up(series);
    }
    world.pass(minutes(60));
    holds(world);
}

proptest! {
    // Everything is written down and read again before each event.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_restart_changes_nothing(new in worlds(), events in events()) {
        let mut steady = new();
        play(&mut steady, &events, |_| ());
        let mut restarted = new();
        restarted.restarts = true;
        play(&mut restarted, &events, |_| ());
        prop_assert_eq!(steady.outbox, restarted.outbox);
        prop_assert_eq!(steady.changes, restarted.changes);
    }
}

proptest! {
    #[test]
    fn an_end_is_told_once_to_exactly_those_who_heard(new in worlds(), events in events()) {
        let mut world = new();
        play(&mut world, &events, |_| ());
        prop_assert_eq!(world.book.open().count(), 0);
        let mut told: BTreeMap<_, Vec<IncidentPhase>> = BTreeMap::new();
        for message in &world.outbox {
            let line = told.entry((news(message).id, &message.channel)).or_default();
            line.push(news(message).phase);
        }
        for phases in told.values() {
            let is_end = |phase: &IncidentPhase| matches!(phase, IncidentPhase::Recovered { .. });
            prop_assert!(phases.len() > 1, "an end without a beginning, or none: {phases:?}");
            prop_assert!(is_end(phases.last().unwrap()));
            prop_assert_eq!(phases.iter().filter(|phase| is_end(phase)).count(), 1);
        }
        prop_assert!(world.heard("curious").is_empty(), "an end alone is no news");
        let keys: BTreeSet<&str> = world.outbox.iter().map(|told| told.key.as_str()).collect();
        prop_assert_eq!(keys.len(), world.outbox.len());
    }

    #[test]
    fn a_group_has_one_open_incident_at_most(new in worlds(), events in events()) {
        let mut world = new();
        play(&mut world, &events, |world| {
            let groups: Vec<_> = world.book.open().flat_map(|incident| &incident.groups).collect();
            let different: BTreeSet<_> = groups.iter().collect();
            assert_eq!(groups.len(), different.len(), "{groups:?}");
        });
    }

    #[test]
    fn what_is_folded_is_told_nowhere_else(new in worlds(), events in events()) {
        let mut world = new();
        play(&mut world, &events, |world| {
            let folded: BTreeSet<&Series> = (world.book.open())
                .flat_map(|incident| incident.folded.values())
                .filter(|member| member.is_open())
                .map(|member| &member.series)
                .collect();
            for incident in world.book.open() {
                assert!(incident.level() > Level::Up, "it is over and open");
                let own = incident.members.values().filter(|member| member.is_open());
                assert!(own.map(|member| &member.series).all(|series| !folded.contains(series)));
            }
        });
        prop_assert_eq!(world.told_twice, Vec::<String>::new());
    }
}
