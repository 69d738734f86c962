use serde_json::json;

use crate::language::{Check, Matcher, Subject, ValueTemplate};
use crate::read::Reader;
use crate::read::keys::{Argument, Place, SUBJECTS};
use crate::source::{SourceFile, Sources};

/// Reads checks that stand alone in a file.
fn checks(text: &str) -> (Vec<Check>, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile {
        path: "/p/a.trip.yaml".into(),
        name: "a.trip.yaml".into(),
        text: text.into(),
    });
    let mut diagnostics = Vec::new();
    let tree = crate::yaml::parse(file, text, &mut diagnostics).unwrap();
    let checks = Reader::new(&sources, &mut diagnostics).checks(&tree, Place::Answer);
    let told = diagnostics
        .iter()
        .map(|mistake| format!("{} `{}`", mistake.code, sources.text(mistake.span)))
        .collect();
    (checks, told)
}

/// The only operand of the only check.
fn operand(text: &str) -> serde_json::Value {
    let (checks, told) = checks(text);
    assert_eq!(told, Vec::<String>::new());
    let matcher = &checks[0].condition.matchers[0].value;
    let (Matcher::Compare(_, ValueTemplate::Fixed(value))
    | Matcher::Is(ValueTemplate::Fixed(value))) = matcher
    else {
        panic!("{matcher:?}")
    };
    value.clone()
}

#[test]
fn every_subject_of_the_table_can_be_read() {
    for word in SUBJECTS.iter().filter(|word| !word.later) {
        let text = match word.argument {
            Argument::None => word.name,
            Argument::Required(_, example) => example,
        };
        let (checks, told) = checks(&format!("'{text}': {{ exists: true }}"));
        assert_eq!((checks.len(), told), (1, Vec::new()), "{text}");
        assert_eq!(checks[0].text, text);
    }
}

#[test]
fn quantities_become_numbers_of_their_smallest_unit() {
    assert_eq!(operand("time: { under: 1.5s }"), json!(1500));
    let exact: serde_json::Value = serde_json::from_str("0.25").unwrap();
    assert_eq!(operand("time: { under: 0.25ms }"), exact);
    assert_eq!(operand("size: { under: 1.5KiB }"), json!(1536));
    assert_eq!(operand("size: 0"), json!(0));
}

#[test]
fn plain_values_keep_their_type_and_digits() {
    assert_eq!(operand("status: 200"), json!(200));
    assert_eq!(operand("status: 2xx"), json!("2xx"));
    assert_eq!(operand("$.a: '5'"), json!("5"));
    assert_eq!(operand("$.a: [1, null]"), json!([1, null]));
    assert_eq!(operand("$.a: 12345678901234567890123").to_string(), "12345678901234567890123");
}

#[test]
fn names_of_headers_are_in_lower_case() {
    let (checks, _) = checks("header Content-Type: text/html");
    assert_eq!(checks[0].subject.value, Subject::Header("content-type".into()));
    assert_eq!(checks[0].text, "header Content-Type");
}

#[test]
fn one_wrong_check_does_not_hide_the_others() {
    let (checks, told) = checks("status: ok\nstauts: 200\n$.a: { is: 1, gt: 2 }\n$.b: 3\n");
    assert_eq!(told, ["E204 `ok`", "E202 `stauts`", "E203 `gt`"]);
    let texts: Vec<&str> = checks.iter().map(|check| check.text.as_str()).collect();
    assert_eq!(texts, ["$.a", "$.b"]);
}

#[test]
fn the_place_of_an_argument_is_its_own() {
    let (_, told) = checks("css ul..li: { count: 1 }\n\"header a b\": x\n'var a[0]': 1\n");
    assert_eq!(told, ["E213 `ul..li`", "E215 `a b`", "E214 `a[0]`"]);
}
