//! The project changes while something is going on.

use std::sync::Arc;
use std::time::Duration;

use runner_health::incident::IncidentState;
use runner_model::{MonitorName, Outcome, Trigger};
use runner_store::Store;

use super::clockwork::{Clockwork, Script};
use super::outages::at;
use super::project::{Folder, head};

const ONE: &str = "  one: { run: suites/mail.trip.yaml, in: staging, every: 1m, notify: oncall, up_after: 1 runs }\n";
const TWO: &str = "  two: { run: suites/shop.trip.yaml, in: staging, every: 1m, notify: oncall }\n";

fn project(monitors: &str) -> String {
    format!("{}monitors:\n{monitors}", head())
}

fn down() -> Script {
    Arc::new(|series, _| match series.monitor.as_str() {
        "one" => Outcome::Failed,
        _ => Outcome::Passed,
    })
}

fn states(clock: &Clockwork) -> Vec<bool> {
    let incidents = clock.incidents();
    let open = incidents.iter().map(|i| !matches!(i.state, IncidentState::Closed { .. }));
    open.collect()
}

#[test]
fn a_monitor_that_is_taken_out_while_it_is_down_closes_its_incident() {
    let folder = Folder::new(&project(&[ONE, TWO].concat()));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), down());
    clock.pass(300);
    assert_eq!(states(&clock), [true]);
    folder.write(&project(TWO));
    clock.reload(&folder.read());
    assert_eq!(states(&clock), [false]);
    assert_eq!(clock.heard()[1..], ["slack: 12:05:00 recovered"]);
    clock.pass(1_200);
    assert_eq!(clock.messages.len(), 2, "{:?}", clock.heard());
}

#[tokio::test]
async fn a_monitor_that_is_taken_out_while_nobody_watches_closes_its_incident() {
    let folder = Folder::new(&project(&[ONE, TWO].concat()));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), down());
    clock.pass(300);
    folder.write(&project(TWO));
    let store = Store::open(&folder.path().join("store.db")).await.unwrap();
    clock.dies_and_returns(&store, &folder.read()).await;
    assert_eq!(states(&clock), [false]);
    assert_eq!(clock.heard()[1..], ["slack: 12:05:00 recovered"]);
    store.close().await;
}

#[test]
fn what_is_taken_out_while_it_runs_says_nothing_when_it_is_over() {
    let folder = Folder::new(&project(&[ONE, TWO].concat()));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), down());
    clock.takes = |_| Some(Duration::from_secs(40));
    clock.pass(180);
    assert_eq!(states(&clock), [true]);
    folder.write(&project(TWO));
    clock.reload(&folder.read());
    clock.pass(300);
    assert_eq!(states(&clock), [false]);
    assert_eq!(clock.heard().last().unwrap(), "slack: 12:03:00 recovered");
}

#[test]
fn a_test_that_is_no_longer_run_says_nothing_when_its_run_is_over() {
    let both = "  one: { run: [suites/mail.trip.yaml, suites/shop.trip.yaml], in: staging, every: 1m, \
                down_after: 1 runs, notify: oncall }\n";
    let left = both.replace("suites/mail.trip.yaml, ", "");
    let folder = Folder::new(&project(both));
    let mail: Script = Arc::new(|series, _| match series.test.suite.as_str() {
        "suites/mail" => Outcome::Failed,
        _ => Outcome::Passed,
    });
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), mail);
    clock.takes = |_| Some(Duration::from_secs(40));
    let slot = folder.read().monitors[0].slots.after(at("12:00:00")).unwrap();
    clock.pass_until(slot + Duration::from_secs(10));
    folder.write(&project(&left));
    clock.reload(&folder.read());
    clock.pass(300);
    assert_eq!(states(&clock), [false; 0]);
    assert_eq!(clock.heard(), [""; 0]);
}

#[test]
fn what_waits_for_a_run_to_end_is_run_as_the_files_say_then() {
    let folder = Folder::new(&project(&[ONE, TWO].concat()));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), down());
    clock.takes = |_| Some(Duration::from_secs(40));
    let one = MonitorName::try_from("one").unwrap();
    let two = MonitorName::try_from("two").unwrap();
    for name in [&one, &one, &two, &two] {
        let (known, begins) = clock.control.run_now(name, Trigger::Manual, at("12:00:00"));
        assert!(known);
        begins.into_iter().for_each(|begins| clock.begin(begins));
    }
    assert_eq!(clock.begun.len(), 2, "one run of each at a time");
    folder.write(&project(&TWO.replace("every: 1m", "every: 7m")));
    let watch = folder.read();
    clock.reload(&watch);
    clock.begun.clear();
    clock.pass(41);
    let begun: Vec<&str> = clock.begun.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(begun, ["two"], "what is gone does not begin");
    let (known, _) = clock.control.run_now(&one, Trigger::Manual, clock.now);
    assert!(!known);
}

#[test]
fn a_changed_interval_is_followed_and_the_state_is_kept() {
    let folder = Folder::new(&project(ONE));
    let mut clock = Clockwork::new(&folder.read(), at("12:00:00"), down());
    clock.pass(300);
    folder.write(&project(&ONE.replace("every: 1m", "every: 10s")));
    clock.reload(&folder.read());
    clock.begun.clear();
    clock.pass(100);
    assert_eq!(clock.begun.len(), 10);
    assert_eq!(states(&clock), [true]);
    assert_eq!(clock.heard().len(), 1, "it is known already: {:?}", clock.heard());
}
