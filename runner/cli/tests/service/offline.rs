//! A name that does not resolve, and a location that sees nothing at all.

use std::thread;
use std::time::Duration;

use runner_testkit::{Reply, refused_port};

use crate::watched::{PATIENCE, Project, monitor};

const NOWHERE: &str =
    "name: nowhere\nsteps:\n  - { name: ask, get: \"http://no-such-name.invalid/\" }\n";

fn project(more: &str) -> Project {
    let monitors = monitor("nowhere", "local", ", notify: crew");
    let project = Project::watched(&format!(
        "channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }} }}\n\
         notify: {{ crew: [ {{ channel: hook }} ] }}\n{more}monitors:\n{monitors}"
    ));
    project.origin.on("POST /hook", Reply::status(200));
    project.file("nowhere.trip.yaml", NOWHERE)
}

#[test]
fn a_name_that_does_not_resolve_is_the_services_failure() {
    let project = project("");
    let service = project.serve();
    let ran = project.wait_for("ran", PATIENCE, |_| true);
    assert_eq!(ran["outcome"], "failed", "{ran}");
    let got = ran["finding"]["got"].as_str().unwrap();
    assert!(got.contains("no-such-name.invalid"), "{got}");
    let told = project.wait_for("delivered", PATIENCE, |_| true);
    assert_eq!((&told["key"], &told["result"]), (&"1/down/hook/1".into(), &"sent".into()));
    service.signal("TERM");
    service.end().exits(0);
}

#[test]
fn where_nothing_can_be_seen_the_location_is_blind_and_no_service_is_down() {
    let (one, other) = (refused_port(), refused_port());
    let project = project(&format!(
        "connectivity: {{ reference: [ \"tcp://127.0.0.1:{one}\", \"http://127.0.0.1:{other}/\" ] }}\n"
    ));
    let service = project.serve();
    let told = project.wait_for("delivered", PATIENCE, |_| true);
    assert_eq!(told["result"], "sent");
    // Long enough for an incident to be told, if there were one.
    thread::sleep(Duration::from_secs(7));
    service.signal("TERM");
    service.end().exits(0);
    let outcomes = project.events_of("ran").into_iter().map(|ran| ran["outcome"].clone());
    assert!(outcomes.clone().count() > 5);
    assert!(
        outcomes.clone().all(|outcome| outcome == "errored"),
        "{:?}",
        outcomes.collect::<Vec<_>>()
    );
    assert_eq!(project.events_of("incident"), Vec::<serde_json::Value>::new());
    let posts = project.origin.received().into_iter().filter(|request| request.path == "/hook");
    let keys: Vec<_> = posts.map(|p| p.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 1, "{keys:?}");
    assert!(keys[0].starts_with("blind/here/"), "{keys:?}");
}
