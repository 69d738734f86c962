//! Inputs, vars, the environment's values, and what a run says of itself.

use serde_json::{Value, json};

use crate::ran::Ran;
use crate::stage::Stage;

/// What `value` is in a suite with this head; `extra` belongs to the environment.
fn sent(extra: &str, head: &str, value: &str, given: &[(&str, &str)]) -> Value {
    ran(extra, head, value, given).request().json()
}

fn ran(extra: &str, head: &str, value: &str, given: &[(&str, &str)]) -> Ran {
    let stage = Stage::new().local(&format!("{{ services: {{ shop: ORIGIN }}, {extra} }}"));
    let stage = given.iter().fold(stage, |stage, (name, text)| stage.set(name, text));
    stage
        .suite(&format!(
            "name: Variables\n{head}\nsteps:\n  - {{ post: ORIGIN/echo, json: {value} }}\n"
        ))
        .run()
}

#[test]
fn an_input_has_its_default_unless_the_environment_has_a_var_of_its_name() {
    let head = "inputs: { sku: SKU-1, quantity: 2 }";
    let both = "{ s: '{{sku}}', q: '{{quantity}}' }";
    assert_eq!(sent("", head, both, &[]), json!({ "s": "SKU-1", "q": 2 }));
    assert_eq!(sent("vars: { sku: SKU-9 }", head, both, &[]), json!({ "s": "SKU-9", "q": 2 }));
}

#[test]
fn set_beats_both_and_is_read_by_the_input_s_type() {
    let head =
        "inputs: { sku: SKU-1, quantity: 2, gift: false, tags: { type: array, default: [] } }";
    let all = "{ s: '{{sku}}', q: '{{quantity}}', g: '{{gift}}', t: '{{tags}}' }";
    let given = [("sku", "17"), ("quantity", "3"), ("gift", "true"), ("tags", "[1, \"a\"]")];
    let expected = json!({ "s": "17", "q": 3, "g": true, "t": [1, "a"] });
    assert_eq!(sent("vars: { sku: env }", head, all, &given), expected);
}

#[test]
fn a_required_input_can_come_from_environment_or_command() {
    let head = "inputs: { who: { type: string, required: true } }";
    assert_eq!(sent("vars: { who: env }", head, "'{{who}}'", &[]), "env");
    assert_eq!(sent("", head, "'{{who}}'", &[("who", "me")]), "me");
}

#[test]
fn text_that_is_not_of_the_input_s_type_is_errored_and_nothing_is_sent() {
    let head = "inputs: { quantity: 2 }";
    let ran = ran("", head, "'{{quantity}}'", &[("quantity", "two")]);
    assert_eq!(ran.ends(), ["main: errored"]);
    assert!(
        ran.hows()[0].contains("`quantity` is a whole number")
            || ran.hows()[0].contains("`quantity` is a number"),
        "{:?}",
        ran.hows()
    );
    assert!(ran.received.is_empty());
}

#[test]
fn a_step_s_name_is_not_filled() {
    let ran = crate::stage::run("- set: { a: 1 }\n- { name: 'find {{a}}', get: ORIGIN/json }");
    assert_eq!(ran.how("find {{a}}"), "passed");
}

#[test]
fn vars_are_worked_out_in_order_from_all_that_is_known_before() {
    let head = "inputs: { base: x }\ncases: [ { n: 5 } ]\nvars: { a: '{{base}}-{{case.n}}', b: '{{a}}-{{currency}}', c: { list: ['{{b}}', '{{case.n}}'] } }";
    let value = sent("vars: { currency: EUR }", head, "'{{c}}'", &[]);
    assert_eq!(value, json!({ "list": ["x-5-EUR", 5] }));
}

