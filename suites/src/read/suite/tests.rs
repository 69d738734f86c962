use std::time::Duration;

use runner_model::SuiteId;
use serde_json::json;

use crate::language::{
    IdempotencyKey, InputType, RequestBody, Setting, Step, StepKind, Suite, ValueTemplate, Writes,
};
use crate::source::{SourceFile, Sources};

fn read(text: &str) -> (Suite, Vec<String>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile {
        path: format!("{}/tests/accept/a.trip.yaml", env!("CARGO_MANIFEST_DIR")).into(),
        name: "a.trip.yaml".into(),
        text: text.into(),
    });
    let mut diagnostics = Vec::new();
    let tree = crate::yaml::parse(file, text, &mut diagnostics).unwrap();
    let id = SuiteId::try_from("suites/a").unwrap();
    let suite = super::suite(&tree, file, id, &sources, &mut diagnostics).unwrap();
    let told = diagnostics.iter().map(|mistake| mistake.code.to_string()).collect();
    (suite, told, sources)
}

fn accepted(text: &str) -> Suite {
    let (suite, told, _) = read(text);
    assert_eq!(told, Vec::<String>::new());
    suite
}

/// The steps of the only test of a suite that has a service.
fn steps(steps: &str) -> Vec<Step> {
    let mut suite = accepted(&format!("name: a\nservice: shop\nsteps:\n{steps}"));
    suite.tests.remove(0).steps
}

#[test]
fn what_is_not_said_has_its_default() {
    let suite = accepted("name: a\nsteps: [ { get: \"https://example.com\" } ]");
    assert_eq!(suite.id.as_str(), "suites/a");
    assert_eq!(suite.timeout, Duration::from_secs(300));
    assert_eq!((suite.max_cases, suite.writes), (1000, Writes::None));
    assert!(suite.single);
    assert_eq!(suite.tests[0].name.as_str(), "main");
}

#[test]
fn an_id_of_its_own_wins() {
    let suite = accepted("name: a\nid: shop\nsteps: [ { get: \"https://example.com\" } ]");
    assert_eq!(suite.id.as_str(), "shop");
}

#[test]
fn a_step_without_a_name_is_called_by_what_it_does() {
    let steps = steps(
        "  - get: /orders/{{id}}\n  - use: login.trip.yaml\n  - wait: 2s\n  \
         - steps: [ { get: /a } ]\n  - set: { a: 1, b: 2 }\n  - check: { var a: 1 }\n  \
         - { name: mine, request: { method: PURGE, url: /x } }\n",
    );
    let labels: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "GET /orders/{{id}}",
            "use login.trip.yaml",
            "wait 2s",
            "a group of 1 step",
            "set a, b",
            "check var a",
            "mine"
        ]
    );
    assert_eq!(steps[6].number, 7);
}

#[test]
fn a_reader_is_shown_the_verb_and_what_it_is_about() {
    let text = "name: a\nservice: shop\nsteps:\n  - name: b\n    post: /b\n    json: { a: 1 }\n";
    let (suite, _, sources) = read(text);
    assert_eq!(sources.text(suite.tests[0].steps[0].span), "post: /b");
}

#[test]
fn polling_and_retrying_have_defaults() {
    let steps = steps("  - { get: /a, until: { status: 200 }, retry: 3 }\n");
    let until = steps[0].until.clone().unwrap();
    assert_eq!((until.every, until.for_up_to), (Duration::from_secs(1), Duration::from_secs(30)));
    let StepKind::Http(http) = &steps[0].kind else { panic!("a request") };
    let Setting::Set(retry) = &http.settings.retry else { panic!("set") };
    assert_eq!((retry.times, retry.wait, retry.own), (3, Duration::from_millis(500), true));
    assert_eq!(http.settings.timeout, Setting::Inherit);
}

