//! `use`: a flow has its own variables and settings, and shares cookies with its caller.

use serde_json::json;

use crate::ran::Ran;
use crate::stage::Stage;

/// Runs steps beside a flow `flow.trip.yaml`.
fn with_flow(flow: &str, steps: &str) -> Ran {
    Stage::new().file("flow.trip.yaml", flow).steps(steps).run()
}

const GREET: &str = "
    name: Greet
    inputs:
      who: { type: string, required: true }
      greeting: hello
      times: 2
    vars: { line: '{{greeting}} {{who}}' }
    outputs: [path, line]
    steps:
      - { name: greet, get: 'ORIGIN/echo/{{line}}/{{times}}', save: { path: $.path } }
";

#[test]
fn inputs_come_from_with_else_from_their_defaults() {
    let ran = with_flow(
        GREET,
        "
        - { name: first, use: flow.trip.yaml, with: { who: Ada } }
        - { name: second, use: flow.trip.yaml, with: { who: Ben, greeting: bye, times: 3 } }
        ",
    );
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /echo/hello%20Ada/2", "GET /echo/bye%20Ben/3"]);
    assert_eq!(ran.steps()[1].within, ["second"]);
}

#[test]
fn values_given_to_a_flow_keep_their_type() {
    let flow = "name: Post\ninputs: { body: { type: object, required: true } }\nsteps: [ { post: ORIGIN/echo, json: '{{body}}' } ]\n";
    let ran = with_flow(
        flow,
        "- set: { n: 5 }\n- { use: flow.trip.yaml, with: { body: { n: '{{n}}', list: [1, '{{n}}'] } } }",
    );
    assert_eq!(ran.request().json(), json!({ "n": 5, "list": [1, 5] }));
}

#[test]
fn outputs_that_are_saved_become_variables_vars_among_them() {
    let ran = with_flow(
        GREET,
        "
        - { use: flow.trip.yaml, with: { who: Ada }, save: [path, line] }
        - { post: ORIGIN/echo, json: { path: '{{path}}', line: '{{line}}' } }
        ",
    );
    ran.assert_passed();
    assert_eq!(
        ran.received[1].json(),
        json!({ "path": "/echo/hello%20Ada/2", "line": "hello Ada" })
    );
}

#[test]
fn nothing_else_leaks_in_or_out() {
    let flow = "
        name: Inner
        inputs: { a: 1 }
        outputs: [path]
        steps:
          - { get: ORIGIN/json, save: { id: $.name } }
          - { get: 'ORIGIN/echo/{{a}}/{{id}}', save: { path: $.path } }
    ";
    let ran = with_flow(
        flow,
        "
        - { get: ORIGIN/json, save: { id: $.id, a: $.score } }
        - { use: flow.trip.yaml, save: [path] }
        - { get: 'ORIGIN/echo/{{a}}/{{id}}/{{path}}' }
        ",
    );
    ran.assert_passed();
    assert_eq!(ran.requests()[2..], ["GET /echo/1/Ada", "GET /echo/12.5/7/%2Fecho%2F1%2FAda"]);
}

#[test]
fn a_flow_can_use_flows() {
    let ran = Stage::new()
        .file("flows/inner.trip.yaml", "name: Inner\ninputs: { x: 0 }\noutputs: [id]\nsteps: [ { get: 'ORIGIN/json?x={{x}}', save: { id: $.id } } ]\n")
        .file(
            "flows/outer.trip.yaml",
            "
            name: Outer
            inputs: { y: 0 }
            outputs: [id, twice]
            steps:
              - { name: inner, use: inner.trip.yaml, with: { x: '{{y}}' }, save: [id] }
              - set: { twice: '{{id}}{{id}}' }
            ",
        )
        .steps("- { name: outer, use: flows/outer.trip.yaml, with: { y: 5 }, save: [twice] }\n- get: ORIGIN/echo/{{twice}}")
        .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /json?x=5", "GET /echo/77"]);
    assert_eq!(ran.steps()[0].within, ["outer", "inner"]);
}

#[test]
fn a_flow_has_its_own_headers_auth_and_service() {
    let ran = Stage::new()
        .local("services: { shop: ORIGIN/echo/shop, orders: ORIGIN/echo/orders }")
        .file("flow.trip.yaml", "name: Flow\nservice: orders\nheaders: { x-flow: yes }\nsteps: [ { get: /a } ]\n")
        .suite("name: Caller\nservice: shop\nheaders: { x-suite: yes }\nauth: { bearer: suite }\nsteps: [ { use: flow.trip.yaml }, { get: /b } ]\n")
        .run();
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /echo/orders/a", "GET /echo/shop/b"]);
    let has = |request: usize, name: &str| ran.received[request].header(name).is_some();
    let names = ["x-flow", "x-suite", "authorization"];
    assert_eq!(names.map(|name| has(0, name)), [true, false, false]);
    assert_eq!(names.map(|name| has(1, name)), [false, true, true]);
}

