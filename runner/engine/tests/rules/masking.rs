//! What is never shown: secrets in every form, some headers, some values of bodies.

use runner_testkit::Reply;

use crate::ran::Ran;
use crate::stage::{Stage, run};

fn hides(ran: &Ran, texts: &[&str]) {
    let shown = ran.shown();
    for text in texts {
        assert!(!shown.contains(text), "`{text}` is shown: {}", around(&shown, text));
    }
}

fn around(shown: &str, text: &str) -> String {
    let at = shown.find(text).unwrap();
    let from = shown.floor_char_boundary(at.saturating_sub(120));
    let to = shown.ceil_char_boundary((at + text.len() + 60).min(shown.len()));
    shown[from..to].to_owned()
}

#[test]
fn a_secret_is_hidden_in_every_form_and_place() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, secrets: { pass: { env: PASS } } }")
        .variable("PASS", "s3cret/+\"ß pass")
        .steps(
            "
            - name: send
              post: ORIGIN/echo/{{secret.pass}}
              query: { q: '{{secret.pass}}' }
              headers: { x-key: '{{secret.pass}}', x-hex: '{{base64 secret.pass}}' }
              auth: { basic: { username: ada, password: '{{secret.pass}}' } }
              json: { deep: ['{{secret.pass}}', 'x{{secret.pass}}y'] }
              expect: { $.nothing: '{{secret.pass}}', body: { contains: 'no {{secret.pass}}' } }
              warn: { $.query.q: other }
            ",
        )
        .run();
    assert_eq!(ran.outcome(), "failed");
    assert!(ran.request().path.contains("s3cret%2F%2B%22%C3%9F%20pass"));
    hides(&ran, &["s3cret", "czNjcmV0", "s3cret%2F"]);
}

