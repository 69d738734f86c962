//! What is sent: JSON, forms in parts, GraphQL, XML, text, files.

use runner_testkit::Reply;
use serde_json::{Value, json};

use crate::ran::{Ran, broken_subjects, how};
use crate::stage::{Stage, run};

/// Carries out a step in a suite with these vars, beside a few files.
fn with(vars: &str, step: &str) -> Ran {
    Stage::new()
        .bytes("files/photo.png", b"\x89PNG\r\n\x1a\n\0{{id}}")
        .bytes("files/order.json", br#"{"id": "{{id}}", "note": "x{{id}}", "fixed": [1, null]}"#)
        .bytes("files/rows.csv", b"a,b\n1,2\n")
        .suite(&format!("name: Bodies\nvars:\n  {vars}\nsteps:\n  - {step}\n"))
        .run()
}

fn sent_json(vars: &str, value: &str) -> Value {
    with(vars, &format!("{{ post: ORIGIN/echo, json: {value} }}")).request().json()
}

#[test]
fn a_json_body_says_so() {
    let ran = with("a: 1", "{ post: ORIGIN/echo, json: { a: '{{a}}' } }");
    assert_eq!(ran.request().text(), r#"{"a":1}"#);
    assert_eq!(ran.request().header("content-type"), Some("application/json"));
    assert_eq!(ran.request().header("content-length"), Some("7"));
}

#[test]
fn types_survive_in_json() {
    let vars = "v: { n: 2, f: 2.50, s: '2', t: true, nothing: null, list: [1, x], big: 12345678901234567890123 }";
    let each = |key: &str| sent_json(vars, &format!("{{ v: '{{{{v.{key}}}}}' }}"))["v"].to_string();
    assert_eq!(each("n"), "2");
    assert_eq!(each("f"), "2.50");
    assert_eq!(each("s"), "\"2\"");
    assert_eq!(each("t"), "true");
    assert_eq!(each("nothing"), "null");
    assert_eq!(each("list"), r#"[1,"x"]"#);
    assert_eq!(each("big"), "12345678901234567890123");
    assert_eq!(sent_json(vars, "{ v: 'n={{v.n}}' }"), json!({ "v": "n=2" }));
    assert_eq!(sent_json(vars, "{ v: '{{v.n}} ' }"), json!({ "v": "2 " }));
}

#[test]
fn data_cannot_break_out_of_json() {
    let vars = r#"v: "\"}, {\"a\": \"b\\\n\u0001 \\{{v}} <>""#;
    let body = sent_json(vars, "{ v: '{{v}}', text: 'x{{v}}', keep: 1 }");
    let data = "\"}, {\"a\": \"b\\\n\u{1} {{v}} <>";
    assert_eq!(body, json!({ "v": data, "text": format!("x{data}"), "keep": 1 }));
}

#[test]
fn json_may_be_any_value() {
    assert_eq!(sent_json("v: [1]", "'{{v}}'"), json!([1]));
    assert_eq!(sent_json("v: [1]", "text"), json!("text"));
    assert_eq!(sent_json("v: [1]", "null"), Value::Null);
    assert_eq!(sent_json("v: [1]", "[1, [2, { a: b }]]"), json!([1, [2, { "a": "b" }]]));
}

#[test]
fn keys_stay_in_their_order_and_are_not_filled() {
    let ran = with("v: 1", "{ post: ORIGIN/echo, json: { z: 1, a: 2, m: { y: 1, b: 2 } } }");
    assert_eq!(ran.request().text(), r#"{"z":1,"a":2,"m":{"y":1,"b":2}}"#);
}

#[test]
fn a_json_file_is_filled_and_keeps_types() {
    let ran = with("id: 7", "{ post: ORIGIN/echo, json_file: files/order.json }");
    assert_eq!(ran.request().json(), json!({ "id": 7, "note": "x7", "fixed": [1, null] }));
    assert_eq!(ran.request().header("content-type"), Some("application/json"));
}

#[test]
fn a_file_is_sent_byte_by_byte_without_templates() {
    let ran = with(
        "id: 7",
        "{ put: ORIGIN/echo, file: files/photo.png, headers: { content-type: image/png } }",
    );
    assert_eq!(&ran.request().body[..], b"\x89PNG\r\n\x1a\n\0{{id}}");
    assert_eq!(ran.request().header("content-type"), Some("image/png"));
}

#[test]
fn text_is_filled_and_its_type_can_be_another() {
    let ran = with("id: é", "{ post: ORIGIN/echo, text: 'id={{id}}' }");
    assert_eq!(ran.request().text(), "id=é");
    assert_eq!(ran.request().header("content-type"), Some("text/plain; charset=utf-8"));
    let ran = with(
        "id: 1",
        "{ post: ORIGIN/echo, text: 'a,{{id}}', headers: { content-type: text/csv } }",
    );
    assert_eq!(ran.request().headers_named("content-type"), ["text/csv"]);
}

#[test]
fn values_in_xml_are_escaped_unless_raw() {
    let ran =
        with("v: '<a b=\"&''c\">'", "{ post: ORIGIN/echo, xml: '<o id=\"{{v}}\">{{raw v}}</o>' }");
    assert_eq!(
        ran.request().text(),
        "<o id=\"&lt;a b=&quot;&amp;&apos;c&quot;&gt;\"><a b=\"&'c\"></o>"
    );
    assert!(ran.request().header("content-type").unwrap().starts_with("application/xml"));
}

#[test]
fn a_step_without_a_body_sends_none() {
    let ran = run("- post: ORIGIN/echo\n- delete: ORIGIN/echo");
    assert!(ran.received.iter().all(|request| request.body.is_empty()));
    assert!(ran.received.iter().all(|request| request.header("content-type").is_none()));
}

/// The parts of the only request: head and content of each.
fn parts(ran: &Ran) -> Vec<(String, String)> {
    let request = ran.request();
    let kind = request.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = request.text();
    let body =
        text.strip_suffix(&format!("--{boundary}--\r\n")).expect("it ends with the boundary");
    let border = format!("--{boundary}\r\n");
    let parts = body.split(&border).skip(1).map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), content.strip_suffix("\r\n").unwrap().to_owned())
    });
    parts.collect()
}

