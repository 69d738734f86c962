//! Cookies: one jar per test, begun as a copy of setup's.

use runner_testkit::Reply;

use crate::stage::{Stage, run};

#[test]
fn a_cookie_that_was_set_is_sent_from_then_on() {
    let ran = run("
        - get: ORIGIN/set-cookie?session=abc&theme=dark
          expect: { cookie session: abc }
        - get: ORIGIN/cookies
          expect: { $.cookies: { is: { session: abc, theme: dark } } }
        ");
    ran.assert_passed();
    assert_eq!(ran.received[0].header("cookie"), None);
}

#[test]
fn a_step_s_cookies_are_beside_those_of_the_jar_and_not_kept() {
    let ran = run("
        - get: ORIGIN/set-cookie?a=jar&b=jar
        - { get: ORIGIN/echo, cookies: { b: own, c: own } }
        - get: ORIGIN/cookies
          expect: { $.cookies: { is: { a: jar, b: jar } } }
        ");
    ran.assert_passed();
    assert_eq!(ran.received[1].header("cookie"), Some("b=own; c=own; a=jar"));
}

#[test]
fn a_cookie_stays_with_its_host_and_path_and_goes_when_it_expires() {
    let stage = Stage::new().steps(
        "
        - get: ORIGIN/set
        - { name: other host, get: 'http://localhost:PORT/echo' }
        - { name: below, get: ORIGIN/echo/in }
        - { name: elsewhere, get: ORIGIN/json }
        - get: ORIGIN/unset
        - { name: expired, get: ORIGIN/echo/in }
        ",
    );
    let cookie = |text: &str| Reply::text("").header("Set-Cookie", text.to_owned());
    stage.origin.on("/set", cookie("a=1; Path=/echo"));
    stage.origin.on("/unset", cookie("a=; Path=/echo; Max-Age=0"));
    let ran = stage.run();
    let sent: Vec<Option<&str>> = ran.received.iter().map(|r| r.header("cookie")).collect();
    assert_eq!(sent, [None, None, Some("a=1"), None, None, None]);
}

#[test]
fn each_test_begins_with_setup_s_cookies_and_keeps_its_own_to_itself() {
    let ran = Stage::new()
        .suite(
            "
            name: Jars
            setup:
              - get: ORIGIN/set-cookie?session=setup
            tests:
              one:
                steps:
                  - get: ORIGIN/set-cookie?mine=one&session=changed
                  - { name: one sends, get: ORIGIN/echo/one }
              two:
                steps:
                  - get: ORIGIN/set-cookie?mine=two
                  - { name: two sends, get: ORIGIN/echo/two }
            ",
        )
        .run();
    let cookie = |path: &str| {
        let request = ran.received.iter().find(|request| request.path == path).unwrap();
        request.header("cookie").unwrap().to_owned()
    };
    assert_eq!(cookie("/echo/one"), "mine=one; session=changed");
    assert_eq!(cookie("/echo/two"), "mine=two; session=setup");
}

#[test]
fn cleanup_is_done_with_the_cookies_of_its_test_or_setup() {
    let ran = Stage::new()
        .suite(
            "
            name: Jars
            setup:
              - get: ORIGIN/set-cookie?s=setup
                cleanup: [{ get: ORIGIN/echo/setup }]
            steps:
              - get: ORIGIN/set-cookie?t=test
                cleanup: [{ get: ORIGIN/echo/step }]
            cleanup:
              - get: ORIGIN/echo/suite
            ",
        )
        .run();
    let sent: Vec<(&str, Option<&str>)> =
        ran.received[2..].iter().map(|r| (r.path.as_str(), r.header("cookie"))).collect();
    assert_eq!(
        sent,
        [
            ("/echo/step", Some("s=setup; t=test")),
            ("/echo/suite", Some("s=setup; t=test")),
            ("/echo/setup", Some("s=setup")),
        ]
    );
}

#[test]
fn a_flow_shares_the_jar_of_its_caller() {
    let ran = Stage::new()
        .file("login.trip.yaml", "name: Log in\nsteps:\n  - get: ORIGIN/set-cookie?session=flow\n")
        .steps("- get: ORIGIN/set-cookie?a=caller\n- use: login.trip.yaml\n- get: ORIGIN/echo\n")
        .run();
    assert_eq!(ran.received[1].header("cookie"), Some("a=caller"));
    assert_eq!(ran.received[2].header("cookie"), Some("a=caller; session=flow"));
}

#[test]
fn a_cookie_set_by_a_redirect_is_kept() {
    let stage = Stage::new().steps("- { get: ORIGIN/go, follow_redirects: true }");
    stage.origin.on("/go", Reply::redirect(302, "/echo").header("Set-Cookie", "a=1; Path=/"));
    let ran = stage.run();
    assert_eq!(ran.received[1].header("cookie"), Some("a=1"));
}
