use serde_json::{Value, json};
use suites::JsonPath;

use super::super::check_bound;
use super::{Bound, path, select};

/// The holes of a path, filled with `values` in turn.
fn bound(path: &JsonPath, values: &[Value]) -> Vec<Bound> {
    path.holes.iter().map(|hole| hole.placeholder.clone()).zip(values.iter().cloned()).collect()
}

fn selected(source: &str, values: &[Value], root: &Value) -> Value {
    let path = path(source);
    let bound = bound(&path, values);
    assert_eq!(check_bound(&path, &bound), Ok(()), "{source}");
    select(&path, &bound, root).into_iter().cloned().collect()
}

fn refused(source: &str, value: Value) -> String {
    let path = path(source);
    let bound = bound(&path, &[value]);
    check_bound(&path, &bound).expect_err(source).to_string()
}

#[test]
fn a_template_is_compared_as_the_value_it_is() {
    let root = json!([{ "n": 5 }, { "n": "5" }, { "n": null }, { "n": [1, { "a": 2.0 }] }, {}]);
    assert_eq!(selected("$[?@.n == {{x}}]", &[json!(5)], &root), json!([{ "n": 5 }]));
    assert_eq!(selected("$[?@.n == {{x}}]", &[json!("5")], &root), json!([{ "n": "5" }]));
    assert_eq!(selected("$[?{{x}} == @.n]", &[json!(null)], &root), json!([{ "n": null }]));
    let list = json!([1.0, { "a": 2 }]);
    assert_eq!(selected("$[?@.n == {{x}}].n[0]", &[list], &root), json!([1]));
    assert_eq!(
        selected("$[?@.n > {{x}} && @.n < {{y}}]", &[json!(4), json!(6)], &root),
        json!([{ "n": 5 }])
    );
}

#[test]
fn a_template_in_brackets_is_a_key_or_an_index() {
    let root = json!({ "a b": [10, 11], "0": 12 });
    assert_eq!(selected("$[{{x}}]", &[json!("a b")], &root), json!([[10, 11]]));
    assert_eq!(selected("$[{{x}}]", &[json!("0")], &root), json!([12]));
    assert_eq!(selected("$[{{x}}]", &[json!(0)], &root), json!([]));
    assert_eq!(selected("$['a b'][{{x}}]", &[json!(-1)], &root), json!([11]));
    assert_eq!(selected("$['a b'][{{x}}, {{y}}]", &[json!(1), json!(0)], &root), json!([11, 10]));
    assert_eq!(selected("$..[{{x}}]", &[json!(0)], &root), json!([10]));
    assert_eq!(selected("$[?@[{{x}}] == 11]", &[json!(1)], &root), json!([[10, 11]]));
    assert!(path("$[{{x}}].a").singular);
}

#[test]
fn a_template_is_an_argument() {
    let root = json!(["ab", "b", "abc"]);
    assert_eq!(selected("$[?match(@, {{x}})]", &[json!("a.")], &root), json!(["ab"]));
    assert_eq!(selected("$[?length(@) == length({{x}})]", &[json!([1, 2])], &root), json!(["ab"]));
    assert_eq!(selected("$[?search({{x}}, @)]", &[json!("xab")], &root), json!(["ab", "b"]));
}

#[test]
fn text_that_looks_like_a_template_is_text() {
    let root = json!([{ "n": "{{x}}" }, { "n": "'] || @.n == ['" }]);
    assert_eq!(selected("$[?@.n == {{x}}].n", &[json!("{{x}}")], &root), json!(["{{x}}"]));
    let text = json!("'] || @.n == ['");
    assert_eq!(selected("$[?@.n == {{x}}].n", std::slice::from_ref(&text), &root), json!([text]));
}

#[test]
fn a_value_that_cannot_stand_there_is_refused() {
    assert_eq!(
        refused("$.a[{{x}}]", Value::Null),
        "a template in `$.a[{{x}}]` is null; in `[ ]` stands the name of a key, or an index"
    );
    assert_eq!(
        refused("$.a[{{x}}]", json!(1.5)),
        "a template in `$.a[{{x}}]` is the number 1.5; in `[ ]` stands the name of a key, or an index"
    );
    let big: Value = serde_json::from_str("9007199254740993").unwrap();
    assert_eq!(
        refused("$[?@.id == {{x}}]", big),
        "a template in `$[?@.id == {{x}}]` is the number 9007199254740993; a filter compares \
         64-bit floats, and 9007199254740993 is none: compare it in the matcher"
    );
    assert_eq!(
        refused("$[?match(@, {{x}})]", json!("a**")),
        "a template in `$[?match(@, {{x}})]` is the text \"a**\"; that is no pattern: I-Regexp has \
         no `*` after a repetition"
    );
    assert_eq!(
        refused("$[?match(@, {{x}})]", json!(5)),
        "a template in `$[?match(@, {{x}})]` is the number 5; a pattern is text"
    );
}
