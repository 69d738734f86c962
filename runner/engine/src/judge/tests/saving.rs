//! Values that are taken out of an answer.

use serde_json::Value;

use super::answer::Told;
use super::stage::Stage;
use crate::fill::FillError;
use crate::judge::{TakeError, take};

const BODY: &str = r#"{"id": 4711, "total": "12.50", "paid": "true", "note": null, "long": 12345678901234567890123, "etag": "W/\"abc\"", "raw": "{\"a\": 1}", "lines": [{"sku": "A-1"}, {"sku": "A-2"}], "no": []}"#;

/// What `save: { x: … }` takes, as JSON, or why nothing.
fn taken_from(told: &Told, saves: &[&str]) -> Vec<String> {
    let mut suite = "name: saves\nvars: { five: 5, unset_token: x }\nsteps:\n".to_owned();
    for (at, save) in saves.iter().enumerate() {
        suite += "  - get: https://shop.example.com/\n    save:\n";
        suite += &format!("      x{at}: {save}\n");
    }
    let stage = Stage::of(&suite);
    let steps = &stage.suite().tests[0].steps;
    steps
        .iter()
        .map(|step| match take(&step.save[0], &stage.facts(told)) {
            Ok(value) => value.to_string(),
            Err(TakeError::Missing { message }) => format!("missing: {message}"),
            Err(TakeError::Fault(fault)) => match fault.error {
                FillError::Unset(name) => format!("unset: {name}"),
                FillError::Unfit(message) => format!("unfit: {message}"),
                FillError::Errored(error) => format!("errored: {error}"),
            },
        })
        .collect()
}

fn taken(save: &str) -> String {
    let mut told = Told::with_body(BODY);
    for line in ["header etag: W/\"abc\"", "header x-count: 12", "cookie session=s3cr3t-session"] {
        told.tell(line);
    }
    taken_from(&told, &[save]).remove(0)
}

#[test]
fn a_value_keeps_its_type() {
    for (save, value) in [
        ("$.id", "4711"),
        ("$.long", "12345678901234567890123"),
        ("$.note", "null"),
        ("$.lines[1]", r#"{"sku":"A-2"}"#),
        ("$.lines[*].sku", r#"["A-1","A-2"]"#),
        ("$.lines[*].price", "[]"),
        ("header x-count", "\"12\""),
        ("cookie session", "\"s3cr3t-session\""),
        ("status", "200"),
        ("time", "143.221"),
        ("size", &BODY.len().to_string()),
        ("body", &Value::from(BODY).to_string()),
        ("var five", "5"),
    ] {
        assert_eq!(taken(save), value, "{save}");
    }
}

#[test]
fn text_is_made_into_what_is_asked_for() {
    for (save, value) in [
        ("{ from: $.total, as: number }", "12.50"),
        ("{ from: header x-count, as: number }", "12"),
        ("{ from: $.id, as: number }", "4711"),
        ("{ from: $.id, as: string }", "\"4711\""),
        ("{ from: $.paid, as: boolean }", "true"),
        ("{ from: $.raw, as: json }", r#"{"a":1}"#),
        ("{ from: body, as: json, first: false }", &compact(BODY)),
        ("{ from: header etag, regex: '\"(.+)\"' }", "\"abc\""),
        ("{ from: $.id, regex: '^..', as: number }", "47"),
        ("{ from: \"$.lines[*].sku\", first: true }", "\"A-1\""),
        ("{ from: $.lines, first: true }", r#"{"sku":"A-1"}"#),
        ("{ from: \"$.lines[*].sku\", first: true, regex: '[0-9]', as: number }", "1"),
    ] {
        assert_eq!(taken(save), value, "{save}");
    }
}

fn compact(text: &str) -> String {
    text.parse::<Value>().unwrap().to_string()
}

#[test]
fn what_is_not_there_is_missing_unless_there_is_a_default() {
    for (save, value) in [
        ("{ from: $.token, default: none }", "\"none\""),
        ("{ from: $.token, default: \"{{five}}\" }", "5"),
        ("{ from: $.token, default: \"{{unset_token}}\" }", "unset: unset_token"),
        ("{ from: $.no, first: true, default: 0 }", "0"),
        ("{ from: header etag, regex: xyz, default: no }", "\"no\""),
        ("{ from: $.total, as: boolean, default: false }", "false"),
        ("$.id", "4711"),
    ] {
        assert_eq!(taken(save), value, "{save}");
    }
}

#[test]
fn what_is_missing_is_said_with_what_is_there() {
    let saves = [
        "$.token",
        "$.lines[5].sku",
        "header location",
        "cookie token",
        "{ from: $.no, first: true }",
        "{ from: $.id, first: true }",
        "{ from: $.lines, regex: x }",
        "{ from: header etag, regex: xyz }",
        "{ from: $.etag, as: number }",
        "{ from: $.id, as: boolean }",
        "{ from: $.lines, as: string }",
        "{ from: $.etag, as: json }",
        "tls_time",
        "error",
    ];
    let said: Vec<String> = saves.iter().map(|save| format!("{save}\n  {}", taken(save))).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_answer_that_is_none_gives_nothing() {
    let mut refused = Told::plain();
    refused.tell("error refused nothing listens on 127.0.0.1:4711 (connection refused)");
    let page = Told::with_body("<html>502</html>");
    let empty = Told::plain();
    let said: Vec<String> = [refused, page, empty]
        .iter()
        .flat_map(|told| taken_from(told, &["$.id", "header etag", "{ from: $.id, default: 1 }"]))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}
