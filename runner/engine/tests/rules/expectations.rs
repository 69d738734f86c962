//! `expect`, `warn`, `on_failure`, and the order within a step.

use runner_testkit::Reply;

use crate::ran::{Ran, broken, broken_subjects};
use crate::stage::{Stage, run};

fn answered(reply: Reply, step: &str) -> Ran {
    let stage = Stage::new().steps(&format!(
        "- {{ name: ask, get: ORIGIN/x, {step} }}\n- {{ name: after, get: ORIGIN/echo }}"
    ));
    stage.origin.on("/x", reply);
    stage.run()
}

#[test]
fn a_step_that_says_nothing_expects_a_2xx() {
    for status in [200, 201, 204, 299] {
        answered(Reply::status(status), "query: { a: 1 }").assert_passed();
    }
    for status in [301, 304, 400, 404, 500, 503] {
        let ran = answered(Reply::status(status), "query: { a: 1 }");
        assert_eq!(broken_subjects(ran.step("ask")), ["status"], "{status}");
    }
}

#[test]
fn other_expectations_do_not_take_the_2xx_away() {
    let ran = answered(Reply::json(500, r#"{"a": 1}"#), "expect: { $.a: 1 }");
    assert_eq!(broken_subjects(ran.step("ask")), ["status"]);
}

#[test]
fn status_any_or_a_status_takes_it_away() {
    answered(Reply::status(500), "expect: { status: any }").assert_passed();
    answered(Reply::status(404), "expect: { status: 404 }").assert_passed();
    answered(Reply::status(404), "expect: { status: { one_of: [2xx, 404] } }").assert_passed();
    answered(Reply::status(304), "expect: { status: 3xx }").assert_passed();
    let ran = answered(Reply::status(200), "expect: { status: 404 }");
    assert_eq!(broken_subjects(ran.step("ask")), ["status"]);
}

#[test]
fn all_failures_are_reported_then_the_test_stops() {
    let ran = answered(
        Reply::json(500, r#"{"a": 1, "b": 2}"#),
        "expect: { $.a: 2, $.b: 2, $.c: 3, header x-y: z }",
    );
    assert_eq!(broken_subjects(ran.step("ask")), ["status", "$.a", "$.c", "header x-y"]);
    assert_eq!(ran.step("ask").checks.len(), 5);
    assert_eq!(ran.how("after"), "skipped: after `ask`");
    assert_eq!(ran.outcome(), "failed");
    assert_eq!(ran.count("/echo"), 0);
}

#[test]
fn a_broken_warning_degrades_and_the_test_goes_on() {
    let ran = answered(
        Reply::json(200, r#"{"a": 1}"#),
        "expect: { $.a: 1 }, warn: { $.a: 2, time: { under: 1h } }",
    );
    assert_eq!(ran.how("ask"), "degraded: $.a expected 2, got 1");
    assert_eq!(ran.how("after"), "passed");
    assert_eq!(ran.outcome(), "degraded");
}

#[test]
fn a_failure_outweighs_a_warning_and_both_are_reported() {
    let ran = answered(Reply::json(200, r#"{"a": 1}"#), "expect: { $.a: 3 }, warn: { $.a: 2 }");
    assert_eq!(ran.how("ask"), "failed: $.a expected 3, got 1");
    assert_eq!(broken(&ran.step("ask").warnings), ["$.a expected 2, got 1"]);
}

#[test]
fn on_failure_continue_goes_on_and_still_ends_failed() {
    let ran = answered(Reply::status(500), "on_failure: continue");
    assert!(ran.how("ask").starts_with("failed: "));
    assert_eq!(ran.how("after"), "passed");
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn on_failure_continue_of_a_group_or_flow_goes_on_after_it() {
    let ran = Stage::new()
        .file("flow.trip.yaml", "name: Flow\nsteps: [ { name: in flow, get: ORIGIN/status/500 }, { get: ORIGIN/echo/never } ]\n")
        .steps(
            "
            - name: group
              on_failure: continue
              steps:
                - { name: bad, get: ORIGIN/status/500 }
                - { name: rest, get: ORIGIN/echo/never }
            - { use: flow.trip.yaml, on_failure: continue }
            - name: inner
              steps:
                - { get: ORIGIN/status/404, on_failure: continue }
                - { get: ORIGIN/echo/inner }
            - get: ORIGIN/echo/after
            ",
        )
        .run();
    assert_eq!(ran.how("rest"), "skipped: after `bad`");
    assert_eq!(
        (ran.count("/echo/never"), ran.count("/echo/inner"), ran.count("/echo/after")),
        (0, 1, 1)
    );
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn values_are_saved_before_the_other_checks_which_may_use_them() {
    let ran = answered(
        Reply::json(200, r#"{"id": 7, "copy": 7, "other": 8}"#),
        "save: { id: $.id }, expect: { $.copy: '{{id}}', $.other: '{{id}}' }",
    );
    assert_eq!(ran.how("ask"), "failed: $.other expected 7, got 8");
    assert_eq!(ran.saved("id"), 7);
}

#[test]
fn a_value_is_saved_although_a_check_is_broken_so_that_cleanup_can_use_it() {
    let ran = answered(
        Reply::json(201, r#"{"id": 7, "total": 0}"#),
        "save: { id: $.id }, expect: { $.total: 5 }, cleanup: [ { delete: 'ORIGIN/echo/{{id}}' } ]",
    );
    assert_eq!(ran.requests(), ["GET /x", "DELETE /echo/7"]);
}

#[test]
fn after_a_wrong_status_a_missing_value_is_no_second_failure() {
    let ran = answered(
        Reply::json(500, r#"{"e": 1}"#),
        "save: { id: $.id, e: $.e }, expect: { $.total: 5 }",
    );
    assert_eq!(broken_subjects(ran.step("ask")), ["status", "$.total"]);
    assert_eq!(ran.saved("e"), 1);
}

#[test]
fn after_the_right_status_a_missing_value_stands_beside_broken_checks() {
    let ran = answered(Reply::json(200, r#"{"e": 1}"#), "save: { id: $.id }, expect: { $.e: 2 }");
    assert_eq!(broken_subjects(ran.step("ask")), ["$.e", "$.id"]);
}

#[test]
fn an_operand_keeps_its_type() {
    let ran = answered(
        Reply::json(
            200,
            r#"{"n": 5, "s": "5", "f": 5.0, "big": 12345678901234567890123, "none": null}"#,
        ),
        "expect: { $.n: 5, $.f: 5, $.s: '5', $.big: 12345678901234567890123, $.none: null }",
    );
    ran.assert_passed();
    let ran = run(
        "
        - { get: ORIGIN/json, save: { n: $.id, s: { from: $.address.zip } } }
        - { get: ORIGIN/json, expect: { $.id: '{{n}}', $.address.zip: '{{s}}', $.name: { not: '{{n}}' } } }
        ",
    );
    ran.assert_passed();
}

#[test]
fn what_was_really_sent_can_be_checked() {
    run("
        - post: ORIGIN/echo
          query: { a: b c }
          json: { n: 1 }
          headers: { X-Id: '7' }
          expect:
            request header x-id: '7'
            request body: { contains: n, length: 7 }
            request url: { ends_with: '/echo?a=b%20c' }
        ")
    .assert_passed();
}

#[test]
fn took_and_time_and_size_have_units() {
    run("
        - get: ORIGIN/delay/30
          expect:
            time: { over: 30ms, under: 1m }
            took: { over: 30ms }
            time_to_first_byte: { over: 30ms }
            size: 4B
        ")
    .assert_passed();
}

#[test]
fn where_an_answer_came_from_can_be_checked() {
    run("
        - get: http://localhost:PORT/redirect/2?a=b
          follow_redirects: true
          expect:
            url: { ends_with: /redirect/0 }
            request url: { ends_with: '/redirect/2?a=b' }
            redirects: 2
            protocol: HTTP/1.1
            ip: { one_of: ['127.0.0.1', '::1'] }
            tls_version: { exists: false }
            tls_time: { exists: false }
            certificate_issuer: { exists: false }
            error: { exists: false }
            environment: { exists: false }
        - get: http://localhost:PORT/json
          connection: new
          expect: { dns_time: { at_least: 0ms }, connect_time: { at_least: 0ms } }
        - get: http://localhost:PORT/json
        - get: http://localhost:PORT/json
          expect: { connect_time: { exists: false }, dns_time: { exists: false } }
        ")
    .assert_passed();
}

#[test]
fn after_a_transport_error_only_the_error_took_and_variables_are_there() {
    let ran = run(
        "
        - set: { n: 1 }
        - name: ask
          get: ORIGIN/lie/reset-before-head
          expect: { error: reset, took: { over: 0ms }, var n: 1, $.a: 1, header x: y, body: { contains: z } }
        ",
    );
    assert_eq!(broken_subjects(ran.step("ask")), ["$.a", "header x", "body"]);
}

#[test]
fn the_suite_can_expect_how_long_a_whole_test_takes() {
    let suite = |limit: &str| {
        Stage::new()
            .suite(&format!(
                "name: Whole\nexpect: {{ took: {{ under: {limit} }} }}\nsteps:\n  - get: ORIGIN/delay/30\n  - get: ORIGIN/delay/30\n"
            ))
            .run()
    };
    let slow = suite("50ms");
    assert_eq!(slow.outcome(), "failed");
    let test = slow.tests().next().unwrap();
    assert_eq!(broken(&test.checks).len(), 1);
    assert_eq!(suite("1m").outcome(), "passed");
}

#[test]
fn a_check_step_looks_at_variables_and_sends_nothing() {
    let ran = run("
        - set: { n: 5, list: [1, 2] }
        - { name: right, check: { var n: { over: 3 }, var list: { count: 2 } } }
        - { name: wrong, check: { var n: 6, var list: { is: [] } } }
        ");
    assert_eq!(ran.how("right"), "passed");
    assert_eq!(broken_subjects(ran.step("wrong")), ["var n", "var list"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn a_wait_step_waits() {
    let ran = run("- { name: pause, wait: 30ms }\n- get: ORIGIN/echo");
    ran.assert_passed();
    assert!(ran.step("pause").took >= std::time::Duration::from_millis(30));
}

#[test]
fn a_set_step_may_use_what_it_set_before() {
    let ran = run(
        "- { name: set, set: { first: Ada, last: L, full: '{{first}} {{last}}', n: 2, same: '{{n}}' } }\n- get: ORIGIN/echo/{{full}}",
    );
    assert_eq!(ran.requests(), ["GET /echo/Ada%20L"]);
    assert_eq!(ran.saved("same"), 2);
}
