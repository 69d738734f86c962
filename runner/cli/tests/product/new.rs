//! `tripline new URL`: a first suite that passes.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use runner_testkit::{Lie, Reply, refused_port};

use crate::support::Project;

#[test]
fn a_suite_is_proposed_that_passes() {
    let project = Project::bare();
    let url = project.origin.url("/json");
    let ended = project.tripline(&["new", &url]).exits(0);
    assert_eq!(project.requests(), ["GET /json"]);
    let suite = crate::support::stable(&ended.stdout);
    insta::assert_snapshot!(suite, @r#"
    # Proposed from one answer: keep what must be so, take out what may change.
    name: "127.0.0.1/json answers"
    steps:
      - get: http://127.0.0.1:PORT/json
        expect:
          status: 200
          time: { under: 500ms }   # it took TIME
          header content-type: { contains: json }
          $.id: { type: integer }
          $.active: true
          $.tags: { count: { at_least: 1 } }
          $.tags[*]: { each: { type: string } }
          $.items: { count: { at_least: 1 } }
          $.items[*].sku: { each: { type: string } }
    "#);
    assert!(ended.stderr.contains("answered 200"), "{}", ended.stderr);
}

#[test]
fn a_file_is_written_and_the_next_command_is_said() {
    let project = Project::bare();
    let url = project.origin.url("/json");
    let ended = project.tripline(&["new", &url, "-o", "first one.trip.yaml"]).exits(0);
    assert_eq!(
        ended.stdout,
        "wrote first one.trip.yaml; run it:\n  tripline run 'first one.trip.yaml'\n"
    );
    project.run(&["first one.trip.yaml"]).exits(0);
    project.tripline(&["check", "first one.trip.yaml"]).exits(0).says(&["nothing wrong"]);
}

#[test]
fn a_file_is_never_overwritten() {
    let project = Project::bare().file("mine.trip.yaml", "precious");
    let url = project.origin.url("/json");
    project
        .tripline(&["new", &url, "-o", "mine.trip.yaml"])
        .exits(64)
        .says(&["exists", "another name"]);
    assert_eq!(project.read("mine.trip.yaml"), "precious");
    assert!(project.requests().is_empty());
    project.tripline(&["new", &url, "-o", "no/folder/x.trip.yaml"]).exits(3).says(&["mkdir -p"]);
}

#[test]
fn an_answer_that_is_no_2xx_becomes_a_negative_test() {
    for (status, said) in [
        (401, "write `auth:`"),
        (404, "negative test"),
        (500, "hardly how it should be"),
        (304, "negative test"),
    ] {
        let project = Project::bare();
        let url = project.origin.url(&format!("/status/{status}"));
        let ended = project.tripline(&["new", &url, "-o", "a.trip.yaml"]).exits(0);
        ended.says(&[said]);
        assert!(project.read("a.trip.yaml").contains(&format!("status: {status}")));
        project.run(&["a.trip.yaml"]).exits(0);
    }
}

#[test]
fn redirects_are_followed_and_told() {
    let project = Project::bare();
    let url = project.origin.url("/redirect/2");
    project
        .tripline(&["new", &url, "-o", "a.trip.yaml"])
        .exits(0)
        .says(&["after 2 redirects to", "/redirect/0"]);
    assert!(project.read("a.trip.yaml").contains("follow_redirects: 5"));
    project.run(&["a.trip.yaml"]).exits(0);
    let loops = project.origin.url("/redirect-loop");
    project.tripline(&["new", &loops]).exits(1).says(&["5 redirects were followed"]);
}

#[test]
fn pages_texts_and_nothing_are_claimed_as_what_they_are() {
    for (path, claim) in [
        ("/html", "css title: { is: [Hello] }"),
        ("/text", "body: { contains: \"hello, world\" }"),
        ("/status/204", "body: { empty: true }"),
        ("/xml", "header content-type: { starts_with: application/xml }"),
        ("/bytes/100", "header content-type: { starts_with: application/octet-stream }"),
        ("/gzip", "$.id: { type: integer }"),
    ] {
        let project = Project::bare();
        project.tripline(&["new", &project.origin.url(path), "-o", "a.trip.yaml"]).exits(0);
        let suite = project.read("a.trip.yaml");
        assert!(suite.contains(claim), "{path}:\n{suite}");
        project.run(&["a.trip.yaml"]).exits(0);
    }
}

#[test]
fn what_looks_like_a_secret_is_not_written_down() {
    let project = Project::bare();
    let url = project
        .origin
        .url("/echo?api_key=hush-hush&page=2")
        .replace("http://", "http://ada:letmein9@");
    let ended = project.tripline(&["new", &url, "-o", "a.trip.yaml"]).exits(0);
    let suite = project.read("a.trip.yaml");
    for secret in ["hush-hush", "letmein9"] {
        assert!(!suite.contains(secret) && !ended.all().contains(secret), "{suite}\n{ended:?}");
    }
    let received = project.origin.only_received();
    assert_eq!(received.target, "/echo?api_key=hush-hush&page=2");
    assert_eq!(received.header("authorization"), Some("Basic YWRhOmxldG1laW45"));
    ended.says(&["--set password=… --set api_key=…"]);
    project
        .run(&["a.trip.yaml", "--set", "password=letmein9", "--set", "api_key=hush-hush"])
        .exits(0)
        .hides(&["hush-hush", "letmein9"]);
    let again = &project.origin.received()[1];
    assert_eq!(
        (again.target.as_str(), again.header("authorization")),
        ("/echo?api_key=hush-hush&page=2", received.header("authorization"))
    );
}

#[test]
fn a_token_in_the_answer_is_not_written_down() {
    let project = Project::bare();
    project.origin.on(
        "/login",
        Reply::json(200, r#"{"token": "abcdefgh", "status": "ok", "key": "secretword"}"#),
    );
    let ended = project.tripline(&["new", &project.origin.url("/login")]).exits(0);
    ended.says(&["$.status: ok", "$.token: { type: string }"]).hides(&["abcdefgh", "secretword"]);
}

#[test]
fn a_url_of_a_service_becomes_a_path_below_it() {
    let project = Project::bare().file(
        "tripline.yaml",
        "version: 1\nservices: { api: {}, other: {} }\nenvironments:\n  local: { vars: { base: ORIGIN/echo }, services: { other: \"http://127.0.0.1:9\", api: \"{{base}}\" } }\n",
    );
    let url = project.origin.url("/echo/orders?page=2");
    let ended = project.tripline(&["new", &url, "-o", "a.trip.yaml"]).exits(0);
    ended.says(&["tripline run a.trip.yaml -e local"]);
    let suite = project.read("a.trip.yaml");
    assert!(
        suite.contains("service: api\n") && suite.contains("- get: /orders?page=2\n"),
        "{suite}"
    );
    project.run(&["a.trip.yaml", "-e", "local"]).exits(0);
    assert_eq!(project.requests(), ["GET /echo/orders?page=2", "GET /echo/orders?page=2"]);
}

#[test]
fn without_a_scheme_one_is_chosen_and_said() {
    let project = Project::bare();
    let typed = project.origin.url("/json").replace("http://", "");
    project.tripline(&["new", &typed]).exits(0).says(&["trying http://"]);
    let typed = format!("no-such-host.invalid:{}/x", project.origin.port());
    project.tripline(&["new", &typed]).exits(1).says(&["trying https://", "no-such-host.invalid"]);
}

#[test]
fn what_does_not_answer_is_told_with_phase_and_cause() {
    let project = Project::bare();
    let refused = format!("http://127.0.0.1:{}/", refused_port());
    project.tripline(&["new", &refused]).exits(1).says(&["no answer (connect)", "is it running?"]);
    for lie in [Lie::ResetBeforeHead, Lie::Garbage, Lie::GzipFake, Lie::LengthTooLong] {
        let url = project.origin.url(&format!("/lie/{}", lie.name()));
        let ended = project.tripline(&["new", &url, "-o", "a.trip.yaml"]).exits(1);
        ended.says(&["no answer ("]);
        assert!(!project.path("a.trip.yaml").exists());
    }
    for typed in ["ftp://x", "/health", "", "service://api/x", "https://", "http://h:99999/"] {
        project.tripline(&["new", typed]).exits(64).says(&["error:"]);
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z_]{1,8}",
        1 => Just("status".to_owned()),
        1 => Just("type".to_owned()),
        1 => Just("$serde_json::private::Number".to_owned()),
        2 => "[ -~äß漢\u{200b}\n\t'\"{}$@.\\[\\]]{0,12}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        "\\PC{0,12}",
        "[a-zA-Z]{1,10}",
        Just("no".to_owned()),
        Just("null".to_owned()),
        Just("{{x}}".to_owned()),
        Just("1.10".to_owned()),
        Just("2026-02-30".to_owned()),
        Just("2026-07-31T12:30:00Z".to_owned()),
        Just("2026-07-31T12:30:00.5+02:00".to_owned()),
        Just("a@b.cd".to_owned()),
        Just("https://x y".to_owned()),
        Just("http://h/{{x}}".to_owned()),
        Just("123e4567-e89b-12d3-a456-426614174000".to_owned()),
    ]
}

fn json() -> impl Strategy<Value = String> {
    let quoted = |text: String| serde_json::to_string(&text).unwrap();
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "-?(0|[1-9][0-9]{0,30})",
        "-?(0|[1-9][0-9]{0,3})\\.[0-9]{1,5}([eE][+-]?[0-9]{1,4})?",
        text().prop_map(quoted),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((name(), inner.clone()), 0..6).prop_map(move |members| {
                let members: Vec<String> = members
                    .into_iter()
                    .map(|(name, value)| format!("{}: {value}", quoted(name)))
                    .collect();
                format!("{{{}}}", members.join(", "))
            }),
            // Lists of like elements, as APIs have them.
            (prop::collection::vec(name(), 1..4), prop::collection::vec(inner, 1..6)).prop_map(
                move |(names, values)| {
                    let element = |value: &String| {
                        let members: Vec<String> = names
                            .iter()
                            .map(|name| format!("{}: {value}", quoted(name.clone())))
                            .collect();
                        format!("{{{}}}", members.join(", "))
                    };
                    format!("[{}]", values.iter().map(element).collect::<Vec<_>>().join(","))
                }
            ),
        ]
    })
}

