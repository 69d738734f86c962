//! `matrix`: a test fans out over a dimension only if it, or a flow it uses, mentions it.

use crate::stage::Stage;

/// Two tenants and two languages; `extra` is added to the environment.
fn stage(extra: &str) -> Stage {
    Stage::new().local(&format!(
        "
        services: {{ shop: ORIGIN, orders: 'ORIGIN/echo/{{{{tenant.name}}}}' }}
        vars: {{ greeting: 'hello {{{{tenant.name}}}}' }}
        matrix:
          tenant:
            - {{ name: eu, canary: true, email: eu@example.com, password: '{{{{secret.eu}}}}' }}
            - {{ name: us, email: us@example.com, password: '{{{{secret.us}}}}' }}
          language: [ {{ name: en }}, {{ name: de }} ]
        secrets: {{ eu: {{ env: EU_PASSWORD }}, us: {{ env: US_PASSWORD }} }}
        {extra}
        "
    ))
}

/// Which variants there are of a suite with these steps.
fn variants(head: &str, steps: &str) -> Vec<String> {
    let ran = stage("")
        .variable("EU_PASSWORD", "eu-pass")
        .variable("US_PASSWORD", "us-pass")
        .file(
            "flows/hi.trip.yaml",
            "name: Hi\nsteps: [ { get: 'ORIGIN/echo/{{tenant.email}}' } ]\n",
        )
        .file("flows/outer.trip.yaml", "name: Outer\nsteps: [ { use: hi.trip.yaml } ]\n")
        .suite(&format!("name: Fan-out\n{head}\nsteps:\n  - {steps}\n"))
        .run();
    assert!(ran.outcome() == "passed" || ran.outcome() == "skipped", "{:?}", ran.hows());
    ran.variants().map(|variant| variant.variant.to_string()).collect()
}

#[test]
fn a_test_that_mentions_nothing_runs_once() {
    assert_eq!(variants("", "get: ORIGIN/json"), [""]);
}

#[test]
fn a_test_fans_out_over_what_it_mentions() {
    assert_eq!(variants("", "get: 'ORIGIN/echo/{{tenant.name}}'"), ["eu", "us"]);
    assert_eq!(variants("", "get: 'ORIGIN/echo/{{language.name}}'"), ["en", "de"]);
    let both = "get: 'ORIGIN/echo/{{tenant.name}}/{{language.name}}'";
    assert_eq!(variants("", both), ["en · eu", "de · eu", "en · us", "de · us"]);
}

#[test]
fn wherever_it_is_mentioned() {
    for step in [
        "{ get: ORIGIN/echo, headers: { x: '{{tenant.name}}' } }",
        "{ get: ORIGIN/echo, expect: { $.path: { not: '{{tenant.name}}' } } }",
        "{ get: ORIGIN/echo, if: { tenant name: eu } }",
        "{ get: ORIGIN/echo, cleanup: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ] }",
        "{ post: ORIGIN/echo, json: { all: '{{tenant}}' } }",
        "{ steps: [ { set: { n: '{{upper tenant.name}}' } } ], name: group }",
    ] {
        assert_eq!(variants("", step), ["eu", "us"], "{step}");
    }
    assert_eq!(
        variants("vars: { who: '{{tenant.name}}' }", "get: 'ORIGIN/echo/{{who}}'"),
        ["eu", "us"]
    );
    assert_eq!(
        variants("setup: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ]", "get: ORIGIN/json"),
        ["eu", "us"]
    );
    assert_eq!(
        variants("auth: { bearer: '{{tenant.password}}' }", "get: ORIGIN/json"),
        ["eu", "us"]
    );
}

#[test]
fn a_mention_may_be_in_a_flow_or_a_flow_of_a_flow() {
    assert_eq!(variants("", "use: flows/hi.trip.yaml"), ["eu", "us"]);
    assert_eq!(variants("", "use: flows/outer.trip.yaml"), ["eu", "us"]);
}

#[test]
fn a_mention_may_be_in_a_value_of_the_environment() {
    assert_eq!(variants("", "get: 'ORIGIN/echo/{{greeting}}'"), ["eu", "us"]);
    assert_eq!(variants("", "get: service://orders/1"), ["eu", "us"]);
    assert_eq!(variants("", "get: service://shop/json"), [""]);
}

