//! `cases`: one result per row of a list or a file.

use serde_json::json;

use crate::stage::Stage;

#[test]
fn each_case_is_run_and_named_by_name_or_by_its_row() {
    let ran = Stage::new()
        .suite(
            "
            name: Cases
            cases:
              - { name: by card, method: card, fee: 0 }
              - { method: invoice, fee: 2.5 }
            steps:
              - { post: ORIGIN/echo, json: { method: '{{case.method}}', fee: '{{case.fee}}', called: '{{case.name}}' } }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["main (by card): passed", "main (2): passed"]);
    let mut sent: Vec<_> = ran.received.iter().map(|request| request.json()).collect();
    sent.sort_by_key(|body| body["method"].to_string());
    assert_eq!(sent[0], json!({ "method": "card", "fee": 0, "called": "by card" }));
    assert_eq!(sent[1], json!({ "method": "invoice", "fee": 2.5, "called": "2" }));
}

#[test]
fn a_case_s_values_may_hold_templates() {
    let ran = Stage::new()
        .suite(
            "
            name: Cases
            inputs: { base: x }
            cases: [ { name: a, path: '{{base}}-1', both: { in: '{{base}}' } } ]
            steps: [ { get: 'ORIGIN/echo/{{case.path}}/{{case.both.in}}' } ]
            ",
        )
        .run();
    assert_eq!(ran.requests(), ["GET /echo/x-1/x"]);
}

/// The bodies sent by a suite whose cases come from this file.
fn from_file(name: &str, text: &str) -> Vec<(String, serde_json::Value)> {
    let ran = Stage::new()
        .bytes(name, text.as_bytes())
        .suite(&format!("name: Rows\ncases: {name}\nsteps: [ {{ post: ORIGIN/echo, json: {{ all: '{{{{case}}}}' }} }} ]\n"))
        .run();
    ran.assert_passed();
    let ends = ran.variants().map(|variant| variant.variant.to_string());
    let bodies = ran.variants().map(|variant| {
        let sent = variant.tests[0].steps[0].exchange.as_ref().unwrap();
        let body = sent.request.body.as_ref().unwrap();
        serde_json::from_str::<serde_json::Value>(&body.text).unwrap()["all"].clone()
    });
    ends.zip(bodies).collect()
}

#[test]
fn cells_of_a_csv_are_text_unless_the_column_says_otherwise() {
    let rows = from_file(
        "rows.csv",
        "name,zip,amount:number,active:boolean,note\nfirst,02134,12.50,true,\"a, \"\"b\"\"\"\nsecond,1e3,7,false,\n",
    );
    assert_eq!(rows[0].0, "first");
    assert_eq!(
        rows[0].1,
        json!({ "name": "first", "zip": "02134", "amount": rows[0].1["amount"], "active": true, "note": "a, \"b\"" })
    );
    assert_eq!(rows[0].1["amount"].to_string(), "12.50");
    assert_eq!(rows[1].1["zip"], "1e3");
    assert_eq!(rows[1].1["active"], false);
}

#[test]
fn rows_of_a_json_file_keep_their_types() {
    let rows = from_file("rows.json", r#"[{"id": 7, "tags": ["a"]}, {"name": "b", "id": null}]"#);
    assert_eq!(rows[0], ("1".into(), json!({ "id": 7, "tags": ["a"], "name": "1" })));
    assert_eq!(rows[1], ("b".into(), json!({ "name": "b", "id": null })));
}

#[test]
fn a_template_in_a_file_of_cases_is_text() {
    let rows = from_file("rows.csv", "name,text\na,{{uuid}}\n");
    assert_eq!(rows[0].1["text"], "{{uuid}}");
}

#[test]
fn a_test_may_have_cases_of_its_own() {
    let ran = Stage::new()
        .suite(
            "
            name: Cases
            tests:
              many: { cases: [ { name: a }, { name: b } ], steps: [ { get: 'ORIGIN/echo/{{case.name}}' } ] }
              one: { steps: [ { get: ORIGIN/echo/none } ] }
            ",
        )
        .run();
    let mut ends = ran.ends();
    ends.sort();
    assert_eq!(ends, ["many (a): passed", "many (b): passed", "one: passed"]);
    let mut requests = ran.requests();
    requests.sort();
    assert_eq!(requests, ["GET /echo/a", "GET /echo/b", "GET /echo/none"]);
}

#[test]
fn a_case_s_failure_is_its_own() {
    let ran = Stage::new()
        .suite("name: Cases\ncases: [ { s: 200 }, { s: 500 }, { s: 204 } ]\nsteps: [ { get: 'ORIGIN/status/{{case.s}}' } ]\n")
        .run();
    assert_eq!(ran.ends(), ["main (1): passed", "main (2): failed", "main (3): passed"]);
}

#[test]
fn the_rerun_command_names_the_case() {
    let ran = Stage::new()
        .suite("name: Cases\ncases: [ { name: by card } ]\ntests: { pay: { steps: [ { get: ORIGIN/json } ] } }\n")
        .run();
    let rerun = &ran.test("pay").rerun;
    assert_eq!(rerun, "tripline run suite.trip.yaml::pay --only 'case=by card' --seed 81f3");
}

#[test]
fn repeat_runs_everything_again_with_other_random_values() {
    let ran = Stage::new()
        .repeat(3)
        .suite("name: Again\nvars: { id: '{{uuid}}' }\nsteps: [ { get: 'ORIGIN/echo/{{id}}' } ]\n")
        .run();
    ran.assert_passed();
    let different: std::collections::BTreeSet<String> = ran.requests().into_iter().collect();
    assert_eq!((ran.run.suites.len(), different.len()), (3, 3));
}
