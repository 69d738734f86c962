//! `save`: values out of an answer, and what a later step makes of them.

use runner_testkit::Reply;
use serde_json::{Value, json};

use crate::ran::{Ran, how};
use crate::stage::{Stage, run};

fn saving(save: &str) -> Ran {
    let stage =
        Stage::new().steps(&format!("- {{ name: ask, get: ORIGIN/x, save: {{ {save} }} }}"));
    let body = r#"{"id": 7, "order": {"lines": [{"sku": "a"}, {"sku": "b"}], "note": null}, "text": "n=42;b", "big": 12345678901234567890123, "json": "[1, {\"a\": 2}]"}"#;
    let reply = Reply::json(201, body)
        .header("Location", "/orders/7")
        .header("X-Count", "12")
        .header("X-Flag", "true")
        .header("ETag", "\"abc\"")
        .header("Set-Cookie", "session=s3; Path=/");
    stage.origin.on("/x", reply);
    stage.run()
}

/// What `v` is after `save: { v: … }`.
fn value(from: &str) -> Value {
    saving(&format!("v: {from}")).saved("v")
}

#[test]
fn a_subject_gives_its_value_with_its_type() {
    assert_eq!(value("$.id"), json!(7));
    assert_eq!(value("$.big").to_string(), "12345678901234567890123");
    assert_eq!(value("'$.order.lines[1].sku'"), json!("b"));
    assert_eq!(value("$.order.note"), Value::Null);
    assert_eq!(value("$.order.lines"), json!([{ "sku": "a" }, { "sku": "b" }]));
    assert_eq!(value("header location"), json!("/orders/7"));
    assert_eq!(value("cookie session"), json!("s3"));
    assert_eq!(value("status"), json!(201));
    assert_eq!(value("'regex /n=(\\d+)/'"), json!("42"));
    assert!(value("body").as_str().unwrap().starts_with("{\"id\": 7"));
}

#[test]
fn a_path_that_may_find_several_gives_a_list_and_first_takes_the_first() {
    assert_eq!(value("'$.order.lines[*].sku'"), json!(["a", "b"]));
    assert_eq!(value("'$..nothing'"), json!([]));
    assert_eq!(value("{ from: '$.order.lines[*].sku', first: true }"), json!("a"));
    let empty = saving("v: { from: '$..nothing', first: true }");
    assert!(empty.how("ask").starts_with("failed: nothing to save as v"), "{:?}", empty.hows());
}

#[test]
fn css_gives_a_list_of_texts() {
    let stage = Stage::new()
        .steps("- { get: ORIGIN/page, save: { all: css li, one: { from: css li, first: true } } }");
    stage.origin.on("/page", Reply::html("<ul><li>a</li><li>b <b>c</b></li></ul>"));
    let ran = stage.run();
    assert_eq!(ran.saved("all"), json!(["a", "b c"]));
    assert_eq!(ran.saved("one"), json!("a"));
}

#[test]
fn regex_takes_the_first_group_or_the_match() {
    assert_eq!(value("{ from: header etag, regex: '\"(.+)\"' }"), json!("abc"));
    assert_eq!(value("{ from: $.text, regex: 'n=\\d+' }"), json!("n=42"));
    let none = saving("v: { from: $.text, regex: 'q=(.)' }");
    assert!(none.how("ask").starts_with("failed: nothing to save as v"), "{:?}", none.hows());
}

#[test]
fn as_makes_text_another_type() {
    assert_eq!(value("{ from: header x-count, as: number }"), json!(12));
    assert_eq!(value("{ from: $.text, regex: 'n=(\\d+)', as: number }"), json!(42));
    assert_eq!(value("{ from: header x-flag, as: boolean }"), json!(true));
    assert_eq!(value("{ from: $.id, as: string }"), json!("7"));
    assert_eq!(value("{ from: $.json, as: json }"), json!([1, { "a": 2 }]));
    let not = saving("v: { from: header location, as: number }");
    assert!(not.how("ask").contains("is not a number"), "{:?}", not.hows());
}

#[test]
fn a_default_stands_in_for_what_is_missing() {
    assert_eq!(value("{ from: $.none, default: 5 }"), json!(5));
    assert_eq!(value("{ from: $.none, default: null }"), Value::Null);
    assert_eq!(value("{ from: header x-none, default: '' }"), json!(""));
    assert_eq!(value("{ from: $.id, default: 5 }"), json!(7));
    assert_eq!(value("{ from: '$.order.lines[9].sku', default: [] }"), json!([]));
}

