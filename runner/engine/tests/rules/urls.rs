//! Where a request goes: services, base URLs, and what a template may stand for in a URL.

use crate::ran::how;
use crate::stage::{Stage, run};

/// The request line of a step whose suite has these vars.
fn sent(vars: &str, url: &str) -> String {
    let ran = Stage::new()
        .suite(&format!(
            "name: URLs\nvars:\n  {vars}\nsteps:\n  - get: {url}\n    expect: {{ status: any }}\n"
        ))
        .run();
    assert_eq!(ran.received.len(), 1, "{:?}", ran.hows());
    ran.received[0].target.clone()
}

/// How a step ends whose suite has these vars.
fn ends(vars: &str, url: &str) -> String {
    let suite = format!(
        "name: URLs\nvars:\n  {vars}\nsteps:\n  - get: {url}\n    expect: {{ status: any }}\n"
    );
    how(Stage::new().suite(&suite).run().steps()[0])
}

#[test]
fn a_path_is_appended_to_the_url_of_its_service() {
    let at = |base: &str, url: &str| {
        let ran = Stage::new()
            .local(&format!("services: {{ shop: {base} }}"))
            .suite(&format!("name: Bases\nservice: shop\nsteps:\n  - get: {url}\n    expect: {{ status: any }}\n"))
            .run();
        ran.request().target.clone()
    };
    assert_eq!(at("ORIGIN", "/orders"), "/orders");
    assert_eq!(at("ORIGIN/", "/orders"), "/orders");
    assert_eq!(at("ORIGIN/api/v1", "/orders?page=2"), "/api/v1/orders?page=2");
    assert_eq!(at("ORIGIN/api/v1/", "/orders"), "/api/v1/orders");
    assert_eq!(at("ORIGIN/api", "service://shop/orders"), "/api/orders");
    assert_eq!(at("ORIGIN/api", "service://shop"), "/api");
    assert_eq!(at("ORIGIN/api", "service://shop?q=1"), "/api?q=1");
}

#[test]
fn a_service_s_url_may_be_made_of_the_environment_s_vars() {
    let ran = Stage::new()
        .local(
            r#"
            vars: { host: HOST, base: "http://{{host}}/api" }
            services: { shop: "{{base}}/shop", orders: "http://{{host}}/o" }
            "#,
        )
        .steps("- { get: service://shop/a, expect: { status: 404 } }\n- { get: service://orders/b, expect: { status: 404 } }")
        .run();
    assert_eq!(ran.requests(), ["GET /api/shop/a", "GET /o/b"]);
}

#[test]
fn data_cannot_leave_its_path_segment() {
    let id = "id: 'a/b?c=d&e#f %20é'";
    let encoded = "/echo/a%2Fb%3Fc%3Dd%26e%23f%20%2520%C3%A9/x";
    assert_eq!(sent(id, "ORIGIN/echo/{{id}}/x"), encoded);
    assert_eq!(sent("id: 42", "ORIGIN/echo/{{id}}"), "/echo/42");
    assert_eq!(sent("id: true", "ORIGIN/echo/x-{{id}}-y"), "/echo/x-true-y");
}

#[test]
fn data_cannot_leave_its_place_in_a_query_written_in_the_url() {
    assert_eq!(
        sent("q: 'a&b=c #+%/'", "ORIGIN/echo?q={{q}}&x=1"),
        "/echo?q=a%26b%3Dc%20%23%2B%25%2F&x=1"
    );
}

#[test]
fn a_slash_in_a_segment_is_noted_and_raw_keeps_it() {
    let ran = Stage::new()
        .suite("name: Notes\nvars: { p: a/b }\nsteps:\n  - get: ORIGIN/echo/{{p}}\n  - get: ORIGIN/echo/{{raw p}}\n")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/a%2Fb", "GET /echo/a/b"]);
    assert!(ran.steps()[0].notes[0].contains("{{raw p}}"), "{:?}", ran.steps()[0].notes);
    assert!(ran.steps()[1].notes.is_empty());
}

#[test]
fn a_line_break_in_raw_data_cannot_begin_a_header() {
    assert_eq!(sent(r#"p: "a\r\nX: y z""#, "ORIGIN/echo/{{raw p}}"), "/echo/a%0D%0AX:%20y%20z");
}

#[test]
fn a_segment_that_would_lead_elsewhere_is_refused() {
    for dots in ["..", "."] {
        let ended = ends(&format!("p: '{dots}'"), "ORIGIN/echo/{{p}}/secret");
        assert!(ended.starts_with("errored: ") && ended.contains("path segment"), "{ended}");
    }
}

#[test]
fn a_null_list_or_map_in_a_url_names_json() {
    for value in ["null", "[1]", "{ a: 1 }"] {
        let ended = ends(&format!("p: {value}"), "ORIGIN/echo/{{p}}");
        assert!(ended.starts_with("errored: ") && ended.contains("{{json p}}"), "{ended}");
    }
}

#[test]
fn an_expression_at_the_start_supplies_scheme_and_host_as_it_is() {
    assert_eq!(sent("base: ORIGIN/api", "'{{base}}/a,b'"), "/api/a,b");
    assert_eq!(sent("next: 'ORIGIN/echo?page=2&sort=a,b'", "'{{next}}'"), "/echo?page=2&sort=a,b");
}

#[test]
fn data_may_be_part_of_a_host_but_not_its_end() {
    assert_eq!(sent("h: 127.0.0.1", "http://{{h}}:PORT/echo"), "/echo");
    for host in ["evil.test/", "a@evil.test", "a#", "a?b", "a b"] {
        let ended = ends(&format!("h: '{host}'"), "http://{{h}}:1/echo");
        assert!(ended.contains("cannot be part of a host"), "{host}: {ended}");
    }
}

#[test]
fn a_url_may_stand_in_the_path_or_query_of_a_relative_one() {
    let ran = Stage::new()
        .shop(
            "
        - set: { to: 'https://a.test/b?c', path: '/echo/http://x/y?u=http://z' }
        - get: /echo?next=https://other.test/x
        - get: /echo?next={{to}}
        - get: /echo/proxy/http://{{raw to}}
        - get: '{{path}}'
        ",
        )
        .run();
    ran.assert_passed();
    assert_eq!(
        ran.requests(),
        [
            "GET /echo?next=https://other.test/x",
            "GET /echo?next=https%3A%2F%2Fa.test%2Fb%3Fc",
            "GET /echo/proxy/http://https://a.test/b?c",
            "GET /echo/http://x/y?u=http://z",
        ]
    );
}

#[test]
fn what_is_no_url_or_not_http_is_errored() {
    for next in ["ftp://host/x", "file:///etc/passwd", "http://"] {
        let ended = ends(&format!("next: '{next}'"), "'{{next}}'");
        assert!(ended.starts_with("errored: "), "{next}: {ended}");
    }
}

#[test]
fn any_method_can_be_sent() {
    let ran = run("
        - request: { method: PURGE, url: ORIGIN/echo }
        - head: ORIGIN/echo
        - options: ORIGIN/echo
        - patch: ORIGIN/echo
        - put: ORIGIN/echo
        - delete: ORIGIN/echo
        ");
    ran.assert_passed();
    let methods: Vec<&str> = ran.received.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["PURGE", "HEAD", "OPTIONS", "PATCH", "PUT", "DELETE"]);
}

#[test]
fn a_step_without_a_name_is_called_by_method_and_url_template() {
    let ran = Stage::new().shop("- set: { id: 7 }\n- get: /echo/{{id}}").run();
    assert_eq!(ran.how("GET /echo/{{id}}"), "passed");
}