#[test]
fn a_mention_may_be_in_a_case() {
    let head = "cases: [ { name: a, who: '{{tenant.name}}' } ]";
    assert_eq!(variants(head, "get: 'ORIGIN/echo/{{case.who}}'"), ["a · eu", "a · us"]);
}

#[test]
fn each_variant_has_the_values_of_its_entry() {
    let ran = stage("")
        .variable("EU_PASSWORD", "eu-pass")
        .variable("US_PASSWORD", "us-pass")
        .suite("name: Values\nsteps: [ { get: 'ORIGIN/echo/{{tenant.name}}', auth: { basic: { username: '{{tenant.email}}', password: '{{tenant.password}}' } } } ]\n")
        .run();
    ran.assert_passed();
    let sent = |path: &str| {
        let request = ran.received.iter().find(|request| request.path == path).unwrap();
        request.header("authorization").unwrap().to_owned()
    };
    assert_eq!(sent("/echo/eu"), "Basic ZXVAZXhhbXBsZS5jb206ZXUtcGFzcw==");
    assert_eq!(sent("/echo/us"), "Basic dXNAZXhhbXBsZS5jb206dXMtcGFzcw==");
}

#[test]
fn cases_and_matrix_multiply() {
    let head = "cases: [ { name: a }, { name: b } ]";
    let step = "get: 'ORIGIN/echo/{{tenant.name}}/{{case.name}}'";
    assert_eq!(variants(head, step), ["a · eu", "a · us", "b · eu", "b · us"]);
}

#[test]
fn tests_of_one_suite_fan_out_each_on_its_own() {
    let ran = stage("")
        .suite("name: Each\ntests:\n  one: { steps: [ { get: ORIGIN/json } ] }\n  all: { steps: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ] }\n")
        .run();
    let mut ends = ran.ends();
    ends.sort();
    assert_eq!(ends, ["all (eu): passed", "all (us): passed", "one: passed"]);
}

#[test]
fn only_narrows() {
    let narrowed = |dimension: &str, name: &str| {
        let stage = stage("").only(dimension, name).suite(
            "name: Only\ncases: [ { name: a }, { name: b } ]\nsteps: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ]\n",
        );
        let ran = stage.run();
        ran.variants().map(|variant| variant.variant.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(narrowed("tenant", "us"), ["a · us", "b · us"]);
    assert_eq!(narrowed("case", "b"), ["b · eu", "b · us"]);
}

#[test]
fn only_the_secrets_of_the_chosen_entry_are_needed() {
    let ran = stage("")
        .variable("EU_PASSWORD", "eu-pass")
        .only("tenant", "eu")
        .suite("name: Secrets\nsteps: [ { get: ORIGIN/echo, auth: { bearer: '{{tenant.password}}' } } ]\n")
        .run();
    ran.assert_passed();
}

#[test]
fn one_entry_s_missing_secret_is_not_another_s() {
    let ran = stage("")
        .variable("EU_PASSWORD", "eu-pass")
        .suite("name: Secrets\nsteps: [ { get: ORIGIN/echo, auth: { bearer: '{{tenant.password}}' } } ]\n")
        .run();
    assert_eq!(ran.ends(), ["main (eu): passed", "main (us): errored"]);
}

#[test]
fn writes_canary_fans_out_over_the_canaries_without_a_mention() {
    assert_eq!(variants("writes: canary", "post: ORIGIN/echo"), ["eu"]);
}

#[test]
fn with_a_mention_and_no_protection_it_fans_out_over_all() {
    assert_eq!(variants("writes: canary", "post: 'ORIGIN/echo/{{tenant.name}}'"), ["eu", "us"]);
}

#[test]
fn in_a_protected_environment_it_writes_for_canaries_only() {
    let ran = stage("protected: true\n        allow_writes: canary")
        .suite("name: Writes\nwrites: canary\nsteps: [ { post: 'ORIGIN/echo/{{tenant.name}}' } ]\n")
        .run();
    assert_eq!(ran.ends(), ["main (eu): passed"]);
    assert_eq!(ran.requests(), ["POST /echo/eu"]);
}

#[test]
fn the_result_carries_the_tenant() {
    let ran = stage("")
        .only("tenant", "us")
        .suite("name: Carried\nsteps: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ]\n")
        .run();
    let test = ran.tests().next().unwrap();
    assert_eq!(test.test.variant.matrix["tenant"], "us");
    assert!(test.rerun.contains(" --only tenant=us "), "{}", test.rerun);
}
