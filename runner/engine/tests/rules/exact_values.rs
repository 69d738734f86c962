//! Values go through a chain unchanged: numbers of any size, odd keys, deep trees, any text.

use runner_testkit::Reply;
use serde_json::Value;

use crate::stage::Stage;

/// What arrives when a value is saved from an answer and sent again.
fn echoed(value: &str) -> String {
    let stage = Stage::new().steps(
        "
        - { get: ORIGIN/x, save: { v: $.v } }
        - { post: ORIGIN/echo, json: '{{v}}' }
        ",
    );
    stage.origin.on("/x", Reply::json(200, format!("{{\"v\": {value}}}")));
    let ran = stage.run();
    ran.assert_passed();
    ran.received[1].text()
}

#[test]
fn numbers_keep_their_spelling() {
    for number in [
        "12345678901234567890123",
        "0.1",
        "1.10",
        "-0",
        "1e3",
        "1e400",
        "1e1000000000",
        "0.10000000000000000000001",
    ] {
        let arrived = echoed(number);
        // `1e3` is read as `1e+3`, which is the same number.
        assert_eq!(arrived.replace("e+", "e"), number, "{number}");
    }
}

#[test]
fn odd_keys_and_their_order_stay() {
    for value in [
        r#"{"z":1,"a":{"$serde_json::private::Numbers":"7"},"":2}"#,
        r#"{"a.b":{"c d":[null,true,"é\n\u0001"]}}"#,
    ] {
        assert_eq!(echoed(value), value);
    }
}

#[test]
fn a_list_or_map_is_sent_as_it_came() {
    assert_eq!(echoed("[[],{},[[[]]]]"), "[[],{},[[[]]]]");
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(echoed(&deep), deep);
}

#[test]
fn an_answer_that_nests_without_end_is_a_failure_and_no_crash() {
    let ran =
        Stage::new().steps("- { name: ask, get: ORIGIN/lie/deep-json, expect: { $.a: 1 } }").run();
    assert!(ran.how("ask").starts_with("failed: $.a expected"), "{:?}", ran.hows());
}

#[test]
fn text_that_looks_like_a_number_stays_text() {
    assert_eq!(echoed(r#""007""#), r#""007""#);
    assert_eq!(echoed(r#""true""#), r#""true""#);
    assert_eq!(serde_json::from_str::<Value>(&echoed("null")).unwrap(), Value::Null);
}
