//! Settings: defaults < environment < its service < suite < step.

use crate::ran::how;
use crate::stage::Stage;

/// The value of `x-level` that arrives when each level says so much about it.
fn arrives(levels: [&str; 5]) -> Vec<String> {
    let [defaults, environment, service, suite, step] = levels;
    let ran = Stage::new()
        .project(&format!(
            "
            version: 1
            defaults: {{ headers: {{ a: b, {defaults} }} }}
            services: {{ shop: {{}} }}
            environments:
              local:
                headers: {{ a: b, {environment} }}
                services:
                  shop: {{ url: ORIGIN, headers: {{ a: b, {service} }} }}
            "
        ))
        .environment("local")
        .suite(&format!(
            "
            name: Levels
            service: shop
            headers: {{ a: b, {suite} }}
            steps:
              - get: /
                headers: {{ a: b, {step} }}
            "
        ))
        .run();
    ran.assert_passed();
    ran.request().headers_named("x-level").iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn each_level_beats_the_one_above() {
    let all = ["x-level: 1", "x-level: 2", "x-level: 3", "x-level: 4", "x-level: 5"];
    for (level, expected) in ["1", "2", "3", "4", "5"].into_iter().enumerate() {
        let mut said = [""; 5];
        said[..=level].copy_from_slice(&all[..=level]);
        assert_eq!(arrives(said), [expected]);
    }
}

#[test]
fn null_removes_what_is_above_and_a_level_below_may_set_it_again() {
    assert!(arrives(["x-level: 1", "", "x-level: null", "", ""]).is_empty());
    assert!(
        arrives(["x-level: 1", "x-level: 2", "x-level: 3", "x-level: 4", "x-level: null"])
            .is_empty()
    );
    assert_eq!(arrives(["x-level: 1", "x-level: null", "", "x-level: 4", ""]), ["4"]);
}

#[test]
fn headers_are_inherited_by_name_whatever_its_case() {
    assert_eq!(arrives(["X-Level: 1", "", "", "x-LEVEL: 4", ""]), ["4"]);
    assert_eq!(arrives(["x-level: 1", "other: 2", "", "", ""]), ["1"]);
}

#[test]
fn a_service_s_settings_are_for_its_own_urls_only() {
    let ran = Stage::new()
        .local(
            "
            headers: { x-environment: yes }
            services:
              shop: { url: ORIGIN, headers: { x-shop: yes } }
              orders: { url: ORIGIN/orders, headers: { x-orders: yes } }
            ",
        )
        .suite(
            "
            name: Services
            service: shop
            steps:
              - get: /echo
              - get: service://orders/1
                expect: { status: 404 }
              - get: ORIGIN/echo/absolute
            ",
        )
        .run();
    ran.assert_passed();
    let has = |request: usize, name: &str| ran.received[request].header(name).is_some();
    let names = ["x-environment", "x-shop", "x-orders"];
    assert_eq!(names.map(|name| has(0, name)), [true, true, false]);
    assert_eq!(names.map(|name| has(1, name)), [true, false, true]);
    assert_eq!(names.map(|name| has(2, name)), [true, false, false]);
}

/// The `authorization` that arrives when service, suite and step say so much.
fn authorization(service: &str, suite: &str, step: &str) -> Option<String> {
    let ran = Stage::new()
        .local(&format!(
            "
            auth: {{ bearer: environment }}
            services:
              shop: {{ url: ORIGIN, {service} }}
            "
        ))
        .suite(&format!(
            "
            name: Levels of auth
            service: shop
            {suite}
            steps:
              - get: /
                {step}
            "
        ))
        .run();
    ran.assert_passed();
    ran.request().header("authorization").map(str::to_owned)
}

#[test]
fn auth_is_inherited_and_none_or_null_takes_it_away() {
    let bearer = |word: &str| Some(format!("Bearer {word}"));
    assert_eq!(authorization("", "", ""), bearer("environment"));
    assert_eq!(authorization("auth: { bearer: service }", "", ""), bearer("service"));
    assert_eq!(
        authorization("auth: { bearer: service }", "auth: { bearer: suite }", ""),
        bearer("suite")
    );
    assert_eq!(
        authorization("", "auth: { bearer: suite }", "auth: { bearer: step }"),
        bearer("step")
    );
    assert_eq!(authorization("", "auth: { bearer: suite }", "auth: none"), None);
    assert_eq!(authorization("auth: null", "", ""), None);
    assert_eq!(authorization("auth: none", "", "auth: { bearer: step }"), bearer("step"));
}

#[test]
fn a_step_s_own_authorization_header_beats_the_auth_of_the_suite() {
    let own =
        authorization("", "auth: { bearer: suite }", "headers: { authorization: Bearer own }");
    assert_eq!(own.as_deref(), Some("Bearer own"));
}

#[test]
fn the_timeout_is_that_of_the_nearest_level() {
    let timed = |step: &str| {
        let ran = Stage::new()
            .project(
                "
                version: 1
                defaults: { timeout: 20ms }
                services: { shop: {} }
                environments:
                  local:
                    services: { shop: { url: ORIGIN, timeout: 10s } }
                ",
            )
            .environment("local")
            .steps(step)
            .run();
        how(ran.steps()[0])
    };
    assert_eq!(timed("- get: ORIGIN/delay/300"), "failed: timeout");
    assert_eq!(timed("- { get: ORIGIN/delay/300, timeout: 10s }"), "passed");
    assert_eq!(timed("- { get: ORIGIN/delay/300, timeout: null }"), "passed");
    assert_eq!(timed("- get: service://shop/delay/300"), "passed");
    assert_eq!(timed("- { get: service://shop/delay/300, timeout: 20ms }"), "failed: timeout");
}

#[test]
fn user_agent_and_max_body_may_stand_in_defaults() {
    let ran = Stage::new()
        .project("version: 1\ndefaults: { user_agent: acme/7, max_body: 10B }\n")
        .steps(
            "
            - { name: short, get: ORIGIN/bytes/10 }
            - { name: long, get: ORIGIN/bytes/11, on_failure: continue }
            - { name: own, get: ORIGIN/bytes/11, max_body: 11B }
            ",
        )
        .run();
    assert_eq!(ran.how("short"), "passed");
    assert_eq!(ran.how("long"), "failed: too_large");
    assert_eq!(ran.how("own"), "passed");
    assert_eq!(ran.received[0].header("user-agent"), Some("acme/7"));
}

#[test]
fn a_request_says_who_it_is_unless_told_otherwise() {
    let ran =
        Stage::new().steps("- get: ORIGIN/\n- get: ORIGIN/\n  headers: { user-agent: me }").run();
    assert!(ran.received[0].header("user-agent").unwrap().starts_with("tripline/"));
    assert_eq!(ran.received[1].header("user-agent"), Some("me"));
}
