//! Stopping a run: in two stages, and after the first failure.

use runner_engine::StopLevel;
use runner_testkit::{Lie, Reply};

use crate::stage::Stage;

/// A suite whose request to `/stop` stops the run and is never answered.
fn stopped_at(level: StopLevel, suite: &str) -> Stage {
    let stage = Stage::new().suite(suite);
    let stop = stage.stop.clone();
    stage.origin.on_request("/stop", move |_| {
        stop.request(level);
        Reply::lie(Lie::StallBeforeHead)
    });
    stage
}

#[test]
fn what_is_in_flight_is_given_up_and_cleanup_is_done() {
    let ran = stopped_at(
        StopLevel::CleanUp,
        "
        name: Stopped
        steps:
          - { post: ORIGIN/echo, cleanup: [ { name: undo, get: ORIGIN/echo/undo } ] }
          - { name: slow, get: ORIGIN/stop, timeout: 60s, cleanup: [ { name: undo slow, get: ORIGIN/echo/slow } ] }
          - { name: after, get: ORIGIN/json }
        cleanup:
          - { name: last, get: ORIGIN/echo/last }
        ",
    )
    .run();
    assert_eq!(ran.how("slow"), "errored: the run was stopped");
    assert_eq!(ran.how("after"), "skipped: after `slow`");
    assert_eq!(ran.requests()[2..], ["GET /echo/slow", "GET /echo/undo", "GET /echo/last"]);
    assert_eq!((ran.outcome(), ran.run.stopped), ("errored", true));
}

#[test]
fn a_wait_or_poll_is_given_up_too() {
    for step in ["wait: 1h", "get: ORIGIN/json, until: { $.id: 8 }, every: 1h, for_up_to: 2h"] {
        let ran = stopped_at(
            StopLevel::CleanUp,
            &format!("name: Stopped\ntests:\n  one: {{ steps: [ {{ name: waits, {step} }} ] }}\n  two: {{ steps: [ {{ get: ORIGIN/stop }} ] }}\n"),
        )
        .run();
        assert_eq!(ran.how("waits"), "errored: the run was stopped");
    }
}

#[test]
fn no_step_begins_after_that() {
    let mut stage = stopped_at(
        StopLevel::CleanUp,
        "
        name: Stopped
        tests:
          one: { steps: [ { get: ORIGIN/stop, on_failure: continue }, { name: goes on, get: ORIGIN/json } ] }
          two: { steps: [ { name: set, set: { a: 1 } }, { name: then, get: ORIGIN/json } ] }
        ",
    );
    stage.options.jobs = 1;
    let ran = stage.run();
    assert_eq!(ran.requests(), ["GET /stop"]);
    assert_eq!(ran.how("set"), "errored: the run was stopped");
    assert_eq!(ran.ends(), ["one: errored", "two: errored"]);
}

#[test]
fn the_second_stop_gives_cleanup_up() {
    let ran = stopped_at(
        StopLevel::Now,
        "
        name: Stopped
        steps:
          - { get: ORIGIN/json, cleanup: [ { name: slow, get: ORIGIN/stop, timeout: 60s }, { name: next, get: ORIGIN/echo/next } ] }
        cleanup: [ { name: last, get: ORIGIN/echo/last } ]
        ",
    )
    .run();
    assert_eq!(ran.requests(), ["GET /json", "GET /stop"]);
    for name in ["slow", "next", "last"] {
        assert_eq!(ran.how(name), "errored: the run was stopped");
    }
    assert!(ran.run.stopped);
}

#[test]
fn a_second_stop_reaches_a_cleanup_that_the_first_began() {
    let stage = stopped_at(
        StopLevel::CleanUp,
        "
        name: Stopped
        steps:
          - { name: one, get: ORIGIN/stop, timeout: 60s, cleanup: [ { name: two, get: ORIGIN/now, timeout: 60s } ] }
        ",
    );
    let stop = stage.stop.clone();
    stage.origin.on_request("/now", move |_| {
        stop.request(StopLevel::Now);
        Reply::lie(Lie::StallBeforeHead)
    });
    let ran = stage.run();
    assert_eq!(ran.how("one"), "errored: the run was stopped");
    assert_eq!(ran.how("two"), "errored: the run was stopped");
}

#[test]
fn fail_fast_stops_after_the_first_test_that_does_not_pass() {
    let mut stage = Stage::new().suite(
        "
        name: Fail fast
        tests:
          bad: { steps: [ { get: ORIGIN/status/500, cleanup: [ { get: ORIGIN/echo/undo } ] } ] }
          next: { steps: [ { get: ORIGIN/json } ] }
        ",
    );
    stage.options.jobs = 1;
    stage.options.fail_fast = true;
    let ran = stage.run();
    assert_eq!(ran.requests(), ["GET /status/500", "GET /echo/undo"]);
    assert_eq!(ran.ends(), ["bad: failed", "next: errored"]);
    assert_eq!((ran.outcome(), ran.run.stopped), ("failed", true));
}

#[test]
fn fail_fast_does_not_mind_a_warning() {
    let mut stage = Stage::new().suite(
        "name: Fail fast\ntests:\n  warned: { steps: [ { get: ORIGIN/json, warn: { $.id: 8 } } ] }\n  next: { steps: [ { get: ORIGIN/json } ] }\n",
    );
    stage.options.jobs = 1;
    stage.options.fail_fast = true;
    assert_eq!(stage.run().ends(), ["warned: degraded", "next: passed"]);
}