#[test]
fn whatever_is_answered_the_proposal_is_without_mistakes_and_passes() {
    let project = Project::bare();
    let answer = Arc::new(Mutex::new((String::new(), String::new())));
    let told = Arc::clone(&answer);
    project.origin.on_request("/*", move |_| {
        let (kind, body) = told.lock().unwrap().clone();
        Reply::typed(&kind, body)
    });
    let kinds = prop::sample::select(vec![
        "application/json",
        "text/html; charset=utf-8",
        "text/plain",
        "application/problem+json",
        "a/b:c",
    ]);
    let bodies = prop_oneof![6 => json(), 1 => text(), 1 => text().prop_map(|title| format!("<title>{title}</title><p>{title}"))];
    let paths =
        prop_oneof![Just("/x".to_owned()), "/[a-z{}:'\"#$%20 ]{0,8}(\\?[a-z{}=&+:'#]{0,12})?"];
    let number = std::cell::Cell::new(0);
    let config =
        ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() };
    let result = proptest::test_runner::TestRunner::new(config).run(
        &(kinds, bodies, paths),
        |(kind, body, path)| {
            *answer.lock().unwrap() = (kind.to_owned(), body);
            number.set(number.get() + 1);
            let file = format!("{}.trip.yaml", number.get());
            project.origin.forget();
            let made = project.tripline(&["new", &project.origin.url(&path), "-o", &file]);
            prop_assert_eq!(made.code, Some(0), "{:?}", made);
            let ran = project.run(&[&file]);
            prop_assert!(
                ran.code == Some(0) && ran.stderr.is_empty(),
                "{}\n{}",
                project.read(&file),
                ran.all()
            );
            let requests = project.requests();
            prop_assert_eq!(&requests[0], &requests[1]);
            Ok(())
        },
    );
    result.unwrap();
}
