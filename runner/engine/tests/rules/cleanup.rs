//! `cleanup`: registered when its request is sent, run last in, first out, whatever happens.

use runner_model::Section;
use runner_testkit::{Lie, Reply};

use crate::ran::Ran;
use crate::stage::{Stage, run};

/// The paths that were asked for, without the slash.
fn paths(ran: &Ran) -> Vec<&str> {
    ran.received.iter().map(|request| request.path.trim_start_matches("/echo/")).collect()
}

#[test]
fn the_last_registered_is_cleaned_up_first_and_each_list_in_its_order() {
    let ran = run("
        - { post: ORIGIN/echo/1, cleanup: [ { get: ORIGIN/echo/1a }, { get: ORIGIN/echo/1b } ] }
        - { post: ORIGIN/echo/2, cleanup: [ { get: ORIGIN/echo/2a } ] }
        - { post: ORIGIN/echo/3 }
        ");
    ran.assert_passed();
    assert_eq!(paths(&ran), ["1", "2", "3", "2a", "1a", "1b"]);
    let sections: Vec<Section> = ran.steps().iter().map(|step| step.section).collect();
    assert_eq!(sections[..3], [Section::Steps; 3]);
    assert_eq!(sections[3..], [Section::Cleanup; 3]);
}

#[test]
fn it_runs_after_a_failure_and_only_for_what_was_sent() {
    let ran = run("
        - { post: ORIGIN/echo/1, cleanup: [ { get: ORIGIN/echo/1a } ] }
        - { get: ORIGIN/status/500, cleanup: [ { get: ORIGIN/echo/2a } ] }
        - { post: ORIGIN/echo/3, cleanup: [ { get: ORIGIN/echo/3a } ] }
        ");
    assert_eq!(ran.requests()[2..], ["GET /echo/2a", "GET /echo/1a"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn a_request_without_an_answer_is_cleaned_up_as_well() {
    let ran =
        run("- { post: ORIGIN/lie/reset-before-head, cleanup: [ { get: ORIGIN/echo/undo } ] }");
    assert_eq!(ran.requests().last().unwrap(), "GET /echo/undo");
}

#[test]
fn a_request_that_could_not_be_made_is_not() {
    let ran = run(
        "- set: { v: \"a\\nb\" }\n- { post: ORIGIN/echo, headers: { x: '{{v}}' }, cleanup: [ { get: ORIGIN/echo/undo } ] }",
    );
    assert!(ran.received.is_empty());
}

#[test]
fn it_runs_after_the_time_of_the_test_is_up() {
    let ran = Stage::new()
        .suite(
            "
            name: Late
            timeout: 200ms
            steps:
              - name: slow
                get: ORIGIN/lie/stall-before-head
                cleanup: [ { name: undo, get: ORIGIN/delay/300 } ]
            ",
        )
        .run();
    assert_eq!(ran.how("slow"), "failed: the time of the test is up");
    assert_eq!(ran.how("undo"), "passed");
}

#[test]
fn one_that_fails_leaves_something_behind_and_the_others_are_tried() {
    let ran = run("
        - post: ORIGIN/echo/1
          cleanup:
            - { name: gone, delete: ORIGIN/status/404 }
            - { name: next, get: ORIGIN/echo/next }
        - post: ORIGIN/echo/2
          cleanup: [ { name: broken, delete: ORIGIN/lie/reset-before-head } ]
        ");
    assert_eq!(ran.how("broken"), "failed: reset");
    assert!(ran.how("gone").starts_with("failed: status "));
    assert_eq!(ran.how("next"), "passed");
    assert_eq!(ran.ends(), ["main: degraded"]);
    assert_eq!(ran.outcome(), "degraded");
}

#[test]
fn an_error_of_ours_in_a_cleanup_degrades_too() {
    let ran = run(
        "- { get: ORIGIN/json, save: { a: $.address }, cleanup: [ { name: undo, delete: 'ORIGIN/echo/{{a}}' } ] }",
    );
    assert!(ran.how("undo").starts_with("errored: "), "{:?}", ran.hows());
    assert_eq!(ran.outcome(), "degraded");
}

#[test]
fn a_failure_stays_a_failure_when_a_cleanup_fails_as_well() {
    let ran = run("- { get: ORIGIN/status/500, cleanup: [ { delete: ORIGIN/status/500 } ] }");
    assert_eq!(ran.ends(), ["main: failed"]);
}

#[test]
fn a_cleanup_may_expect_save_and_be_cleaned_up_itself() {
    let ran = run(
        "
        - post: ORIGIN/echo/1
          cleanup:
            - { get: ORIGIN/json, expect: { $.id: 7 }, save: { left: $.id }, cleanup: [ { get: 'ORIGIN/echo/after' } ] }
            - { delete: 'ORIGIN/echo/{{left}}' }
        ",
    );
    ran.assert_passed();
    assert_eq!(ran.requests()[1..], ["GET /json", "DELETE /echo/7", "GET /echo/after"]);
}

#[test]
fn a_cleanup_may_be_any_kind_of_step() {
    let ran = Stage::new()
        .file("flow.trip.yaml", "name: Flow\nsteps: [ { post: ORIGIN/echo/flow, cleanup: [ { get: ORIGIN/echo/of-flow } ] } ]\n")
        .steps(
            "
            - post: ORIGIN/echo/1
              save: { path: $.path }
              cleanup:
                - use: flow.trip.yaml
                - { for_each: { x: [a, b] }, delete: 'ORIGIN/echo/{{x}}' }
                - { if: { var path: other }, delete: ORIGIN/echo/never }
                - { get: ORIGIN/poll/x/1, until: { $.status: done }, every: 5ms }
                - { name: group, steps: [ { get: ORIGIN/flaky/x/1, retry: { times: 1, wait: 1ms } }, { set: { a: 1 } } ] }
                - { wait: 1ms }
            ",
        )
        .run();
    ran.assert_passed();
    assert_eq!(
        paths(&ran)[1..],
        ["flow", "a", "b", "/poll/x/1", "/poll/x/1", "/flaky/x/1", "/flaky/x/1", "of-flow"]
    );
}

#[test]
fn a_group_s_cleanup_runs_after_those_of_its_steps() {
    let ran = run("
        - name: group
          cleanup: [ { get: ORIGIN/echo/group } ]
          steps:
            - { post: ORIGIN/echo/1, cleanup: [ { get: ORIGIN/echo/1a } ] }
            - { post: ORIGIN/echo/2, cleanup: [ { get: ORIGIN/echo/2a } ] }
        - { post: ORIGIN/echo/3, cleanup: [ { get: ORIGIN/echo/3a } ] }
        ");
    assert_eq!(paths(&ran)[3..], ["3a", "2a", "1a", "group"]);
}

#[test]
fn a_group_of_which_nothing_was_sent_registers_no_inner_cleanup() {
    let ran = run("
        - name: group
          steps:
            - { get: ORIGIN/status/500 }
            - { post: ORIGIN/echo/2, cleanup: [ { get: ORIGIN/echo/2a } ] }
        ");
    assert_eq!(ran.requests(), ["GET /status/500"]);
}

#[test]
fn it_is_filled_when_it_runs() {
    let ran = run("
        - { post: ORIGIN/echo, cleanup: [ { get: 'ORIGIN/echo/{{id}}' } ] }
        - { get: ORIGIN/json, save: { id: $.id } }
        ");
    ran.assert_passed();
    assert_eq!(ran.requests().last().unwrap(), "GET /echo/7");
}

#[test]
fn the_test_s_cleanup_runs_after_those_of_its_steps() {
    let ran = Stage::new()
        .suite(
            "
            name: Order
            tests:
              one:
                cleanup: [ { get: ORIGIN/echo/test } ]
                steps:
                  - { post: ORIGIN/echo/1, cleanup: [ { get: ORIGIN/echo/step } ] }
            ",
        )
        .run();
    assert_eq!(paths(&ran), ["1", "step", "test"]);
    assert_eq!(ran.test("one").steps.len(), 3);
}

#[test]
fn the_suite_s_cleanup_comes_after_all_tests_and_before_those_of_setup() {
    let ran = Stage::new()
        .suite(
            "
            name: Order
            setup:
              - { post: ORIGIN/echo/setup, cleanup: [ { get: ORIGIN/echo/of-setup } ] }
            tests:
              one:
                steps: [ { post: ORIGIN/delay/30, cleanup: [ { get: ORIGIN/echo/of-test } ] } ]
              two:
                steps: [ { post: ORIGIN/delay/60, cleanup: [ { get: ORIGIN/echo/of-test } ] } ]
            cleanup:
              - { get: ORIGIN/echo/suite-1 }
              - { get: ORIGIN/echo/suite-2 }
            ",
        )
        .run();
    ran.assert_passed();
    assert_eq!(paths(&ran)[3..], ["of-test", "of-test", "suite-1", "suite-2", "of-setup"]);
    let variant = ran.variants().next().unwrap();
    assert_eq!(variant.cleanup.len(), 3);
}

#[test]
fn the_suite_s_cleanup_sees_what_setup_saved_and_with_steps_what_the_test_did() {
    let ran = Stage::new()
        .suite(
            "
            name: Seen
            setup: [ { get: ORIGIN/json, save: { id: $.id } } ]
            steps: [ { get: ORIGIN/json, save: { who: $.name } } ]
            cleanup: [ { get: 'ORIGIN/echo/{{id}}/{{who}}' } ]
            ",
        )
        .run();
    assert_eq!(ran.requests().last().unwrap(), "GET /echo/7/Ada");
    let ran = Stage::new()
        .suite(
            "
            name: Seen
            setup: [ { get: ORIGIN/json, save: { id: $.id } } ]
            tests: { one: { steps: [ { get: ORIGIN/json } ] }, two: { steps: [ { get: ORIGIN/json } ] } }
            cleanup: [ { get: 'ORIGIN/echo/{{id}}' } ]
            ",
        )
        .run();
    assert_eq!(ran.requests().last().unwrap(), "GET /echo/7");
}

#[test]
fn the_suite_s_cleanup_runs_after_a_failed_setup() {
    let ran = Stage::new()
        .suite(
            "
            name: After
            setup:
              - { post: ORIGIN/echo/setup, cleanup: [ { get: ORIGIN/echo/of-setup } ] }
              - get: ORIGIN/status/500
            steps: [ { get: ORIGIN/json } ]
            cleanup: [ { get: ORIGIN/echo/suite } ]
            ",
        )
        .run();
    assert_eq!(ran.requests()[2..], ["GET /echo/suite", "GET /echo/of-setup"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn something_left_behind_by_the_suite_degrades_the_suite() {
    let ran = Stage::new()
        .suite("name: Left\nsteps: [ { get: ORIGIN/json } ]\ncleanup: [ { get: ORIGIN/status/500 } ]\n")
        .run();
    assert_eq!(ran.outcome(), "degraded");
}

#[test]
fn a_cleanup_of_a_polling_step_is_registered_once() {
    let stage = Stage::new().steps("- { get: ORIGIN/poll/a/2, every: 5ms, until: { $.status: done }, cleanup: [ { get: ORIGIN/echo/undo } ] }");
    stage.origin.on("/slow", Reply::lie(Lie::StallBeforeHead));
    assert_eq!(stage.run().count("/echo/undo"), 1);
}
