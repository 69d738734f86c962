//! `setup`: once per case and matrix entry, before its tests.

use runner_model::Section;

use crate::stage::Stage;

#[test]
fn setup_runs_once_and_each_test_begins_with_its_values() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            setup:
              - { name: prepare, get: ORIGIN/count/setup, save: { n: $.count } }
            tests:
              one: { steps: [ { get: 'ORIGIN/echo/one-{{n}}' } ] }
              two: { steps: [ { get: 'ORIGIN/echo/two-{{n}}' } ] }
            ",
        )
        .run();
    ran.assert_passed();
    assert_eq!(ran.count("/count/setup"), 1);
    assert_eq!((ran.count("/echo/one-1"), ran.count("/echo/two-1")), (1, 1));
    assert_eq!(ran.step("prepare").section, Section::Setup);
    assert_eq!(ran.variants().next().unwrap().setup.len(), 1);
}

#[test]
fn setup_runs_once_per_case() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            cases: [ { name: a }, { name: b } ]
            setup: [ { get: 'ORIGIN/echo/setup-{{case.name}}' } ]
            tests:
              one: { steps: [ { get: ORIGIN/json } ] }
              two: { steps: [ { get: ORIGIN/json } ] }
            ",
        )
        .run();
    ran.assert_passed();
    assert_eq!((ran.count("/echo/setup-a"), ran.count("/echo/setup-b")), (1, 1));
    assert_eq!(ran.ends().len(), 4);
}

#[test]
fn when_setup_fails_each_test_has_its_outcome_and_nothing_of_it_is_sent() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            setup: [ { name: prepare, get: ORIGIN/status/500 } ]
            tests:
              one: { steps: [ { name: first, get: ORIGIN/json } ] }
              two: { steps: [ { get: ORIGIN/json } ] }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["one: failed", "two: failed"]);
    assert_eq!(ran.how("first"), "skipped: after `prepare`");
    assert_eq!(ran.requests(), ["GET /status/500"]);
}

#[test]
fn when_setup_is_errored_so_is_each_test() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            setup: [ { get: ORIGIN/json, save: { id: { from: $.id, secret: true } } } ]
            steps: [ { get: ORIGIN/json } ]
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["main: errored"]);
    assert_eq!(ran.received.len(), 1);
}

#[test]
fn when_setup_fails_and_goes_on_the_tests_run_and_have_its_outcome() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            setup: [ { get: ORIGIN/status/500, on_failure: continue } ]
            tests: { one: { steps: [ { get: ORIGIN/json } ] } }
            ",
        )
        .run();
    assert_eq!(ran.received.len(), 2);
    assert_eq!(ran.ends(), ["one: failed"]);
}

#[test]
fn a_warning_in_setup_degrades_each_test() {
    let ran = Stage::new()
        .suite(
            "
            name: Setup
            setup: [ { get: ORIGIN/json, warn: { $.id: 8 } } ]
            tests: { one: { steps: [ { get: ORIGIN/json } ] }, two: { steps: [ { get: ORIGIN/status/500 } ] } }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["one: degraded", "two: failed"]);
}

#[test]
fn a_test_does_not_see_what_another_saved_under_the_name_of_setup_s() {
    let ran = Stage::new()
        .suite(
            "
            name: Copies
            setup: [ { set: { base: [1] } } ]
            tests:
              one: { steps: [ { get: ORIGIN/json, save: { id: $.id } }, { get: 'ORIGIN/echo/one/{{id}}/{{base.[0]}}' } ] }
              two: { steps: [ { get: ORIGIN/json, save: { id: $.name } }, { get: 'ORIGIN/echo/two/{{id}}/{{base.[0]}}' } ] }
            ",
        )
        .run();
    ran.assert_passed();
    assert_eq!((ran.count("/echo/one/7/1"), ran.count("/echo/two/Ada/1")), (1, 1));
}

#[test]
fn a_flow_may_set_things_up() {
    let ran = Stage::new()
        .file("login.trip.yaml", "name: Log in\noutputs: [token]\nsteps: [ { get: ORIGIN/json, save: { token: $.name } } ]\n")
        .suite("name: Setup\nauth: { bearer: '{{token}}' }\nsetup: [ { use: login.trip.yaml, save: [token] } ]\nsteps: [ { get: ORIGIN/echo } ]\n")
        .run();
    ran.assert_passed();
    assert_eq!(ran.received[1].header("authorization"), Some("Bearer Ada"));
}