#[test]
fn nothing_to_save_is_a_failure_that_shows_the_nearest_path() {
    let ran = saving("v: $.order.customer.name");
    let how = ran.how("ask");
    assert!(how.starts_with("failed: nothing to save as v"), "{how}");
    assert!(how.contains("$.order") && how.contains("lines"), "{how}");
}

#[test]
fn what_is_no_json_has_nothing_at_a_path() {
    let ran = run("- { name: ask, get: ORIGIN/text, save: { v: $.id } }");
    assert!(ran.how("ask").starts_with("failed: nothing to save as v"), "{:?}", ran.hows());
}

#[test]
fn durations_are_saved_as_milliseconds() {
    let ran = run("- { get: ORIGIN/delay/20, save: { t: time, s: size } }");
    assert!(ran.saved("t").as_f64().unwrap() >= 20.0);
    assert_eq!(ran.saved("s"), json!(4));
}

#[test]
fn saved_values_are_seen_by_all_later_steps_and_by_cleanup() {
    let ran = run("
        - name: group
          steps:
            - { get: ORIGIN/json, save: { id: $.id, address: $.address } }
        - post: ORIGIN/echo/{{id}}
          json: { city: '{{address.city}}' }
          cleanup: [ { delete: 'ORIGIN/echo/{{id}}' } ]
        ");
    ran.assert_passed();
    assert_eq!(ran.requests()[1..], ["POST /echo/7", "DELETE /echo/7"]);
    assert_eq!(ran.received[1].json(), json!({ "city": "Zürich" }));
}

#[test]
fn a_way_that_a_saved_value_does_not_have_names_what_there_is() {
    let ran = run(
        "- { get: ORIGIN/json, save: { a: $.address } }\n- { name: use, get: 'ORIGIN/echo/{{a.street}}' }",
    );
    let how = ran.how("use");
    assert!(how.starts_with("errored: ") && how.contains("city, zip"), "{how}");
}

#[test]
fn elements_of_saved_lists_can_be_used() {
    let ran = run(
        "- { get: ORIGIN/json, save: { items: $.items } }\n- get: 'ORIGIN/echo/{{items.[1].sku}}/{{items.[0].price}}'",
    );
    assert_eq!(ran.requests()[1], "GET /echo/B-2/10");
}

#[test]
fn a_secret_value_is_used_and_not_shown() {
    let ran = run("
        - { get: ORIGIN/json, save: { city: { from: $.address.city, secret: true } } }
        - { get: ORIGIN/echo, headers: { x-city: '{{city}}' } }
        ");
    assert_eq!(ran.received[1].header("x-city"), Some("Zürich"));
    assert_eq!(ran.saved("city"), "•••");
    assert!(!ran.shown().contains("Zürich"));
}

#[test]
fn a_captured_secret_that_is_too_short_is_errored_and_not_set() {
    let ran = run("
        - { name: ask, get: ORIGIN/json, save: { id: { from: $.id, secret: true } } }
        - { name: use, get: 'ORIGIN/echo/{{id}}' }
        ");
    assert!(
        ran.how("ask").starts_with("errored: the secret `id` has fewer than four"),
        "{:?}",
        ran.hows()
    );
    assert_eq!(ran.how("use"), "skipped: after `ask`");
    assert_eq!(ran.outcome(), "errored");
}

#[test]
fn a_save_does_not_depend_on_the_content_type() {
    let stage = Stage::new().steps("- { get: ORIGIN/x, save: { id: $.id } }");
    stage.origin.on("/x", Reply::text(r#"{"id": 7}"#));
    assert_eq!(stage.run().saved("id"), 7);
}

#[test]
fn each_step_s_saves_stand_in_its_result() {
    let ran = run(
        "- { get: ORIGIN/json, save: { id: $.id } }\n- { get: ORIGIN/json, save: { name: $.name } }",
    );
    let names = |n: usize| ran.steps()[n].saved.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    assert_eq!((names(0), names(1)), (vec!["id".to_owned()], vec!["name".to_owned()]));
    assert_eq!(how(ran.steps()[1]), "passed");
}
