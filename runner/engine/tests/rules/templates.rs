//! Templates: signing what is sent, paths with values in them, operands that keep their type.

use runner_testkit::Reply;

use crate::ran::Ran;
use crate::stage::{Stage, run};

#[test]
fn headers_query_and_auth_may_sign_the_body() {
    let ran = run("
        - post: ORIGIN/echo/a%20b?x=1
          json: { n: 1, id: '{{uuid}}' }
          query: { sum: '{{md5 request.body}}' }
          headers:
            x-signed: '{{request.method}} {{request.path}} {{request.body}}'
            x-hmac: '{{hmac_sha256 request.body \"key\" encoding=\"base64\"}}'
          auth: { bearer: '{{sha1 request.body}}' }
        ");
    ran.assert_passed();
    let request = ran.request();
    let signed = format!("POST /echo/a%20b {}", request.text());
    assert_eq!(request.header("x-signed"), Some(signed.as_str()));
    assert_eq!(request.header("x-hmac").unwrap().len(), 44);
    assert_eq!(request.header("authorization").unwrap().len(), 7 + 40);
    assert!(request.query.starts_with("x=1&sum=") && request.query.len() == 8 + 32);
}

#[test]
fn a_known_signature_is_right() {
    let ran = run("
        - post: ORIGIN/echo
          text: what do ya want for nothing?
          headers: { x-hmac: '{{hmac_sha256 request.body \"Jefe\"}}' }
        - { get: ORIGIN/echo, headers: { x-sum: '{{sha256 request.body}}' } }
        ");
    // RFC 4231, test case 2.
    let hmac = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(ran.received[0].header("x-hmac"), Some(hmac));
    let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(ran.received[1].header("x-sum"), Some(of_nothing));
}

#[test]
fn bytes_that_are_no_text_are_not_signed_wrongly() {
    let ran = Stage::new()
        .bytes("photo.png", b"\x89PNG\xff")
        .steps("- { name: send, post: ORIGIN/echo, file: photo.png, headers: { x: '{{sha256 request.body}}' } }")
        .run();
    assert!(ran.how("send").starts_with("errored: the body is no text"), "{:?}", ran.hows());
    assert!(ran.received.is_empty());
}

#[test]
fn headers_of_the_suite_or_environment_may_sign_each_request() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, headers: { x-env: '{{request.method}}' } }")
        .suite("name: Sign\nservice: shop\nheaders: { x-sum: '{{md5 request.body}}' }\nsteps: [ { post: /echo, text: '' }, { put: /echo, text: a } ]\n")
        .run();
    assert_eq!(ran.received[0].header("x-sum"), Some("d41d8cd98f00b204e9800998ecf8427e"));
    assert_eq!(ran.received[1].header("x-sum"), Some("0cc175b9c0f1b6a831c399e269772661"));
    assert_eq!(ran.received[1].header("x-env"), Some("PUT"));
}

/// A step that asks for a list of repositories, after a few variables were set.
fn repos(step: &str) -> Ran {
    let stage = Stage::new().steps(&format!(
        "
        - set: {{ repo: \"o'ne\\\"]\", n: 2, yes: true, none: null, text: '2' }}
        - {{ name: ask, get: ORIGIN/repos, {step} }}
        "
    ));
    let body = r#"{"repos": [{"name": "a", "id": 1, "on": false, "x": 1}, {"name": "o'ne\"]", "id": 2, "on": true, "x": null}]}"#;
    stage.origin.on("/repos", Reply::json(200, body));
    stage.run()
}

#[test]
fn a_value_may_stand_in_a_path_where_a_literal_stands() {
    let by = |filter: &str| repos(&format!("save: {{ v: '$.repos[?{filter}].name' }}")).saved("v");
    assert_eq!(by("@.name == {{repo}}"), serde_json::json!(["o'ne\"]"]));
    assert_eq!(by("@.id == {{n}}"), serde_json::json!(["o'ne\"]"]));
    assert_eq!(by("@.id < {{n}}"), serde_json::json!(["a"]));
    assert_eq!(by("@.on == {{yes}}"), serde_json::json!(["o'ne\"]"]));
    assert_eq!(by("@.x == {{none}}"), serde_json::json!(["o'ne\"]"]));
    assert_eq!(by("@.id == {{text}}"), serde_json::json!([]));
}

#[test]
fn in_checks_as_well() {
    let ran = repos(
        "expect: { '$.repos[?@.name == {{repo}}].id': { is: [2] }, '$.repos[?@.id == {{n}}].name': { is: [a] } }",
    );
    assert_eq!(crate::ran::broken(&ran.step("ask").checks).len(), 1);
}

#[test]
fn operands_may_be_templates_and_keep_their_type() {
    run(
        "
        - set: { n: 7, low: 5, name: Ada, tags: [new, blue], like: { city: Zürich }, at: 2020-01-01 }
        - get: ORIGIN/json
          expect:
            $.id: { is: '{{n}}', over: '{{low}}', between: ['{{low}}', 10], one_of: [1, '{{n}}'], not: '{{low}}' }
            $.name: { starts_with: '{{name}}', contains: 'd{{lower \"A\"}}', any_of: ['{{name}}', x] }
            $.tags: { is: '{{tags}}', contains: '{{tags.[1]}}', count: { under: '{{n}}' } }
            $.address: { like: '{{like}}' }
            body: { contains: '\"id\": {{n}}' }
        ",
    )
    .assert_passed();
}

#[test]
fn an_operand_with_text_around_it_is_text() {
    let ran = run("- set: { n: 7 }\n- { name: ask, get: ORIGIN/json, expect: { $.id: '{{n}} ' } }");
    assert!(ran.how("ask").starts_with("failed: $.id expected "), "{:?}", ran.hows());
}

#[test]
fn an_operand_that_cannot_be_filled_is_errored_not_failed() {
    let ran = run(
        "- set: { m: { a: 1 } }\n- { name: ask, get: ORIGIN/json, expect: { $.id: 'x{{m}}' } }",
    );
    assert!(ran.how("ask").starts_with("errored: "), "{:?}", ran.hows());
}
