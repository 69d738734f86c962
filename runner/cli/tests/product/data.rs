//! Data cannot break out of its place: a body, a header, a URL, a path.

use runner_testkit::{Received, Reply};
use serde_json::json;

use crate::support::{Project, steps};

/// What people and servers put into fields.
const NASTY: &[&str] = &[
    "\"",
    "\\",
    "\"}, {\"admin\": true",
    "a\r\nX-Injected: 1",
    "{{secret.key}}",
    "{{uuid}}",
    "}}",
    "{{{x}}}",
    "../../etc/passwd",
    "?admin=1#x",
    "a/b",
    "%2e%2e%2f",
    "%00",
    "\u{0}",
    "\u{1f}",
    "é 漢字 🦀",
    "<b>&amp;",
    "a+b &c=d;e",
    "'; DROP TABLE orders; --",
    "\u{feff}x",
    " leading and trailing ",
    "null",
    "true",
    "007",
    "$serde_json::private::Number",
    "\u{202e}abc",
];

/// Every piece of data in every place.
const EVERYWHERE: &str = "
  - get: ORIGIN/nasty
    save: { all: $.all }
  - name: in a body
    for_each: { it: \"{{all}}\" }
    post: ORIGIN/echo/body
    json: { it: \"{{it}}\", around: \"<{{it}}>\", list: [\"{{it}}\"] }
  - name: in a query
    for_each: { it2: \"{{all}}\" }
    get: ORIGIN/echo/query
    query: { it: \"{{it2}}\" }
  - name: in a form
    for_each: { it3: \"{{all}}\" }
    post: ORIGIN/echo/form
    form: { it: \"{{it3}}\" }
  - name: in a path
    for_each: { it4: \"{{all}}\" }
    get: ORIGIN/echo/path/{{it4}}/end
  - name: in the query of a URL
    for_each: { it5: \"{{all}}\" }
    get: ORIGIN/echo/url?it={{it5}}&end=1
  - name: as text
    for_each: { it6: \"{{all}}\" }
    post: ORIGIN/echo/text
    text: \"{{it6}}\"
";

#[test]
fn data_out_of_an_answer_stays_data() {
    let project = Project::new().suite("a.trip.yaml", EVERYWHERE);
    project.origin.on("/nasty", Reply::json(200, json!({ "all": NASTY })));
    project.run(&[]).exits(0);
    let received = project.origin.received();
    let sent = |path: &str| -> Vec<(Received, &str)> {
        let there = received.iter().filter(|one| one.path.starts_with(path)).cloned();
        let sent: Vec<_> = there.zip(NASTY.iter().copied()).collect();
        assert_eq!(sent.len(), NASTY.len(), "{path}");
        sent
    };
    for (one, nasty) in sent("/echo/body") {
        let body = json!({ "it": nasty, "around": format!("<{nasty}>"), "list": [nasty] });
        assert_eq!(one.json(), body);
    }
    for (one, nasty) in sent("/echo/query") {
        assert_eq!(one.query_pairs(), [pair("it", nasty)]);
    }
    for (one, nasty) in sent("/echo/url") {
        assert_eq!(one.query_pairs(), [pair("it", nasty), pair("end", "1")]);
    }
    for (one, nasty) in sent("/echo/form") {
        let pairs: Vec<_> = url::form_urlencoded::parse(&one.body).into_owned().collect();
        assert_eq!(pairs, [pair("it", nasty)]);
    }
    for (one, nasty) in sent("/echo/path/") {
        let segments: Vec<&str> = one.path.split('/').collect();
        assert_eq!(segments.len(), 5, "{nasty:?}: {}", one.target);
        assert_eq!((segments[4], one.query.as_str()), ("end", ""), "{nasty:?}");
        assert_eq!(decoded(segments[3]), nasty);
    }
    for (one, nasty) in sent("/echo/text") {
        assert_eq!(one.text(), nasty);
    }
    assert!(received.iter().all(|one| one.header("x-injected").is_none()));
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A path segment; there a `+` is a plus.
fn decoded(segment: &str) -> String {
    let segment = segment.replace('+', "%2B");
    let mut pairs = url::form_urlencoded::parse(segment.as_bytes());
    pairs.next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

#[test]
fn a_line_break_cannot_begin_another_header() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - { get: ORIGIN/evil, save: { evil: $.evil } }
  - { name: as a header, get: ORIGIN/echo, headers: { x-note: \"{{evil}}\" }, on_failure: continue }
  - { name: as a cookie, get: ORIGIN/echo, cookies: { note: \"{{evil}}\" }, on_failure: continue }
  - { name: as a token, get: ORIGIN/echo, auth: { bearer: \"{{evil}}\" }, on_failure: continue }
  - { name: as a key, post: ORIGIN/echo, idempotency_key: \"{{evil}}\", on_failure: continue }
",
    );
    project.origin.on("/evil", Reply::json(200, json!({ "evil": "a\r\nX-Injected: 1" })));
    let (ended, report) = project.report(&[]);
    ended.exits(3);
    for step in &steps(&report)[1..] {
        let message = step["outcome"]["errored"].to_string();
        assert!(message.contains("line break"), "{}: {message}", step["name"]);
    }
    assert_eq!(project.requests(), ["GET /evil"]);
}

#[test]
fn a_dot_segment_out_of_data_cannot_climb() {
    for dots in [".", "..", "%2e%2e", "..%2f"] {
        let project = Project::new().suite(
            "a.trip.yaml",
            "  - { get: ORIGIN/x, save: { d: $.d } }\n  - { get: \"ORIGIN/echo/a/{{d}}/b\" }\n",
        );
        project.origin.on("/x", Reply::json(200, json!({ "d": dots })));
        project.run(&[]);
        for received in &project.origin.received()[1..] {
            assert!(received.path.starts_with("/echo/a/"), "{dots}: {}", received.target);
            assert!(received.path.ends_with("/b"), "{dots}: {}", received.target);
        }
    }
}

#[test]
fn data_in_a_path_is_bound_as_a_value() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - { get: ORIGIN/data, save: { who: $.who } }
  - get: ORIGIN/data
    expect:
      $.people[?@.name == {{who}}].age: { is: [36] }
",
    );
    let who = "it's \"Ada\" || true";
    let people =
        json!({ "who": who, "people": [{ "name": "x", "age": 1 }, { "name": who, "age": 36 }] });
    project.origin.on("/data", Reply::json(200, people));
    project.run(&[]).exits(0);
}

#[test]
fn what_an_answer_says_is_never_a_template_and_never_a_terminal_command() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/evil, save: { a: $.a }, on_failure: continue, expect: { $.a: x, $.b: y } }\n  - { post: ORIGIN/echo, text: \"{{a}}\" }\n",
    );
    project.origin.on(
        "/evil",
        Reply::json(
            200,
            json!({ "a": "{{now}}{{secret.x}}", "b": "\u{1b}[31mred\u{7}\u{1b}]0;title\u{7}" }),
        ),
    );
    let ended = project.run(&["--verbose"]).exits(1);
    assert!(!ended.stdout.contains('\u{1b}') && !ended.stdout.contains('\u{7}'), "{ended:?}");
    assert_eq!(project.origin.received()[1].text(), "{{now}}{{secret.x}}");
}

#[test]
fn null_and_lists_stand_only_where_they_fit() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
vars: { nothing: null, many: [1, 2] }
steps:
  - { get: ORIGIN/echo/a, query: { n: \"{{nothing}}\", m: \"{{many}}\" } }
  - { get: \"ORIGIN/echo/{{many}}\", on_failure: continue }
  - { post: ORIGIN/echo/b, text: \"x {{nothing}}\", on_failure: continue }
",
    );
    project.run(&[]).exits(3).says(&["json"]);
    assert_eq!(project.requests(), ["GET /echo/a?m=1&m=2"]);
}