#[test]
fn paths_in_a_flow_are_beside_the_flow() {
    let ran = Stage::new()
        .bytes("flows/body.txt", b"beside the flow")
        .bytes("body.txt", b"beside the suite")
        .file("flows/send.trip.yaml", "name: Send\nsteps: [ { post: ORIGIN/echo, file: body.txt }, { post: ORIGIN/echo, text: '{{file \"body.txt\"}}' } ]\n")
        .steps("- use: flows/send.trip.yaml\n- { post: ORIGIN/echo, text: '{{file \"body.txt\"}}' }")
        .run();
    ran.assert_passed();
    let sent: Vec<String> = ran.received.iter().map(|request| request.text()).collect();
    assert_eq!(sent, ["beside the flow", "beside the flow", "beside the suite"]);
}

#[test]
fn a_flow_s_failure_is_its_caller_s() {
    let flow = "name: Bad\noutputs: [id]\nsteps: [ { name: bad, get: ORIGIN/status/500, save: { id: $.id } }, { name: next, get: ORIGIN/json } ]\n";
    let ran = with_flow(
        flow,
        "- { name: flow, use: flow.trip.yaml, save: [id] }\n- { name: after, get: 'ORIGIN/echo/{{id}}' }",
    );
    assert!(ran.how("bad").starts_with("failed: status "));
    assert_eq!(ran.how("next"), "skipped: after `bad`");
    assert_eq!(ran.how("after"), "skipped: after `bad`");
    assert_eq!(ran.received.len(), 1);
}

#[test]
fn after_a_flow_that_may_fail_the_chain_goes_on_without_its_outputs() {
    let flow =
        "name: Bad\noutputs: [id]\nsteps: [ { get: ORIGIN/status/500, save: { id: $.id } } ]\n";
    let ran = with_flow(
        flow,
        "
        - { name: flow, use: flow.trip.yaml, save: [id], on_failure: continue }
        - { name: needs, get: 'ORIGIN/echo/{{id}}' }
        - { name: after, get: ORIGIN/echo }
        ",
    );
    assert_eq!(ran.how("needs"), "skipped: no `id` from `flow`");
    assert_eq!(ran.how("after"), "passed");
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn a_flow_s_cleanups_are_done_at_the_end_of_the_test_in_its_own_scope() {
    let flow = "
        name: Made
        outputs: [id]
        steps:
          - { get: ORIGIN/json, save: { id: $.id }, cleanup: [ { get: 'ORIGIN/echo/step-{{id}}' } ] }
        cleanup: [ { get: 'ORIGIN/echo/flow-{{id}}' } ]
    ";
    let ran = with_flow(
        flow,
        "
        - { use: flow.trip.yaml, cleanup: [ { get: ORIGIN/echo/use } ] }
        - { get: ORIGIN/echo/test }
        ",
    );
    ran.assert_passed();
    assert_eq!(
        ran.requests()[1..],
        ["GET /echo/test", "GET /echo/step-7", "GET /echo/flow-7", "GET /echo/use"]
    );
}

#[test]
fn a_flow_s_vars_are_worked_out_for_each_use() {
    let flow = "name: Ids\nvars: { id: '{{uuid}}' }\nsteps: [ { get: 'ORIGIN/echo/{{id}}' }, { get: 'ORIGIN/echo/{{id}}' } ]\n";
    let ran = with_flow(
        flow,
        "- { name: one, use: flow.trip.yaml }\n- { name: two, use: flow.trip.yaml }",
    );
    let requests = ran.requests();
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[2], requests[3]);
    assert_ne!(requests[0], requests[2]);
}

#[test]
fn an_environment_does_not_give_a_flow_its_inputs() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, vars: { greeting: env } }")
        .file("flow.trip.yaml", GREET)
        .set("who", "set")
        .suite("name: Caller\ninputs: { who: x }\nsteps: [ { use: flow.trip.yaml, with: { who: '{{who}}' } } ]\n")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/hello%20set/2"]);
}

#[test]
fn a_flow_can_be_run_alone() {
    let ran = Stage::new()
        .file("flow.trip.yaml", GREET)
        .paths(&["flow.trip.yaml"])
        .set("who", "me")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/hello%20me/2"]);
}

#[test]
fn a_flow_sees_environment_tenant_secret_and_run() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, vars: { v: 1 }, secrets: { pass: { env: PASS } }, matrix: { tenant: [ { name: eu } ] } }")
        .variable("PASS", "pass-word")
        .file("flow.trip.yaml", "name: Flow\nsteps: [ { get: 'ORIGIN/echo/{{v}}/{{tenant.name}}/{{secret.pass}}/{{length run.id}}' } ]\n")
        .suite("name: Caller\nsteps: [ { use: flow.trip.yaml } ]\n")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/1/eu/pass-word/32"]);
}

#[test]
fn a_secret_input_is_masked() {
    let flow = "name: Flow\ninputs: { pin: { type: string, required: true, secret: true } }\nsteps: [ { post: ORIGIN/echo, json: { pin: '{{pin}}' } } ]\n";
    let ran = with_flow(
        flow,
        "- set: { n: 90125 }\n- { use: flow.trip.yaml, with: { pin: 'pin-{{n}}' } }",
    );
    assert_eq!(ran.request().json(), json!({ "pin": "pin-90125" }));
    assert!(!ran.shown().contains("pin-90125"));
}
