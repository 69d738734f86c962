//! One hour of a thousand monitors.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::{Incident, IncidentState};
use runner_model::{About, Series};
use runner_store::{NewMessage, Store};

use super::clockwork::{Clockwork, Script, location};
use super::expected::{Expected, Message, Row};
use super::outages::{Turn, at, of_the_hour, outcome};
use super::project::{Folder, thousand};
use crate::watch::Watch;

fn script() -> Script {
    let outages = of_the_hour();
    Arc::new(move |series, now| outcome(&outages, series, now))
}

/// What the hour does to the series of a project, in order.
fn turns(watch: &Watch) -> Vec<(Series, Turn)> {
    let outages = of_the_hour();
    let mut turns = Vec::new();
    for watched in &watch.monitors {
        let first = watched.slots.after(at("10:00:00"));
        let slots = std::iter::successors(first, |slot| watched.slots.after(*slot));
        let slots: Vec<_> = slots.take_while(|slot| *slot <= at("11:00:00")).collect();
        for test in watched.tests() {
            let series = Series { monitor: watched.name().clone(), test, location: location() };
            for outage in outages.iter().filter(|outage| outage.meets(&series)) {
                let met = outage.turns(&series, &slots).into_iter();
                turns.extend(met.map(|turn| (series.clone(), turn)));
            }
        }
    }
    turns.sort_by(|(one, a), (other, b)| (a.at, one).cmp(&(b.at, other)));
    turns
}

fn row(incident: &Incident) -> Row {
    let groups: Vec<String> = incident.groups.iter().map(ToString::to_string).collect();
    Row {
        group: groups.join(", "),
        since: incident.since,
        until: match incident.state {
            IncidentState::Closed { at } => Some(at),
            IncidentState::Open | IncidentState::Acknowledged { .. } => None,
        },
        members: incident.members.keys().cloned().collect(),
        folded: incident.folded.keys().cloned().collect(),
    }
}

fn rows(incidents: &[Incident]) -> Vec<Row> {
    let mut rows: Vec<Row> = incidents.iter().map(row).collect();
    rows.sort();
    rows
}

fn message(message: &NewMessage, incidents: &[Incident]) -> Message {
    let alert = &message.alert;
    let About::Incident(news) = &alert.about else {
        panic!("of this hour only incidents are told")
    };
    let group = incidents.iter().find(|incident| incident.id == news.id).map(row);
    let members = news.affected.len() + usize::try_from(news.more).unwrap();
    (
        alert.at,
        message.channel.to_string(),
        crate::event::about(&alert.about),
        group.expect("it is on record").group,
        members,
        news.folded.len(),
        news.maintenance.is_some(),
    )
}

fn messages(told: &[NewMessage], incidents: &[Incident]) -> Vec<Message> {
    let mut messages: Vec<Message> = told.iter().map(|told| message(told, incidents)).collect();
    messages.sort();
    messages
}

fn assert_is_as_expected(clock: &Clockwork, watch: &Watch) {
    let expected = Expected::of(turns(watch), at("11:00:00"));
    let incidents = clock.incidents();
    assert_eq!(rows(&incidents), expected.incidents());
    let mut told = expected.messages.clone();
    told.sort();
    assert_eq!(messages(&clock.messages, &incidents), told);
    assert_eq!(clock.missed, []);
}

#[test]
fn an_hour_yields_exactly_the_expected_incidents_and_messages() {
    let watch = Folder::new(&thousand()).read();
    assert_eq!(watch.monitors.len(), 1_000);
    let mut clock = Clockwork::new(&watch, at("10:00:00"), script());
    clock.pass_until(at("11:00:00"));
    assert_is_as_expected(&clock, &watch);
    assert_eq!((clock.incidents().len(), clock.messages.len()), (8, 53));
}

#[tokio::test]
async fn an_hour_with_twenty_deaths_yields_the_same() {
    let folder = Folder::new(&thousand());
    let watch = folder.read();
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    let mut clock = Clockwork::new(&watch, at("10:00:00"), script());
    for moment in moments(20) {
        clock.pass_until(moment);
        clock.dies_and_returns(&store, &watch).await;
    }
    clock.pass_until(at("11:00:00"));
    assert_is_as_expected(&clock, &watch);
    store.close().await;
}

#[test]
fn an_hour_in_which_unchanged_files_are_read_again_yields_the_same() {
    let folder = Folder::new(&thousand());
    let watch = folder.read();
    let mut clock = Clockwork::new(&watch, at("10:00:00"), script());
    for moment in moments(5) {
        clock.pass_until(moment);
        clock.reload(&folder.read());
    }
    clock.pass_until(at("11:00:00"));
    assert_is_as_expected(&clock, &watch);
}

/// So many moments of the hour, anywhere in it, in order.
fn moments(count: usize) -> BTreeSet<Timestamp> {
    let mut state = 20_261_120_u64;
    let anywhere = std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        at("10:00:00")
            + SignedDuration::from_millis(i64::try_from((state >> 33) % 3_600_000).unwrap())
    });
    anywhere.take(count).collect()
}
