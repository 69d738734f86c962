//! A variable that was never set: its step is skipped, naming both.

use runner_testkit::Reply;

use crate::stage::{Stage, run};

#[test]
fn a_step_that_needs_what_a_failed_step_was_to_save_is_skipped_naming_both() {
    let ran = run("
        - { name: log in, get: ORIGIN/status/500, on_failure: continue, save: { token: $.token } }
        - { name: list, get: ORIGIN/echo, auth: { bearer: '{{token}}' } }
        - { name: open, get: ORIGIN/echo }
        ");
    assert_eq!(ran.how("list"), "skipped: no `token` from `log in`");
    assert_eq!(ran.how("open"), "passed");
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn so_is_one_that_needs_what_a_skipped_step_was_to_save() {
    let ran = run("
        - { name: log in, if: { environment: x }, get: ORIGIN/json, save: { id: $.id } }
        - { name: first, get: 'ORIGIN/echo/{{id}}', save: { second_id: $.path } }
        - { name: second, get: 'ORIGIN/echo/{{second_id}}' }
        ");
    assert_eq!(ran.how("first"), "skipped: no `id` from `log in`");
    assert_eq!(ran.how("second"), "skipped: no `second_id` from `first`");
    assert!(ran.received.is_empty());
}

#[test]
fn wherever_the_variable_stands() {
    for place in [
        "headers: { x: '{{id}}' }",
        "query: { x: '{{id}}' }",
        "json: { x: ['a', { y: 'b{{id}}' }] }",
        "expect: { $.x: '{{id}}' }",
        "expect: { $.x: { between: [1, '{{id}}'] } }",
        "expect: { '$.x[?@.a == {{id}}]': { count: 1 } }",
        "warn: { $.x: 'a{{id}}' }",
        "until: { $.x: { one_of: [1, '{{id}}'] } }",
        "until: { $.x: 1 }, stop_when: { $.x: '{{id}}' }",
        "retry: { times: 1, when: { $.x: '{{id}}' } }",
        "save: { y: { from: $.x, default: '{{id}}' } }",
        "save: { y: '$.x[?@.a == {{id}}]' }",
        "cookies: { a: '{{id}}' }",
        "idempotency_key: '{{id}}'",
        "if: { var n: '{{id}}' }",
        "for_each: { x: '{{id}}' }",
    ] {
        let ran = run(&format!(
            "
            - set: {{ n: 1 }}
            - {{ name: log in, if: {{ environment: x }}, get: ORIGIN/json, save: {{ id: $.id }} }}
            - {{ name: use, put: ORIGIN/echo, {place} }}
            "
        ));
        assert_eq!(ran.how("use"), "skipped: no `id` from `log in`", "{place}");
        assert!(ran.received.is_empty(), "{place}");
    }
}

#[test]
fn what_a_step_saves_itself_need_not_be_set_before() {
    let ran = run(
        "
        - { if: { environment: x }, get: ORIGIN/json, save: { other: $.id } }
        - { name: ask, get: ORIGIN/json, save: { id: $.id }, expect: { $.id: '{{id}}', $.name: { not: '{{id}}' } } }
        ",
    );
    ran.assert_passed();
}

#[test]
fn default_stands_in_for_it() {
    let ran = run("
        - { if: { environment: x }, get: ORIGIN/json, save: { id: $.id } }
        - get: ORIGIN/echo/{{default id \"none\"}}
        ");
    assert_eq!(ran.requests(), ["GET /echo/none"]);
}

#[test]
fn a_set_step_is_skipped_too() {
    let ran = run("
        - { name: log in, if: { environment: x }, get: ORIGIN/json, save: { id: $.id } }
        - { name: set, set: { a: '{{id}}' } }
        - { name: use, get: 'ORIGIN/echo/{{a}}' }
        ");
    assert_eq!(ran.how("set"), "skipped: no `id` from `log in`");
    assert_eq!(ran.how("use"), "skipped: no `a` from `set`");
}

#[test]
fn a_cleanup_that_names_it_is_not_run_and_the_others_are() {
    let stage = Stage::new().steps(
        "
        - name: order
          post: ORIGIN/order
          save: { id: $.id }
          cleanup:
            - { name: cancel, delete: 'ORIGIN/echo/{{id}}' }
            - { name: always, get: ORIGIN/echo/always }
        ",
    );
    stage.origin.on("/order", Reply::status(500));
    let ran = stage.run();
    assert_eq!(ran.how("cancel"), "skipped: no `id` from `order`");
    assert_eq!(ran.how("always"), "passed");
    assert_eq!(ran.requests(), ["POST /order", "GET /echo/always"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn in_the_suite_s_cleanup_too() {
    let ran = Stage::new()
        .suite(
            "
            name: Unset
            steps:
              - { name: order, if: { environment: x }, post: ORIGIN/json, save: { id: $.id } }
              - get: ORIGIN/json
            cleanup:
              - { name: cancel, delete: 'ORIGIN/echo/{{id}}' }
            ",
        )
        .run();
    assert_eq!(ran.how("cancel"), "skipped: no `id` from `order`");
    assert_eq!(ran.outcome(), "passed");
}

#[test]
fn what_setup_was_to_save_is_named_in_a_test() {
    let ran = Stage::new()
        .suite(
            "
            name: Unset
            setup:
              - { name: log in, if: { environment: x }, get: ORIGIN/json, save: { id: $.id } }
            tests:
              one:
                steps:
                  - { name: use, get: 'ORIGIN/echo/{{id}}' }
            ",
        )
        .run();
    assert_eq!(ran.how("use"), "skipped: no `id` from `log in`");
}

#[test]
fn a_flow_whose_input_was_never_set_is_skipped() {
    let ran = Stage::new()
        .file("f.trip.yaml", "name: F\ninputs: { id: { type: integer, required: true } }\noutputs: [x]\nsteps: [ { get: 'ORIGIN/json?{{id}}', save: { x: $.id } } ]\n")
        .steps(
            "
            - { name: log in, if: { environment: x }, get: ORIGIN/json, save: { id: $.id } }
            - { name: flow, use: f.trip.yaml, with: { id: '{{id}}' }, save: [x] }
            - { name: after, get: 'ORIGIN/echo/{{x}}' }
            ",
        )
        .run();
    assert_eq!(ran.how("flow"), "skipped: no `id` from `log in`");
    assert_eq!(ran.how("after"), "skipped: no `x` from `flow`");
    assert!(ran.received.is_empty());
}