#[test]
fn null_removes_a_setting() {
    let steps = steps("  - { get: /a, timeout: null, proxy: null, headers: { accept: null } }\n");
    let StepKind::Http(http) = &steps[0].kind else { panic!("a request") };
    assert_eq!(http.settings.timeout, Setting::Remove);
    assert_eq!(http.settings.proxy, Setting::Remove);
    assert_eq!(http.settings.headers[0].value, None);
}

#[test]
fn values_without_templates_are_fixed() {
    let steps = steps(
        "  - { post: /a, json: { a: [1, { b: null }] }, idempotency_key: auto }\n  \
         - { post: /b, json: [\"{{x}}\", 2], idempotency_key: \"{{x}}\" }\n",
    );
    let body = |step: &Step| {
        let StepKind::Http(http) = &step.kind else { panic!("a request") };
        *http.body.clone().unwrap()
    };
    let fixed = ValueTemplate::Fixed(json!({ "a": [1, { "b": null }] }));
    assert_eq!(body(&steps[0]), RequestBody::Json(fixed));
    assert!(
        matches!(body(&steps[1]), RequestBody::Json(ValueTemplate::List(items)) if items.len() == 2)
    );
    assert_eq!(steps[0].idempotency_key.as_ref().unwrap().value, IdempotencyKey::Auto);
    assert!(matches!(steps[1].idempotency_key.as_ref().unwrap().value, IdempotencyKey::Value(_)));
}

#[test]
fn a_json_file_is_read_with_its_templates() {
    let steps = steps("  - { post: /a, json_file: files/order.json }\n");
    let StepKind::Http(http) = &steps[0].kind else { panic!("a request") };
    let Some(RequestBody::JsonFile { value, .. }) = http.body.as_deref() else { panic!("a file") };
    assert_eq!(value.templates().len(), 1);
}

#[test]
fn a_default_gives_an_input_its_type() {
    let suite = accepted(
        "name: a\ninputs: { a: 1, b: x, c: null, d: { type: integer, required: true } }\n\
         steps: [ { get: \"https://example.com\" } ]",
    );
    let kinds: Vec<_> = suite.inputs.iter().map(|input| input.kind).collect();
    assert_eq!(
        kinds,
        [Some(InputType::Number), Some(InputType::String), None, Some(InputType::Integer)]
    );
    assert!(suite.inputs[3].required && suite.inputs[3].default.is_none());
}

#[test]
fn cases_are_called_by_their_name_or_number() {
    let suite = accepted(
        "name: a\ncases: [ { name: x, v: 1 }, { v: \"{{uuid}}\" } ]\n\
         steps: [ { get: \"https://example.com\" } ]",
    );
    let cases = suite.cases.unwrap();
    assert_eq!(cases.rows[0].name, "x");
    assert_eq!(cases.rows[0].values["v"], json!(1));
    assert_eq!(cases.rows[1].name, "2");
    assert_eq!(cases.rows[1].templates[0].0, "v");
}

#[test]
fn a_table_gives_its_columns_types() {
    let suite =
        accepted("name: a\ncases: files/cases.csv\nsteps: [ { get: \"https://example.com\" } ]");
    let row = &suite.cases.unwrap().rows[0];
    assert_eq!(row.name, "first");
    assert_eq!(row.values["amount"].to_string(), "12.50");
    assert_eq!((&row.values["active"], &row.values["zip"]), (&json!(true), &json!("02134")));
}

#[test]
fn what_can_be_read_is_there_in_spite_of_mistakes() {
    let (suite, told, _) = read(
        "name: a\nservice: shop\nnonsense: 1\nsteps:\n  - get: /a\n    timeout: 10\n  \
         - nothing: 1\n  - get: /c\n    expect: { stauts: 1, status: 200 }\n",
    );
    assert_eq!(told, ["E202", "E205", "E202", "E202"]);
    let steps = &suite.tests[0].steps;
    assert_eq!(steps.iter().map(|step| step.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(steps[1].expect.len(), 1);
}
