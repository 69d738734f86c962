//! The service is asked to end while nothing else wants to.

use std::time::{Duration, Instant};

use runner_testkit::{Lie, Reply};

use crate::watched::{PATIENCE, Project, monitor, within};

#[test]
fn it_ends_within_ten_seconds_although_a_service_and_a_receiver_hang() {
    let slow =
        "  slow: { run: [slow.trip.yaml], in: local, every: 1s, timeout: 50s, notify: crew }\n";
    let monitors = monitor("bad", "local", ", notify: crew");
    let project = Project::watched(&format!(
        "channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }} }}\n\
         notify: {{ crew: [ {{ channel: hook }} ] }}\nmonitors:\n{slow}{monitors}"
    ));
    let slow = "name: slow\nservice: api\nsteps:\n  - name: makes\n    post: /orders\n    \
                cleanup: [ { delete: /orders/7 } ]\n  - { name: hangs, get: /hangs, timeout: 40s }\n";
    let project = project.asks("bad", "/status/500").file("slow.trip.yaml", slow);
    project.origin.on("POST /orders", Reply::status(201));
    project.origin.on("DELETE /orders/7", Reply::status(204));
    project.origin.on("/hangs", Reply::lie(Lie::StallBeforeHead));
    project.origin.on("POST /hook", Reply::lie(Lie::StallBeforeHead));
    let service = project.serve();
    // The message about `bad` is on its way, and takes for ever.
    let told = project.wait_for("told", PATIENCE, |_| true);
    let posted = || project.origin.received().iter().any(|request| request.path == "/hook");
    assert!(within(PATIENCE, || posted().then_some(())).is_some());
    let asked = Instant::now();
    service.signal("TERM");
    let ended = service.end().exits(0).says(&["stopping: what goes on has ten seconds"]);
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    assert!(!ended.stderr.contains("the store is closed"), "{}", ended.stderr);
    let deleted = project.origin.received().iter().filter(|r| r.method == "DELETE").count();
    assert_eq!(deleted, 1, "what the run made is taken back");
    let slow = project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "slow");
    assert_eq!(slow["outcome"], "errored", "that it was stopped says nothing about the service");
    assert_eq!(project.events().last().unwrap()["event"], "stopped");

    // What was on its way goes first when it begins again.
    project.origin.on("POST /hook", Reply::status(200));
    let service = project.serve();
    let sent = project.wait_for("delivered", PATIENCE, |delivered| delivered["result"] == "sent");
    assert_eq!(sent["key"], told["key"]);
    service.signal("INT");
    service.end().exits(0);
}
