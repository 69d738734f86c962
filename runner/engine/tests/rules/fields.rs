//! Query, form and header values: encoded for their place, repeated by a list, left out by null.

use crate::ran::how;
use crate::stage::{Stage, run};

/// Carries out a step in a suite with these vars.
fn with(vars: &str, step: &str) -> crate::ran::Ran {
    Stage::new().suite(&format!("name: Fields\nvars: {{ {vars} }}\nsteps:\n  - {step}\n")).run()
}

#[test]
fn query_values_are_encoded_and_follow_those_of_the_url() {
    let ran = with(
        "q: 'a&b=c #+/%é'",
        "{ get: 'ORIGIN/echo?x=1', query: { q: '{{q}}', 'odd key&': '1', n: 2.50, yes: true } }",
    );
    let query = "x=1&q=a%26b%3Dc%20%23%2B%2F%25%C3%A9&odd%20key%26=1&n=2.50&yes=true";
    assert_eq!(ran.request().query, query);
}

#[test]
fn an_empty_query_in_the_url_adds_nothing_to_it() {
    let ran = run(
        "- { get: 'ORIGIN/echo?', query: { a: 1 } }\n- { get: 'ORIGIN/echo#part', query: { a: 1 } }",
    );
    assert_eq!(ran.requests(), ["GET /echo?a=1", "GET /echo?a=1"]);
}

#[test]
fn a_list_repeats_the_key_of_a_query_and_null_leaves_it_out() {
    let step = "{ get: ORIGIN/echo, query: { tag: [a, 2, '{{one}}'], all: '{{list}}', none: null, unset: '{{nothing}}', empty: [] } }";
    let ran = with("one: x, list: [p, q], nothing: null", step);
    assert_eq!(ran.request().query, "tag=a&tag=2&tag=x&all=p&all=q");
}

#[test]
fn null_inside_text_is_an_error_that_names_json() {
    let ran = with("nothing: null", "{ get: ORIGIN/echo, query: { q: 'x{{nothing}}' } }");
    assert!(how(ran.steps()[0]).contains("{{json nothing}}"), "{:?}", ran.hows());
    assert!(ran.received.is_empty());
}

#[test]
fn a_map_in_a_query_is_errored() {
    let ran = with("m: { a: 1 }", "{ get: ORIGIN/echo, query: { q: '{{m}}' } }");
    assert!(how(ran.steps()[0]).starts_with("errored: "), "{:?}", ran.hows());
    assert!(ran.received.is_empty());
}

#[test]
fn a_form_is_encoded_and_a_list_repeats_its_key() {
    let ran = with(
        "v: 'a&b=c d+é', nothing: null",
        "{ post: ORIGIN/echo, form: { v: '{{v}}', topic: [garden, 7], gone: null, unset: '{{nothing}}', 'k=': '' } }",
    );
    let request = ran.request();
    assert_eq!(request.text(), "v=a%26b%3Dc+d%2B%C3%A9&topic=garden&topic=7&k%3D=");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[test]
fn a_list_repeats_a_header_and_null_leaves_it_out() {
    let ran = with(
        "nothing: null, n: 5",
        "{ get: ORIGIN/echo, headers: { x-tag: [a, '{{n}}'], x-none: '{{nothing}}', x-n: '{{n}}' } }",
    );
    assert_eq!(ran.request().headers_named("x-tag"), ["a", "5"]);
    assert_eq!(ran.request().header("x-none"), None);
    assert_eq!(ran.request().header("x-n"), Some("5"));
}

#[test]
fn a_header_value_is_sent_as_utf_8() {
    let ran = with("v: 'Zürich ☂'", "{ get: ORIGIN/echo, headers: { x-city: '{{v}}' } }");
    assert_eq!(ran.request().header("x-city"), Some("Zürich ☂"));
}

#[test]
fn a_line_break_in_a_header_is_errored_and_nothing_is_sent() {
    for value in [r#""a\r\nx-evil: 1""#, r#""a\nb""#, r#""a\rb""#, r#""a\0b""#] {
        let ran = with(&format!("v: {value}"), "{ get: ORIGIN/echo, headers: { x-v: '{{v}}' } }");
        assert!(how(ran.steps()[0]).starts_with("errored: "), "{:?}", ran.hows());
        assert!(ran.received.is_empty());
    }
}

#[test]
fn a_line_break_in_a_token_or_cookie_is_errored() {
    for key in ["auth: { bearer: '{{v}}' }", "cookies: { a: '{{v}}' }", "idempotency_key: '{{v}}'"]
    {
        let ran = with(r#"v: "a\r\nb""#, &format!("{{ get: ORIGIN/echo, {key} }}"));
        assert!(how(ran.steps()[0]).starts_with("errored: "), "{key}: {:?}", ran.hows());
        assert!(ran.received.is_empty());
    }
}

#[test]
fn a_host_header_can_be_given() {
    let ran = run("- { get: ORIGIN/echo, headers: { host: shop.test } }");
    assert_eq!(ran.request().header("host"), Some("shop.test"));
}
