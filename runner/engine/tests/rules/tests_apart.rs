//! Tests of a suite are independent: side by side, each with its own values and its own time.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use runner_engine::Lasting;
use runner_testkit::Reply;

use crate::stage::{Stage, run};

/// Answers whether both have come: `/meet/one` and `/meet/two`.
fn with_a_meeting_place(stage: Stage) -> Stage {
    let come = Mutex::new(BTreeSet::new());
    stage.origin.on_request("/meet/{who}", move |request| {
        let mut come = come.lock().unwrap();
        come.insert(request.path.clone());
        Reply::json(200, format!("{{\"both\": {}}}", come.len() == 2))
    });
    stage
}

/// Waits until both have come.
const ONE: &str = "{ get: ORIGIN/meet/one, until: { $.both: true }, every: 5ms, for_up_to: 20s }";
const TWO: &str = "{ get: ORIGIN/meet/two, until: { $.both: true }, every: 5ms, for_up_to: 20s }";

#[test]
fn tests_run_side_by_side() {
    let suite = format!(
        "name: Meet\ntests:\n  one: {{ steps: [ {ONE} ] }}\n  two: {{ steps: [ {TWO} ] }}\n"
    );
    with_a_meeting_place(Stage::new().suite(&suite)).run().assert_passed();
}

#[test]
fn so_do_cases() {
    let suite = "name: Meet\ncases: [ { who: one }, { who: two } ]\nsteps: [ { get: 'ORIGIN/meet/{{case.who}}', until: { $.both: true }, every: 5ms, for_up_to: 20s } ]\n";
    with_a_meeting_place(Stage::new().suite(suite)).run().assert_passed();
}

