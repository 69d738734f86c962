//! Nobody watches for a while; the service starts, and stops.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use runner_model::{MonitorName, Outcome, SystemClock};
use runner_store::{AnnotationKind, NewAnnotation, Pause, Store};
use sqlx::Connection;

use super::clockwork::{Clockwork, Script, all_is_well, location};
use super::outages::at;
use super::project::{Folder, head};
use crate::schedule::Agenda;
use crate::service::started::restored;
use crate::service::{Service, Settings};

const ONE: &str = "monitors:\n  one: { run: suites/mail.trip.yaml, in: staging, every: 1m, \
                   down_after: 1 runs, confirm: { times: 1, after: 30s }, notify: oncall }\n";

fn project(monitors: &str) -> String {
    format!("{}{monitors}", head())
}

fn one() -> MonitorName {
    MonitorName::try_from("one").unwrap()
}

fn all_is_down() -> Script {
    Arc::new(|_, _| Outcome::Failed)
}

fn settings(folder: &Folder, store: &Store) -> Settings {
    Settings {
        folder: folder.path().to_owned(),
        store: store.clone(),
        clock: Arc::new(SystemClock),
        variables: Arc::default(),
        location: location(),
        jobs: 4,
        per_host: None,
        pages: None,
        listener: Arc::new(|_| {}),
    }
}

/// The slots that were missed until `now`, when the last run was due at `last`.
fn missed(monitors: &str, last: Timestamp, now: Timestamp) -> Vec<Timestamp> {
    let mut clock = Clockwork::new(&Folder::new(&project(monitors)).read(), now, all_is_well());
    clock.control.missed_while_away(&BTreeMap::from([(one(), last)]), now);
    clock.step();
    assert!(clock.missed.iter().all(|slot| slot.reason == "tripline was not running"));
    clock.missed.iter().map(|slot| slot.planned).collect()
}

#[test]
fn slots_that_passed_while_nobody_watched_are_on_record() {
    let last = Folder::new(&project(ONE)).read().monitors[0].slots.after(at("12:00:00")).unwrap();
    let missed = missed(ONE, last, last + SignedDuration::from_secs(200));
    let after = missed.iter().map(|slot| slot.duration_since(last).as_secs());
    assert_eq!(after.collect::<Vec<_>>(), [60, 120, 180]);
}

#[test]
fn after_a_long_time_the_newest_slots_within_the_hours_are_on_record() {
    let hours = ONE.replace("notify:", "hours: \"Mon-Sun 11:00-12:00 UTC\", notify:");
    let now = at("12:00:00");
    let missed = missed(&hours, now - SignedDuration::from_hours(24 * 365), now);
    assert_eq!(missed.len(), Agenda::MISSED_KEPT);
    assert!(missed.last().unwrap().duration_since(now) > SignedDuration::from_secs(-60));
    assert!(missed.is_sorted());
}

#[tokio::test]
async fn a_maintenance_by_hand_holds_from_the_first_moment_after_a_start() {
    let folder = Folder::new(&project(ONE));
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), all_is_down());
    clock.pass(180);
    assert_eq!(clock.messages.len(), 1);
    clock.writes(&store).await;
    let maintenance = NewAnnotation {
        kind: AnnotationKind::Maintenance,
        monitor: None,
        since: clock.now,
        until: None,
        text: "upgrade".to_owned(),
        who: "ada".to_owned(),
    };
    store.annotations().add(maintenance, clock.now).await.unwrap();
    // By then a reminder and an escalation are due.
    clock.now += SignedDuration::from_mins(30);
    clock.control = restored(&settings(&folder, &store), &folder.read(), clock.now).await.unwrap();
    clock.pass(300);
    assert_eq!(clock.heard()[1..], [""; 0]);
    store.close().await;
}

#[tokio::test]
async fn a_paused_monitor_repeats_nothing_after_a_start() {
    let folder = Folder::new(&project(ONE));
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    let watch = folder.read();
    let mut clock = Clockwork::new(&watch, at("12:00:00"), all_is_down());
    clock.pass_until(watch.monitors[0].slots.after(at("12:00:00")).unwrap());
    clock.writes(&store).await;
    let now = clock.now;
    let pause = Pause { monitor: one(), since: now, reason: None, who: "ada".to_owned() };
    assert!(store.pauses().begin(pause).await.unwrap());
    for (paused, begun) in [(true, 0), (false, 1)] {
        if !paused {
            assert!(store.pauses().end(&one(), now, "ada").await.unwrap());
        }
        clock.begun.clear();
        let later = now + SignedDuration::from_secs(40);
        clock.control = restored(&settings(&folder, &store), &watch, later).await.unwrap();
        let begins = clock.control.due(later);
        begins.into_iter().for_each(|begins| clock.begin(begins));
        assert_eq!(clock.begun.len(), begun, "the repeat that was due");
    }
    store.close().await;
}

#[tokio::test]
async fn a_service_ends_in_time_even_when_its_store_takes_nothing() {
    let folder = Folder::new(&project(&ONE.replace("every: 1m", "every: 1s")));
    let path = folder.path().join("store.db");
    let store = Store::open(&path).await.unwrap();
    let running = Service::start(settings(&folder, &store), folder.read()).await.unwrap();
    let url = format!("sqlite://{}", path.display());
    let mut holder = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();
    let mut condition = store.condition();
    condition.wait_for(|now| *now != runner_store::Condition::Writing).await.unwrap();
    let begun = Instant::now();
    running.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    sqlx::query("COMMIT").execute(&mut holder).await.unwrap();
    store.close().await;
}
