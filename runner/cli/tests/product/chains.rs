//! Chains: values from one answer in the next request; groups, loops, flows, conditions.

use runner_testkit::Reply;
use serde_json::json;

use crate::support::{Project, steps};

#[test]
fn a_value_of_one_answer_is_used_in_the_next_request_with_its_type() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - get: ORIGIN/json
    save: { id: $.id, tags: $.tags, score: $.score, nothing: $.nothing, type: header content-type }
  - post: ORIGIN/echo
    json: { id: \"{{id}}\", text: \"no {{id}}\", tags: \"{{tags}}\", score: \"{{score}}\", nothing: \"{{nothing}}\" }
    headers: { x-type: \"{{type}}\" }
    expect: { $.json.id: \"{{id}}\" }
",
    );
    project.run(&[]).exits(0);
    let sent = &project.origin.received()[1];
    let expected =
        json!({ "id": 7, "text": "no 7", "tags": ["new", "blue"], "score": 12.5, "nothing": null });
    assert_eq!(sent.json(), expected);
    assert_eq!(sent.header("x-type"), Some("application/json"));
}

#[test]
fn numbers_pass_through_exactly() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - get: ORIGIN/big
    expect: { $.n: 12345678901234567890123, $.d: 0.1, $.f: 5.0 }
    save: { n: $.n, d: $.d }
  - { post: ORIGIN/echo, json: { n: \"{{n}}\", d: \"{{d}}\" } }
",
    );
    project
        .origin
        .on("/big", Reply::json(200, r#"{"n": 12345678901234567890123, "d": 0.10, "f": 5}"#));
    project.run(&[]).exits(0);
    let body = project.origin.received()[1].text();
    assert!(body.contains("12345678901234567890123") && body.contains("0.10"), "{body}");
}

#[test]
fn a_loop_runs_once_per_element_and_collects_what_is_saved() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
vars: { sizes: [1, 2, 3] }
steps:
  - name: fetch each
    for_each: { size: \"{{sizes}}\" }
    if: { var size: { not: 2 } }
    get: ORIGIN/bytes/{{size}}
    expect: { size: { at_least: 1B } }
    save: { got: size }
  - check: { var got: { is: [1, 3] } }
",
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests(), ["GET /bytes/1", "GET /bytes/3"]);
}

#[test]
fn a_group_is_skipped_whole_and_what_it_saves_is_seen_after_it() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
vars: { mode: on }
steps:
  - name: together
    if: { var mode: on }
    steps:
      - { get: ORIGIN/json, save: { city: $.address.city } }
  - name: never
    if: { var mode: off }
    steps:
      - get: ORIGIN/status/500
      - get: ORIGIN/status/500
  - set: { place: \"{{city}}!\" }
  - check: { var place: Zürich! }
",
    );
    let (ended, report) = project.report(&[]);
    ended.exits(0);
    assert_eq!(project.requests(), ["GET /json"]);
    assert!(report.to_string().contains("\"skipped\""), "{report}");
}

const LOGIN: &str = "\
name: Log in
inputs:
  user: { type: string, required: true }
outputs: [token]
steps:
  - post: ORIGIN/login
    safe: true
    json: { user: \"{{user}}\" }
    save: { token: $.token, hidden_in_flow: $.token }
";

#[test]
fn a_flow_gives_its_outputs_and_nothing_else() {
    let project = Project::new()
        .file("flows/login.trip.yaml", LOGIN)
        .suite(
            "suites/a.trip.yaml",
            "\
setup:
  - { use: ../flows/login.trip.yaml, with: { user: ada }, save: [token] }
tests:
  one: { steps: [ { get: \"ORIGIN/echo/{{token}}\" } ] }
  two: { steps: [ { get: \"ORIGIN/echo/{{token}}\" } ] }
",
        )
        .suite(
            "leaks/b.trip.yaml",
            "  - { use: ../flows/login.trip.yaml, with: { user: ada }, save: [token] }\n  - get: ORIGIN/echo/{{hidden_in_flow}}\n",
        );
    project.origin.on("POST /login", Reply::json(200, r#"{"token": "t-1"}"#));
    project.run(&["suites"]).exits(0);
    assert_eq!(project.count("/login"), 1, "setup runs once");
    assert_eq!(project.count("/echo/t-1"), 2);
    project.run(&["leaks"]).exits(2).says(&["E302", "hidden_in_flow"]);
    project.run(&["suites", "flows/login.trip.yaml", "--set", "user=bob"]).exits(0);
}

#[test]
fn what_cannot_be_reached_any_more_is_skipped_and_says_why() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - name: first
    get: ORIGIN/json
    on_failure: continue
    save: { order: $.order_id }
  - name: second
    get: ORIGIN/orders/{{order}}
  - name: third
    get: ORIGIN/text
",
    );
    let (ended, report) = project.report(&[]);
    ended.exits(1);
    assert_eq!(project.requests(), ["GET /json", "GET /text"]);
    let second = &steps(&report)[1]["outcome"]["skipped"]["unset"];
    assert_eq!(second, &json!({ "variable": "order", "step": "first" }), "{report:#}");
}

#[test]
fn cookies_are_kept_within_a_test_and_are_nobody_elses() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
setup:
  - get: ORIGIN/set-cookie?shared=1
tests:
  one:
    steps:
      - { get: ORIGIN/set-cookie?mine=one, expect: { cookie mine: one } }
      - { get: ORIGIN/cookies, expect: { $.cookies: { is: { mine: one, shared: \"1\" } } } }
  two:
    steps:
      - { get: ORIGIN/cookies, expect: { $.cookies: { is: { shared: \"1\" } } } }
      - { get: ORIGIN/cookies, cookies: { extra: \"2\" }, expect: { $.cookies.extra: \"2\" } }
",
    );
    project.run(&[]).exits(0);
    project.run(&["--jobs", "1", "--repeat", "2"]).exits(0);
}

#[test]
fn bodies_of_every_kind_are_sent_as_they_are_meant() {
    let project = Project::new()
        .file("body.json", "{\"city\": \"{{city}}\", \"n\": \"{{n}}\"}")
        .file("raw.bin", "not a {{template}}")
        .suite(
            "a.trip.yaml",
            "\
vars: { city: \"Zü\\\"rich & Söhne\", n: 5 }
steps:
  - { post: ORIGIN/echo/json, json: [ \"{{city}}\", \"{{n}}\" ] }
  - { post: ORIGIN/echo/json_file, json_file: body.json }
  - { post: ORIGIN/echo/form, form: { city: \"{{city}}\", tags: [a, b], none: null } }
  - { post: ORIGIN/echo/text, text: \"to {{city}}\" }
  - { post: ORIGIN/echo/file, file: raw.bin }
  - { post: ORIGIN/echo/xml, xml: \"<city>{{city}}</city>\" }
  - post: ORIGIN/echo/multipart
    multipart: { note: \"{{city}}\", upload: { file: raw.bin, type: text/plain, name: a.txt } }
",
        );
    project.run(&[]).exits(0);
    let received = project.origin.received();
    let city = "Zü\"rich & Söhne";
    assert_eq!(received[0].json(), json!([city, 5]));
    assert_eq!(received[1].json(), json!({ "city": city, "n": 5 }));
    let form: Vec<(String, String)> =
        url::form_urlencoded::parse(&received[2].body).into_owned().collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(form, [pair("city", city), pair("tags", "a"), pair("tags", "b")]);
    assert_eq!(received[3].text(), format!("to {city}"));
    assert_eq!(received[4].text(), "not a {{template}}");
    assert_eq!(received[5].text(), "<city>Zü&quot;rich &amp; Söhne</city>");
    let multipart = received[6].text();
    assert!(multipart.contains(city) && multipart.contains("filename=\"a.txt\""), "{multipart}");
}

#[test]
fn graphql_errors_fail_although_the_status_is_200() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { post: ORIGIN/graphql, safe: true, graphql: { query: \"query Q($id: ID!) { order(id: $id) { id } }\", variables: { id: 7 }, operation: Q } }\n",
    );
    project.origin.on(
        "/graphql",
        [
            Reply::json(200, r#"{"data": {}}"#),
            Reply::json(200, r#"{"errors": [{"message": "no such order"}]}"#),
        ],
    );
    project.run(&[]).exits(0);
    let sent = project.origin.received()[0].json();
    assert_eq!(sent["variables"]["id"], 7);
    assert_eq!(sent["operationName"], "Q");
    project.run(&[]).exits(1).says(&["$.errors", "no such order"]);
}

#[test]
fn redirects_are_followed_only_when_asked() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/redirect/3, expect: { status: 302 } }\n  - { get: ORIGIN/redirect/3, follow_redirects: true, expect: { redirects: 3, url: { ends_with: /redirect/0 }, body: arrived } }\n")
        .suite("b.trip.yaml", "  - { get: ORIGIN/redirect/3, follow_redirects: 2 }\n");
    project.run(&["a.trip.yaml"]).exits(0);
    project.run(&["b.trip.yaml"]).exits(1).says(&["2 redirects were followed"]);
}

#[test]
fn a_request_of_any_method_is_sent() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - request: { method: PURGE, url: ORIGIN/cache }\n    expect: { status: 404 }\n  - { head: ORIGIN/json, expect: { size: 0 } }\n  - { options: ORIGIN/json }\n",
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests(), ["PURGE /cache", "HEAD /json", "OPTIONS /json"]);
}
