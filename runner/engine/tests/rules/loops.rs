//! `for_each`: once per element; what is saved inside becomes a list.

use runner_testkit::Reply;
use serde_json::json;

use crate::stage::{Stage, run};

/// Answers with the last segment of the path: `/item/7` with `{"id": "7"}`.
fn items(stage: Stage) -> Stage {
    stage.origin.on_request("/item/{id}", |request| {
        let id = request.path.rsplit('/').next().unwrap_or_default();
        Reply::json(if id == "bad" { 500 } else { 200 }, json!({ "id": id }))
    });
    stage
}

#[test]
fn a_loop_goes_over_a_list_in_order_and_its_saves_become_a_list() {
    let ran = items(Stage::new().steps(
        "
        - { name: each, for_each: { sku: [a, 2, c] }, get: 'ORIGIN/item/{{sku}}', save: { id: $.id } }
        - { name: all, check: { var id: { is: [a, '2', c] } } }
        ",
    ))
    .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /item/a", "GET /item/2", "GET /item/c"]);
    let within: Vec<&str> = ran.steps()[..3].iter().map(|step| step.within[0].as_str()).collect();
    assert_eq!(within, ["each [1]", "each [2]", "each [3]"]);
}

#[test]
fn the_list_may_be_a_variable_and_its_elements_of_any_shape() {
    let stage = Stage::new().steps(
        "
        - { get: ORIGIN/lines, save: { lines: $.lines } }
        - { for_each: { line: '{{lines}}' }, post: ORIGIN/echo, json: { sku: '{{line.sku}}', n: '{{line.n}}', all: '{{line}}' } }
        ",
    );
    stage.origin.on(
        "/lines",
        Reply::json(200, r#"{"lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}]}"#),
    );
    let ran = stage.run();
    assert_eq!(
        ran.received[1].json(),
        json!({ "sku": "a", "n": 1, "all": { "sku": "a", "n": 1 } })
    );
    assert_eq!(ran.received[2].json()["n"], json!(2));
}

#[test]
fn a_condition_is_asked_per_element_and_leaves_no_hole() {
    let ran = items(Stage::new().steps(
        "
        - { name: each, for_each: { n: [1, 5, 2, 7] }, if: { var n: { over: 3 } }, get: 'ORIGIN/item/{{n}}', save: { id: $.id } }
        - { name: all, check: { var id: { is: ['5', '7'] } } }
        ",
    ))
    .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /item/5", "GET /item/7"]);
}

#[test]
fn an_empty_list_is_nothing_to_loop_over_and_saves_an_empty_list() {
    let ran = run("
        - set: { lines: [] }
        - { name: each, for_each: { line: '{{lines}}' }, get: ORIGIN/json, save: { id: $.id } }
        - { name: all, check: { var id: { is: [] } } }
        ");
    ran.assert_passed();
    assert_eq!(ran.how("each"), "skipped: nothing to loop over");
    assert!(ran.received.is_empty());
}

#[test]
fn something_that_is_no_list_is_errored() {
    let ran = run(
        "- set: { lines: text }\n- { name: each, for_each: { line: '{{lines}}' }, get: ORIGIN/json }",
    );
    assert!(ran.how("each").starts_with("errored: `for_each` needs a list"), "{:?}", ran.hows());
}

#[test]
fn a_group_is_repeated_as_a_whole_and_knows_what_it_saved_itself() {
    let ran = items(Stage::new().steps(
        "
        - name: each
          for_each: { sku: [a, b] }
          steps:
            - { get: 'ORIGIN/item/{{sku}}', save: { id: $.id } }
            - { set: { twice: '{{id}}{{id}}' } }
            - { get: 'ORIGIN/item/{{twice}}', save: { last: $.id } }
        - { name: all, check: { var id: { is: [a, b] }, var twice: { is: [aa, bb] }, var last: { is: [aa, bb] } } }
        ",
    ))
    .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /item/a", "GET /item/aa", "GET /item/b", "GET /item/bb"]);
}

#[test]
fn a_loop_in_a_loop_saves_lists_of_lists() {
    let ran = items(Stage::new().steps(
        "
        - name: outer
          for_each: { x: [a, b] }
          steps:
            - { name: inner, for_each: { y: [1, 2] }, get: 'ORIGIN/item/{{x}}{{y}}', save: { id: $.id } }
        - { name: all, check: { var id: { is: [[a1, a2], [b1, b2]] } } }
        ",
    ))
    .run();
    ran.assert_passed();
    assert_eq!(ran.steps()[3].within, ["outer [2]", "outer", "inner [2]"]);
}

#[test]
fn a_flow_in_a_loop_saves_a_list_of_its_outputs() {
    let flow = "
        name: Fetch
        inputs: { sku: { type: string, required: true } }
        outputs: [id]
        steps: [ { get: 'ORIGIN/item/{{sku}}', save: { id: $.id } } ]
    ";
    let ran = items(Stage::new().file("fetch.trip.yaml", flow).steps(
        "
        - { name: each, for_each: { s: [a, b] }, use: fetch.trip.yaml, with: { sku: '{{s}}' }, save: [id] }
        - { name: all, check: { var id: { is: [a, b] } } }
        ",
    ))
    .run();
    ran.assert_passed();
}

#[test]
fn a_failure_ends_the_loop_and_the_chain() {
    let ran = items(Stage::new().steps(
        "
        - { name: each, for_each: { x: [a, bad, c] }, get: 'ORIGIN/item/{{x}}' }
        - { name: after, get: ORIGIN/json }
        ",
    ))
    .run();
    assert_eq!(ran.requests(), ["GET /item/a", "GET /item/bad"]);
    assert_eq!(ran.how("after"), "skipped: after `each`");
}

#[test]
fn on_failure_continue_goes_on_with_the_next_element() {
    let ran = items(Stage::new().steps(
        "
        - { name: each, for_each: { x: [a, bad, c] }, get: 'ORIGIN/item/{{x}}', on_failure: continue }
        - { name: after, get: ORIGIN/json }
        ",
    ))
    .run();
    assert_eq!(ran.requests(), ["GET /item/a", "GET /item/bad", "GET /item/c", "GET /json"]);
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn a_cleanup_keeps_the_scope_of_its_iteration() {
    let ran = items(Stage::new().steps(
        "
        - for_each: { x: [a, b] }
          get: ORIGIN/item/{{x}}
          save: { id: $.id }
          cleanup: [ { delete: 'ORIGIN/echo/{{x}}/{{id}}' } ]
        ",
    ))
    .run();
    let cleanups = &ran.requests()[2..];
    assert_eq!(cleanups, ["DELETE /echo/b/b", "DELETE /echo/a/a"]);
}

#[test]
fn an_element_hides_nothing_after_the_loop() {
    let ran = items(Stage::new().steps(
        "
        - { for_each: { x: [a] }, get: 'ORIGIN/item/{{x}}' }
        - { for_each: { x: [b] }, get: 'ORIGIN/item/{{x}}' }
        ",
    ))
    .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /item/a", "GET /item/b"]);
}