#[test]
fn multipart_sends_fields_files_names_and_types() {
    let ran = with(
        "id: 7",
        "post: ORIGIN/echo
    multipart:
      title: 'order {{id}}'
      rows: { file: files/rows.csv }
      renamed: { file: files/rows.csv, name: 'r-{{id}}.txt', type: text/x-rows }
      data: { json: { id: '{{id}}' } }
      note: { text: hello, type: text/markdown }",
    );
    let disposition = |rest: &str| format!("content-disposition: form-data; name={rest}");
    let part = |head: String, content: &str| (head, content.to_owned());
    assert_eq!(
        parts(&ran),
        [
            part(disposition("\"title\""), "order 7"),
            part(
                disposition("\"rows\"; filename=\"rows.csv\"\r\ncontent-type: text/csv"),
                "a,b\n1,2\n"
            ),
            part(
                disposition("\"renamed\"; filename=\"r-7.txt\"\r\ncontent-type: text/x-rows"),
                "a,b\n1,2\n"
            ),
            part(disposition("\"data\"\r\ncontent-type: application/json"), "{\"id\":7}"),
            part(disposition("\"note\"\r\ncontent-type: text/markdown"), "hello"),
        ]
    );
}

#[test]
fn data_cannot_begin_a_part_of_its_own() {
    let ran = with(
        r#"v: "a\"\r\nx: y""#,
        "{ post: ORIGIN/echo, multipart: { f: { file: files/rows.csv, name: '{{v}}' } } }",
    );
    assert_eq!(parts(&ran).len(), 1);
    assert!(
        parts(&ran)[0]
            .0
            .starts_with("content-disposition: form-data; name=\"f\"; filename=\"a%22%0D%0Ax: y\"")
    );
}

#[test]
fn a_list_of_parts_repeats_the_field() {
    let ran = with(
        "tags: [a, b]",
        "{ post: ORIGIN/echo, multipart: { tag: '{{tags}}', f: [{ file: files/rows.csv }, { text: x }] } }",
    );
    let contents: Vec<String> = parts(&ran).into_iter().map(|(_, content)| content).collect();
    assert_eq!(contents, ["a", "b", "a,b\n1,2\n", "x"]);
}

#[test]
fn graphql_sends_query_variables_and_operation() {
    let ran = with(
        "id: 7",
        "post: ORIGIN/echo
    graphql:
      query: 'query Order($id: ID!) { order(id: $id) { total } }'
      variables: { id: '{{id}}' }
      operation: Order",
    );
    let document = json!({
        "query": "query Order($id: ID!) { order(id: $id) { total } }",
        "variables": { "id": 7 },
        "operationName": "Order",
    });
    assert_eq!(ran.request().json(), document);
    assert_eq!(ran.request().header("content-type"), Some("application/json"));
}

/// How a GraphQL step ends that gets this answer.
fn graphql(answer: &str, expect: &str) -> Ran {
    let stage = Stage::new()
        .steps(&format!("- {{ post: ORIGIN/graphql, graphql: {{ query: '{{ a }}' }}, {expect} }}"));
    stage.origin.on("/graphql", Reply::json(200, answer));
    stage.run()
}

#[test]
fn graphql_expects_no_errors() {
    assert_eq!(how(graphql(r#"{"data": {"a": 1}}"#, "").steps()[0]), "passed");
    let ran = graphql(r#"{"errors": [{"message": "no such field"}]}"#, "");
    assert_eq!(broken_subjects(ran.steps()[0]), ["$.errors"]);
    let meant = graphql(r#"{"errors": [{"message": "no"}]}"#, "expect: { $.errors: { count: 1 } }");
    assert_eq!(how(meant.steps()[0]), "passed");
}

#[test]
fn a_file_that_is_gone_when_it_is_to_be_sent_is_errored() {
    let steps = "- get: ORIGIN/first\n- { name: send, post: ORIGIN/echo, file: a.bin }";
    let stage = Stage::new().bytes("a.bin", b"x").steps(steps);
    let file = stage.folder.path().join("a.bin");
    stage.origin.on_request("/first", move |_| {
        std::fs::remove_file(&file).unwrap();
        Reply::status(204)
    });
    let ran = stage.run();
    assert!(ran.how("send").starts_with("errored: a.bin cannot be read"), "{:?}", ran.hows());
    assert_eq!(ran.count("/echo"), 0);
}