#[test]
fn a_captured_secret_is_hidden_from_then_on_and_where_it_came_from() {
    let stage = Stage::new().steps(
        "
        - { name: early, get: ORIGIN/json, expect: { $.none: tok-12345 }, on_failure: continue }
        - { get: ORIGIN/login, save: { token: { from: $.token, secret: true } } }
        - { get: 'ORIGIN/echo/{{token}}', headers: { x-token: '{{token}}' }, save: { path: $.path } }
        - { name: late, check: { var path: wrong } }
        ",
    );
    stage.origin.on("/login", Reply::json(200, r#"{"token": "tok-12345"}"#));
    let ran = stage.run();
    assert_eq!(ran.received[2].path, "/echo/tok-12345");
    let results = serde_json::to_string(&ran.run).unwrap();
    assert!(!results.contains("tok-12345"), "{}", around(&results, "tok-12345"));
    assert_eq!(ran.saved("path"), "/echo/•••");
}

#[test]
fn a_captured_number_is_hidden_as_well() {
    let stage = Stage::new().steps("- { get: ORIGIN/x, save: { n: { from: $.n, secret: true } } }\n- { post: ORIGIN/echo, json: { n: '{{n}}', t: 'x{{n}}' } }");
    stage.origin.on("/x", Reply::json(200, r#"{"n": 90125001}"#));
    let ran = stage.run();
    assert_eq!(ran.received[1].json()["n"], 90_125_001);
    hides(&ran, &["90125001"]);
}

#[test]
fn some_headers_are_never_shown() {
    let stage = Stage::new()
        .project("version: 1\nmask: { headers: [X-Internal-Token] }\n")
        .steps(
            "
            - get: ORIGIN/cookie
            - name: send
              get: ORIGIN/back
              auth: { bearer: bearer-one }
              cookies: { own: cookie-two }
              headers: { x-internal-token: token-one, x-open: seen-one, proxy-authorization: proxy-one }
              expect:
                request header x-internal-token: other
                request header authorization: other
                header x-internal-token: other
            ",
        );
    let cookie = Reply::text("").header("Set-Cookie", "session=cookie-one; Path=/");
    stage.origin.on("/cookie", cookie);
    let back = Reply::text("").header("X-Internal-Token", "token-back");
    stage.origin.on("/back", back.header("X-Open", "seen-back"));
    let ran = stage.run();
    hides(
        &ran,
        &["cookie-one", "cookie-two", "bearer-one", "token-one", "token-back", "proxy-one"],
    );
    assert!(ran.shown().contains("seen-one") && ran.shown().contains("seen-back"));
    let exchange = ran.steps()[0].exchange.as_ref().unwrap();
    let set_cookie = exchange.answer.response().unwrap().header("set-cookie").unwrap();
    assert_eq!(set_cookie, "session=•••; Path=/");
}

/// A run with `mask: { json: [$..cardNumber, $..pin] }` whose answer has both.
fn masked(step: &str) -> Ran {
    let stage = Stage::new()
        .project("version: 1\nmask: { json: [$..cardNumber, $..pin] }\n")
        .steps(&format!(
            "- {{ name: pay, post: ORIGIN/pay, {step} }}\n- {{ name: after, get: ORIGIN/json }}"
        ));
    let body = r#"{"cards": [{"cardNumber": "4111222233334444", "pin": "97"}, {"cardNumber": 5500666677778888, "pin": 86}], "open": "seen"}"#;
    stage.origin.on("/pay", Reply::json(200, body));
    stage.run()
}

#[test]
fn values_at_masked_paths_are_hidden_in_requests_and_answers() {
    let ran = masked("json: { cardNumber: '4999888877776666', nested: { pin: '75' }, seen: sent }");
    let exchange = ran.step("pay").exchange.as_ref().unwrap();
    let sent = &exchange.request.body.as_ref().unwrap().text;
    assert_eq!(sent, r#"{"cardNumber":"•••","nested":{"pin":"•••"},"seen":"sent"}"#);
    let answer = &exchange.answer.response().unwrap().body.text;
    assert_eq!(
        answer,
        r#"{"cards":[{"cardNumber":"•••","pin":"•••"},{"cardNumber":"•••","pin":"•••"}],"open":"seen"}"#
    );
    assert_eq!(ran.received[0].json()["cardNumber"], "4999888877776666");
}

#[test]
fn long_ones_everywhere_else_too() {
    let ran = masked(
        "json: {}, save: { card: '$.cards[0].cardNumber' }, expect: { '$.cards[1].cardNumber': 1, body: { contains: 'no' } }",
    );
    assert_eq!(ran.outcome(), "failed");
    hides(&ran, &["4111222233334444", "5500666677778888"]);
}

#[test]
fn short_ones_where_they_are_saved_or_compared() {
    let ran = masked(
        "json: {}, save: { pin: '$.cards[0].pin', pins: '$.cards[*].pin', card: '$.cards[0]' }, expect: { '$.cards[0].pin': x, '$.cards[1].pin': { over: 90 }, '$.cards[*].pin': { is: [] }, '$.cards[0]': { is: {} } }",
    );
    assert_eq!(ran.outcome(), "failed");
    let shown = serde_json::to_string(&(&ran.step("pay").saved, &ran.step("pay").checks)).unwrap();
    for text in ["97", "86"] {
        assert!(!shown.contains(text), "{}", around(&shown, text));
    }
}

#[test]
fn a_masked_value_can_still_be_used() {
    let stage = Stage::new()
        .project("version: 1\nmask: { json: [$..pin] }\n")
        .steps("- { get: ORIGIN/x, save: { pin: $.pin } }\n- get: ORIGIN/echo/{{pin}}");
    stage.origin.on("/x", Reply::json(200, r#"{"pin": "97"}"#));
    assert_eq!(stage.run().requests()[1], "GET /echo/97");
}

#[test]
fn a_body_too_long_to_be_searched_is_not_shown_at_all() {
    let stage =
        Stage::new().project("version: 1\nmask: { json: [$..pin] }\n").steps("- get: ORIGIN/x");
    let body = format!(r#"{{"pin": "97531", "filler": "{}"}}"#, "x".repeat(70_000));
    stage.origin.on("/x", Reply::json(200, body));
    hides(&stage.run(), &["97531"]);
}

#[test]
fn a_secret_input_from_the_command_is_hidden() {
    let ran = Stage::new()
        .set("password", "from-command")
        .suite("name: Secret\ninputs: { password: { type: string, required: true, secret: true } }\nsteps: [ { get: 'ORIGIN/echo/{{password}}' } ]\n")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/from-command"]);
    hides(&ran, &["from-command"]);
}

#[test]
fn a_secret_in_an_error_of_the_network_is_hidden() {
    let ran = Stage::new()
        .local("{ secrets: { host: { env: SECRET_NAME } } }")
        .variable("SECRET_NAME", "hidden-host.invalid")
        .steps("- get: http://{{secret.host}}/")
        .run();
    assert_eq!(ran.outcome(), "failed", "{:?}", ran.hows());
    hides(&ran, &["hidden-host"]);
}

#[test]
fn a_redirect_s_address_is_masked_as_well() {
    let stage = Stage::new().steps(
        "
        - { get: ORIGIN/login, save: { token: { from: $.token, secret: true } } }
        - { get: 'ORIGIN/go/{{token}}', follow_redirects: true }
        ",
    );
    stage.origin.on("/login", Reply::json(200, r#"{"token": "tok-12345"}"#));
    stage.origin.on("/go/{token}", Reply::redirect(302, "/echo?t=tok-12345"));
    let ran = stage.run();
    assert_eq!(ran.requests()[2], "GET /echo?t=tok-12345");
    hides(&ran, &["tok-12345"]);
}

#[test]
fn nothing_is_masked_that_is_no_secret() {
    let ran = run("- { get: ORIGIN/json, save: { name: $.name } }");
    assert!(!ran.shown().contains("•••"));
}
