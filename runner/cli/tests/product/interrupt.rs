//! Ctrl-C: the first stops and cleans up, the second stops at once.
#![cfg(unix)]

use std::time::Duration;

use runner_testkit::Reply;

use crate::support::Project;

const MAKES: &str = "
  - post: ORIGIN/orders
    save: { id: $.id }
    cleanup: [ { name: take it back, delete: \"ORIGIN/orders/{{id}}\" } ]
  - { name: slow, get: ORIGIN/delay/15000 }
  - { get: ORIGIN/never }
";

fn shop(suite: &str) -> Project {
    let project = Project::new().suite("a.trip.yaml", suite);
    project.origin.on("POST /orders", Reply::json(201, r#"{"id": 7}"#));
    project.origin.on("DELETE /orders/{id}", Reply::status(204));
    project
}

fn wait_for(project: &Project, count: usize) {
    let seen = project.origin.wait_received(count, Duration::from_secs(10));
    assert_eq!(seen.len(), count, "{:?}", project.requests());
}

#[test]
fn the_first_ctrl_c_stops_what_is_in_flight_and_cleans_up() {
    let project = shop(MAKES);
    let started = project.start(&["run", "--report", "json=run.json"]);
    wait_for(&project, 2);
    started.interrupt();
    let ended = started.end().exits(130);
    assert!(ended.took < Duration::from_secs(5), "{:?}", ended.took);
    ended.says(&["stopping: cleanup is done first"]);
    assert_eq!(project.requests(), ["POST /orders", "GET /delay/15000", "DELETE /orders/7"]);
    let report: serde_json::Value = serde_json::from_str(&project.read("run.json")).unwrap();
    assert_eq!(report["stopped"], true, "{report:#}");
    assert_ne!(report["outcome"], "passed");
    assert_ne!(report["outcome"], "failed", "a stopped run says nothing about the service");
}

#[test]
fn the_second_ctrl_c_stops_at_once() {
    let project = shop(MAKES);
    project.origin.on("DELETE /orders/{id}", Reply::status(204).delay(Duration::from_secs(15)));
    let mut started = project.start(&["run"]);
    wait_for(&project, 2);
    started.interrupt();
    started.wait_for_stderr("stopping", 1);
    wait_for(&project, 3);
    started.interrupt();
    let ended = started.end().exits(130);
    assert!(ended.took < Duration::from_secs(6), "{:?}", ended.took);
}

#[test]
fn waiting_retrying_and_polling_are_interrupted_too() {
    for step in [
        "  - wait: 15s\n",
        "  - { get: ORIGIN/status/503, retry: { times: 3, wait: 15s } }\n",
        "  - { get: ORIGIN/json, until: { $.id: 8 }, every: 15s, for_up_to: 60s }\n",
    ] {
        let project = shop(&format!("  - get: ORIGIN/text\n{step}"));
        let mut started = project.start(&["run"]);
        wait_for(&project, 1);
        std::thread::sleep(Duration::from_millis(150));
        started.interrupt();
        started.wait_for_stderr("stopping", 1);
        let ended = started.end().exits(130);
        assert!(ended.took < Duration::from_secs(5), "{step}: {:?}", ended.took);
    }
}

#[test]
fn tests_that_have_not_begun_are_not_begun() {
    let mut project = Project::new();
    for n in 0..5 {
        project = project.suite(&format!("{n}.trip.yaml"), "  - get: ORIGIN/delay/3000\n");
    }
    let started = project.start(&["run", "--jobs", "1"]);
    wait_for(&project, 1);
    started.interrupt();
    started.end().exits(130);
    assert_eq!(project.requests().len(), 1);
}

#[test]
fn being_asked_to_terminate_is_heeded_like_ctrl_c() {
    let project = shop(MAKES);
    let started = project.start(&["run"]);
    wait_for(&project, 2);
    started.signal("TERM");
    started.end().exits(130);
    assert_eq!(project.requests().last().unwrap(), "DELETE /orders/7");
}