#[test]
fn vars_are_worked_out_once_and_are_the_same_in_setup_tests_and_cleanup() {
    let ran = Stage::new()
        .suite(
            "
            name: Once
            vars: { ref: '{{uuid}}' }
            setup: [ { get: 'ORIGIN/echo/{{ref}}' } ]
            tests:
              one: { steps: [ { get: 'ORIGIN/echo/{{ref}}', cleanup: [ { get: 'ORIGIN/echo/{{ref}}' } ] } ] }
              two: { steps: [ { get: 'ORIGIN/echo/{{ref}}' } ] }
            cleanup: [ { get: 'ORIGIN/echo/{{ref}}' } ]
            ",
        )
        .run();
    assert_eq!(ran.received.len(), 5);
    assert!(ran.received.iter().all(|request| request.path == ran.received[0].path));
}

#[test]
fn vars_are_others_for_each_case() {
    let ran = Stage::new()
        .suite("name: Each\ncases: [ { n: 1 }, { n: 2 } ]\nvars: { ref: '{{uuid}}' }\nsteps: [ { get: 'ORIGIN/echo/{{ref}}' } ]\n")
        .run();
    assert_ne!(ran.received[0].path, ran.received[1].path);
}

#[test]
fn the_environment_s_vars_may_use_each_other_and_keep_their_type() {
    let vars = "vars: { all: { n: '{{n}}', url: 'https://{{domain}}' }, n: 5, domain: 'shop.{{top}}', top: test }";
    assert_eq!(sent(vars, "", "'{{all}}'", &[]), json!({ "n": 5, "url": "https://shop.test" }));
}

#[test]
fn an_environment_inherits_vars_and_overlays_go_on_top() {
    let ran = Stage::new()
        .project(
            "
            version: 1
            environments:
              base: { abstract: true, vars: { currency: EUR, user: { email: a@b.test, name: Ada } } }
              local: { extends: base, vars: { user: { name: Ben }, client: web } }
              ios: { overlay: true, vars: { client: ios, currency: null } }
            ",
        )
        .environment("local+ios")
        .steps("- { post: ORIGIN/echo, json: { u: '{{user}}', c: '{{client}}' } }")
        .run();
    assert_eq!(
        ran.request().json(),
        json!({ "u": { "email": "a@b.test", "name": "Ben" }, "c": "ios" })
    );
}

#[test]
fn a_variable_that_holds_braces_is_not_filled_again() {
    let value = sent("", "inputs: { a: x }\nvars: { b: '\\{{a}}' }", "{ b: '{{b}}' }", &[]);
    assert_eq!(value, json!({ "b": "{{a}}" }));
    let given =
        sent("", "inputs: { a: x, secret_word: y }", "'{{a}}'", &[("a", "{{secret_word}}")]);
    assert_eq!(given, "{{secret_word}}");
}

#[test]
fn nor_is_an_answer_or_what_was_saved_from_it() {
    let stage = Stage::new().steps(
        "
        - { get: ORIGIN/x, save: { v: $.v } }
        - { post: ORIGIN/echo, json: { v: '{{v}}' }, expect: { $.json.v: '{{v}}' } }
        ",
    );
    stage.origin.on("/x", runner_testkit::Reply::json(200, r#"{"v": "{{run.id}} {{uuid}}"}"#));
    let ran = stage.run();
    ran.assert_passed();
    assert_eq!(ran.received[1].json()["v"], "{{run.id}} {{uuid}}");
}

#[test]
fn a_run_says_its_id_start_and_version() {
    let ran = ran("", "", "{ id: '{{run.id}}', at: '{{run.started}}', v: '{{run.version}}' }", &[]);
    let sent = ran.request().json();
    assert_eq!(sent["id"], ran.run.id.to_string());
    assert_eq!(sent["at"], ran.run.started.to_string());
    assert_eq!(sent["v"], ran.run.version);
}

#[test]
fn an_input_that_an_environment_gives_is_worked_out_there() {
    let value = sent(
        "vars: { who: 'shop of {{owner}}', owner: Ada }",
        "inputs: { who: x }",
        "'{{who}}'",
        &[],
    );
    assert_eq!(value, "shop of Ada");
}
