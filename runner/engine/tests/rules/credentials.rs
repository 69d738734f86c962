//! `auth`, and to which hosts credentials travel.

use runner_testkit::{Origin, Reply};

use crate::ran::Ran;
use crate::stage::{Stage, run};

#[test]
fn basic_credentials_are_encoded() {
    let ran = run(
        "- { get: ORIGIN/basic-auth/ada/p:ß, auth: { basic: { username: ada, password: 'p:ß' } } }",
    );
    assert_eq!(ran.request().header("authorization"), Some("Basic YWRhOnA6w58="));
}

#[test]
fn a_bearer_token_is_sent() {
    run("- { get: ORIGIN/bearer/t0ken, auth: { bearer: t0ken } }").assert_passed();
}

#[test]
fn an_api_key_goes_into_a_header_or_into_the_query() {
    let ran = run(
        "
        - { get: ORIGIN/echo, auth: { api_key: { header: x-api-key, value: k&y } } }
        - { get: 'ORIGIN/echo?a=1', query: { b: 2 }, auth: { api_key: { query: 'api key', value: k&y } } }
        ",
    );
    assert_eq!(ran.received[0].header("x-api-key"), Some("k&y"));
    assert_eq!(ran.received[0].header("authorization"), None);
    assert_eq!(ran.received[1].query, "a=1&b=2&api%20key=k%26y");
}

/// A suite with `auth` and a header of its own runs these steps; `OTHER` is another origin.
/// Which requests carried which of the two, as letters: `a` for auth, `h` for the header.
fn carried(head: &str, steps: &str, reply: impl Fn(&str) -> Reply) -> Vec<String> {
    let other = Origin::start();
    let stage =
        Stage::new().word("OTHER", other.url("")).word("OTHER_HOST", other.addr().to_string());
    let stage = stage
        .file("flows/fetch.trip.yaml", FETCH)
        .local("services: { shop: ORIGIN }")
        .suite(&format!("name: Hosts\nauth: {{ bearer: suite }}\nheaders: {{ x-suite: yes }}\n{head}\nsteps:\n{steps}"));
    stage.origin.on("/next", reply(&other.url("")));
    let ran = stage.run();
    assert_eq!(ran.outcome(), "passed", "{:#?}", ran.hows());
    letters(&other.received())
}

/// A flow with credentials of its own, that goes where it is told.
const FETCH: &str = r#"
    name: Fetch
    auth: { bearer: flow }
    headers: { x-suite: yes }
    inputs: { base: { type: string, required: true } }
    vars: { address: "{{base}}" }
    steps:
      - get: "{{address}}/echo"
"#;

fn letters(received: &[runner_testkit::Received]) -> Vec<String> {
    let letter = |there: Option<&str>, letter: &'static str| there.map_or("", |_| letter);
    received
        .iter()
        .map(|r| {
            letter(r.header("authorization"), "a").to_owned() + letter(r.header("x-suite"), "h")
        })
        .collect()
}

/// An answer that says where to go on.
fn next(other: &str) -> Reply {
    Reply::json(
        200,
        format!(
            "{{\"next\": \"{other}/echo\", \"base\": \"{other}\", \"all\": [\"{other}/echo\"]}}"
        ),
    )
}

const ASK: &str =
    "  - { name: ask, get: ORIGIN/next, save: { next: $.next, base: $.base, all: $.all } }\n";

#[test]
fn credentials_of_the_suite_go_to_hosts_written_out_in_it() {
    assert_eq!(carried("", "  - get: OTHER/echo\n", next), ["ah"]);
    assert_eq!(carried("vars: { base: OTHER }", "  - get: '{{base}}/echo'\n", next), ["ah"]);
    assert_eq!(carried("inputs: { base: OTHER }", "  - get: '{{base}}/echo'\n", next), ["ah"]);
    assert_eq!(carried("vars: { h: OTHER_HOST }", "  - get: http://{{h}}/echo\n", next), ["ah"]);
}

#[test]
fn they_do_not_go_to_a_host_that_came_out_of_an_answer() {
    let ends = |step: &str| carried("", &format!("{ASK}  - {step}\n"), next);
    assert_eq!(ends("get: '{{next}}'"), [""]);
    assert_eq!(ends("get: '{{base}}/echo'"), [""]);
    assert_eq!(ends("{ for_each: { page: '{{all}}' }, get: '{{page}}' }"), [""]);
    assert_eq!(ends("{ get: '{{raw next}}' }"), [""]);
    assert_eq!(ends("{ get: '{{lower next}}' }"), [""]);
}

#[test]
fn nor_by_way_of_another_variable() {
    let set = format!(
        "{ASK}  - set: {{ there: '{{{{base}}}}', then: '{{{{there}}}}/echo' }}\n  - get: '{{{{then}}}}'\n"
    );
    assert_eq!(carried("", &set, next), [""]);
}

#[test]
fn nor_by_way_of_a_flow() {
    let step =
        format!("{ASK}  - {{ use: flows/fetch.trip.yaml, with: {{ base: '{{{{base}}}}' }} }}\n");
    assert_eq!(carried("", &step, next), [""]);
    let step = "  - { use: flows/fetch.trip.yaml, with: { base: OTHER } }\n";
    assert_eq!(carried("", step, next), ["ah"]);
}