#[test]
fn and_suites() {
    let suite = |step: &str| format!("name: Meet\nsteps: [ {step} ]\n");
    let stage = Stage::new()
        .file("a.trip.yaml", &suite(ONE))
        .file("b.trip.yaml", &suite(TWO))
        .paths(&["a.trip.yaml", "b.trip.yaml"]);
    let ran = with_a_meeting_place(stage).run();
    ran.assert_passed();
    let ids: Vec<&str> = ran.run.suites.iter().map(|suite| suite.suite.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn as_many_as_jobs_says() {
    let mut stage = Stage::new().suite(
        "
        name: One by one
        tests:
          one: { steps: [ { get: ORIGIN/slow }, { get: ORIGIN/echo/one } ] }
          two: { steps: [ { get: ORIGIN/slow }, { get: ORIGIN/echo/two } ] }
        ",
    );
    stage.options.jobs = 1;
    stage.origin.on("/slow", Reply::text("").delay(Duration::from_millis(50)));
    let ran = stage.run();
    let lines = ["GET /slow", "GET /echo/one", "GET /slow", "GET /echo/two"];
    assert_eq!(ran.requests(), lines);
}

#[test]
fn requests_to_one_host_are_bounded_by_per_host() {
    let mut stage = Stage::new().suite(
        "
        name: Hosts
        tests:
          one: { steps: [ { get: ORIGIN/slow } ] }
          two: { steps: [ { get: ORIGIN/slow } ] }
        ",
    );
    stage.lasting = Lasting::new(Some(1));
    stage.origin.on("/slow", Reply::text("").delay(Duration::from_millis(100)));
    let ran = stage.run();
    ran.assert_passed();
    assert!(ran.received[1].at - ran.received[0].at >= Duration::from_millis(95));
}

#[test]
fn a_service_with_a_rate_limit_is_asked_only_so_often() {
    let ran = Stage::new()
        .local("services: { shop: { url: ORIGIN, rate_limit: 4/s }, orders: ORIGIN/echo }")
        .suite(
            "
            name: Pace
            service: shop
            tests:
              one: { steps: [ { get: /json }, { get: /json } ] }
              two: { steps: [ { get: /json }, { get: 'service://orders/free' } ] }
            ",
        )
        .run();
    ran.assert_passed();
    let times: Vec<_> = ran.received.iter().filter(|r| r.path == "/json").map(|r| r.at).collect();
    assert!(times[2] - times[0] >= Duration::from_millis(250), "{times:?}");
}

#[test]
fn one_test_s_failure_is_not_another_s() {
    let ran = Stage::new()
        .suite("name: Apart\ntests:\n  bad: { steps: [ { get: ORIGIN/status/500 } ] }\n  good: { steps: [ { get: ORIGIN/json } ] }\n")
        .run();
    assert_eq!(ran.ends(), ["bad: failed", "good: passed"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn the_suite_s_timeout_fails_the_test_and_stops_what_is_in_flight() {
    let stage = Stage::new().suite(
        "
        name: Late
        timeout: 200ms
        steps:
          - { name: slow, get: ORIGIN/lie/stall-before-head, timeout: 60s }
          - { name: after, get: ORIGIN/echo }
        ",
    );
    let ran = stage.run();
    assert_eq!(ran.how("slow"), "failed: the time of the test is up");
    assert_eq!(ran.how("after"), "skipped: after `slow`");
    assert_eq!(ran.outcome(), "failed");
    assert!(ran.run.took < Duration::from_secs(20));
}

#[test]
fn the_time_of_a_whole_run_spans_setup_and_tests_and_leaves_time_for_cleanup() {
    let mut stage = Stage::new().suite(
        "
        name: Late
        setup: [ { get: ORIGIN/delay/100 } ]
        steps: [ { name: slow, wait: 1h } ]
        cleanup: [ { name: undo, get: ORIGIN/delay/400 } ]
        ",
    );
    stage.options.within = Some(Duration::from_millis(300));
    let ran = stage.run();
    assert_eq!(ran.how("slow"), "failed: the time of the test is up");
    assert_eq!(ran.how("undo"), "passed");
    assert!(ran.run.took < Duration::from_secs(20));
}

#[test]
fn it_stops_waits_polls_and_retries_as_well() {
    let slow = |step: &str| {
        let ran = Stage::new()
            .suite(&format!("name: Late\ntimeout: 150ms\nsteps:\n  - {{ name: slow, {step} }}\n"))
            .run();
        assert!(ran.run.took < Duration::from_secs(20));
        ran.how("slow")
    };
    let up = "failed: the time of the test is up";
    assert_eq!(slow("wait: 1h"), up);
    assert_eq!(slow("get: ORIGIN/json, until: { $.id: 8 }, every: 1h, for_up_to: 2h"), up);
    assert_eq!(slow("get: ORIGIN/json, until: { $.id: 8 }, every: 10ms, for_up_to: 2h"), up);
    assert!(slow("get: ORIGIN/status/503, retry: { times: 9, wait: 25s }").starts_with("failed: "));
}

#[test]
fn on_failure_continue_does_not_go_on_when_the_time_is_up() {
    let ran = Stage::new()
        .suite(
            "
            name: Late
            timeout: 150ms
            steps:
              - { name: slow, wait: 1h, on_failure: continue }
              - { name: after, get: ORIGIN/echo }
            ",
        )
        .run();
    assert_eq!(ran.how("after"), "skipped: after `slow`");
    assert!(ran.received.is_empty());
}

#[test]
fn a_test_may_have_a_timeout_of_its_own() {
    let ran = Stage::new()
        .suite(
            "
            name: Late
            timeout: 100ms
            tests:
              short: { steps: [ { get: ORIGIN/delay/400 } ] }
              long: { timeout: 30s, steps: [ { get: ORIGIN/delay/400 } ] }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["short: failed", "long: passed"]);
}

#[test]
fn the_worst_outcome_is_that_of_the_whole() {
    let errored = "{ get: ORIGIN/json, save: { id: { from: $.id, secret: true } } }";
    let test = |name: &str, step: &str| format!("  {name}: {{ steps: [ {step} ] }}\n");
    let passed = test("a", "{ get: ORIGIN/json }");
    let skipped = test("b", "{ if: { environment: x }, get: ORIGIN/json }");
    let degraded = test("c", "{ get: ORIGIN/json, warn: { $.id: 8 } }");
    let errored = test("d", errored);
    let failed = test("e", "{ get: ORIGIN/status/500 }");
    let whole = |tests: &[&String]| {
        let tests: String = tests.iter().map(|test| test.as_str()).collect();
        Stage::new().suite(&format!("name: Roll-up\ntests:\n{tests}")).run().outcome()
    };
    assert_eq!(whole(&[&skipped]), "skipped");
    assert_eq!(whole(&[&passed, &skipped]), "passed");
    assert_eq!(whole(&[&passed, &degraded, &skipped]), "degraded");
    assert_eq!(whole(&[&degraded, &errored, &passed]), "errored");
    assert_eq!(whole(&[&errored, &failed, &degraded]), "failed");
}

#[test]
fn results_stand_in_the_order_of_the_file_whatever_ended_first() {
    let ran = Stage::new()
        .suite("name: Order\ntests:\n  slow: { steps: [ { get: ORIGIN/delay/80 } ] }\n  fast: { steps: [ { get: ORIGIN/json } ] }\n")
        .run();
    assert_eq!(ran.ends(), ["slow: passed", "fast: passed"]);
}

#[test]
fn a_test_of_steps_is_named_as_its_suite_and_is_called_main() {
    let ran = run("- get: ORIGIN/json");
    let test = ran.test("A rule");
    assert_eq!((test.test.test.as_str(), test.test.suite.as_str()), ("main", "suite"));
    assert_eq!(test.rerun, "tripline run suite.trip.yaml --seed 81f3");
}
