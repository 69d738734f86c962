//! A single server that sends interim answers without end: its step ends in time, and so does
//! the process, though nothing else happens that could wake a clock.

use std::process::{Command, Stdio};
use std::time::Duration;

use runner_testkit::{Authority, Lie, Origin};
use serde_json::Value;

use crate::support::{Ended, Project, Started, steps};

/// The step's own time is 700 ms.
const LATEST_JUDGEMENT: f64 = 1200.0;
/// A debug build on a busy machine takes a moment to start.
const LATEST_END: Duration = Duration::from_millis(2500);

/// A project with one step, which asks `origin` for the storm.
fn project(origin: &Origin, scheme: &str) -> Project {
    let url = format!("{scheme}://{}/lie/{}", origin.addr(), Lie::InterimStorm.name());
    let step =
        format!("  - {{ get: \"{url}\", http: 1.1, tls: {{ verify: false }}, timeout: 700ms }}\n");
    Project::new().suite("a.trip.yaml", &step)
}

#[track_caller]
fn assert_in_time(ended: &Ended, what: &str) {
    assert_eq!(ended.code, Some(1), "{what}: {ended:?}");
    let report: Value = serde_json::from_str(&ended.stdout).unwrap();
    let step = &steps(&report)[0];
    let error = &step["outcome"]["failed"]["transport"];
    assert_eq!((&error["kind"], &error["phase"]), (&"timeout".into(), &"wait".into()), "{step:#}");
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("no answer within 700 ms: connected to "), "{message}");
    assert!(step["took"].as_f64().unwrap() < LATEST_JUDGEMENT, "{what}: {step:#}");
    assert!(ended.took < LATEST_END, "{what}: {:?}", ended.took);
}

#[test]
fn a_storm_of_interim_answers_holds_no_clock_up() {
    let (plain, tls) = (Origin::start(), Origin::start_tls(Authority::new().tls()));
    for (origin, scheme) in [(&plain, "http"), (&tls, "https")] {
        let ended = project(origin, scheme).run(&["--report", "json"]);
        assert_in_time(&ended, scheme);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn nor_on_a_single_core() {
    let origin = Origin::start();
    let project = project(&origin, "http");
    let tripline = project.command();
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", "0"]).arg(tripline.get_program()).args(["run", "--report", "json"]);
    pinned.current_dir(tripline.get_current_dir().unwrap());
    pinned.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ended = Started::of(pinned.spawn().unwrap()).end();
    assert_in_time(&ended, "pinned");
}