#[test]
fn a_host_out_of_an_answer_is_good_when_the_files_name_it_too() {
    let steps = format!("  - get: OTHER/echo\n{ASK}  - get: '{{{{next}}}}'\n");
    assert_eq!(carried("", &steps, next), ["ah", "ah"]);
    let steps = format!("{ASK}  - get: '{{{{next}}}}'\n  - get: OTHER/echo\n");
    assert_eq!(carried("", &steps, next), ["ah", "ah"]);
    let steps = format!("{ASK}  - get: '{{{{next}}}}'\n  - get: '{{{{mine}}}}/echo'\n");
    assert_eq!(carried("vars: { mine: OTHER }", &steps, next), ["ah", "ah"]);
}

#[test]
fn a_step_s_own_auth_goes_where_the_step_goes() {
    let steps = format!(
        "{ASK}  - {{ get: '{{{{next}}}}', auth: {{ bearer: own }}, headers: {{ x-suite: own }} }}\n"
    );
    assert_eq!(carried("", &steps, next), ["ah"]);
}

#[test]
fn no_credentials_follow_a_redirect_to_another_host() {
    let redirect = |other: &str| Reply::redirect(302, format!("{other}/echo"));
    let go = "{ get: ORIGIN/next, follow_redirects: true";
    assert_eq!(carried("", &format!("  - {go} }}\n"), redirect), [""]);
    assert_eq!(carried("", &format!("  - {go}, auth: {{ bearer: own }} }}\n"), redirect), [""]);
    let key = "auth: { api_key: { header: x-suite, value: k } }";
    assert_eq!(carried("", &format!("  - {go}, {key} }}\n"), redirect), [""]);
    assert_eq!(carried("", &format!("  - {go}, cookies: {{ a: b }} }}\n"), redirect), [""]);
}

#[test]
fn a_redirect_within_the_host_keeps_them() {
    let ran = Stage::new()
        .suite("name: Redirects\nauth: { bearer: suite }\nheaders: { x-suite: yes }\nsteps:\n  - { get: ORIGIN/redirect/2, follow_redirects: true }\n")
        .run();
    ran.assert_passed();
    assert_eq!(letters(&ran.received), ["ah", "ah", "ah"]);
}

/// An environment with credentials, whose service `orders` is another origin. What that one got.
fn in_environment(steps: &str) -> (Ran, Vec<String>) {
    let other = Origin::start();
    let stage = Stage::new()
        .word("OTHER", other.url(""))
        .local("{ auth: { bearer: environment }, headers: { x-suite: yes }, services: { shop: ORIGIN, orders: OTHER } }")
        .suite(&format!("name: Hosts\nservice: shop\nsteps:\n{steps}"));
    stage.origin.on("/next", next(&other.url("")));
    let stranger = Origin::start();
    stage.origin.on("/stranger", next(&stranger.url("")));
    let ran = stage.run();
    assert_eq!(ran.outcome(), "passed", "{:#?}", ran.hows());
    let got = letters(&[other.received(), stranger.received()].concat());
    (ran, got)
}

#[test]
fn a_host_out_of_an_answer_is_good_when_it_is_that_of_a_service() {
    let steps = "  - { get: /next, save: { next: $.next } }\n  - get: '{{next}}'\n";
    assert_eq!(in_environment(steps).1, ["ah"]);
    let steps = "  - { get: /stranger, save: { next: $.next } }\n  - get: '{{next}}'\n";
    assert_eq!(in_environment(steps).1, [""]);
}

#[test]
fn a_path_out_of_an_answer_stays_with_the_service() {
    let stage = Stage::new()
        .local("{ auth: { bearer: environment }, services: { shop: ORIGIN } }")
        .suite("name: Paths\nservice: shop\nsteps:\n  - { get: /next, save: { path: $.path } }\n  - get: '{{path}}'\n");
    stage.origin.on("/next", Reply::json(200, r#"{"path": "/echo?page=2"}"#));
    let ran = stage.run();
    assert_eq!(ran.requests(), ["GET /next", "GET /echo?page=2"]);
    assert_eq!(ran.received[1].header("authorization"), Some("Bearer environment"));
}

#[test]
fn an_answer_cannot_turn_a_service_s_path_into_another_host() {
    let stranger = Origin::start();
    for path in
        ["//STRANGER/x", "@STRANGER/x", ".STRANGER/x", "\\\\\\\\STRANGER/x", ":80@STRANGER/x"]
    {
        let path = path.replace("STRANGER", &stranger.addr().to_string());
        let stage = Stage::new()
            .local("{ auth: { bearer: environment }, services: { shop: ORIGIN } }")
            .suite("name: Paths\nservice: shop\nsteps:\n  - { get: /next, save: { path: $.path } }\n  - { get: '{{path}}', expect: { status: any } }\n");
        stage.origin.on("/next", Reply::json(200, format!("{{\"path\": \"{path}\"}}")));
        stage.run();
        assert!(stranger.received().is_empty(), "{path}");
    }
}
