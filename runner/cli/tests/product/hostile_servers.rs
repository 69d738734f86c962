//! Whatever a server does: failed, with phase and cause, within the step's time.

use std::time::Duration;

use runner_testkit::{Authority, Greeting, Lie, Origin, refused_port};
use serde_json::Value;

use crate::support::{Project, steps, whole};

#[test]
fn content_that_lies_fails_the_check_that_looks_at_it() {
    for (lie, cause) in
        [(Lie::BadJson, "not JSON"), (Lie::DeepJson, "nested deeper"), (Lie::BadUtf8, "not")]
    {
        let suite =
            format!("  - {{ get: ORIGIN/lie/{}, expect: {{ $.hello: world }} }}\n", lie.name());
        Project::new().suite("a.trip.yaml", &suite).run(&[]).exits(1).says(&["FAILED", cause]);
    }
}

#[test]
fn a_redirect_to_nowhere_fails_when_it_is_to_be_followed() {
    for lie in [Lie::RedirectNowhere, Lie::RedirectBadUrl, Lie::RedirectToFile] {
        let suite = format!("  - {{ get: ORIGIN/lie/{}, follow_redirects: true }}\n", lie.name());
        Project::new().suite("a.trip.yaml", &suite).run(&[]).exits(1).says(&["FAILED", "redirect"]);
    }
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/redirect-loop, follow_redirects: true }\n");
    project.run(&[]).exits(1).says(&["10 redirects were followed"]);
}

/// The transport error of the only step.
fn error_of(project: &Project) -> Value {
    let (ended, report) = project.report(&[]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.took < Duration::from_secs(5), "{:?}", ended.took);
    let error = steps(&report)[0]["outcome"]["failed"]["transport"].clone();
    assert!(error.is_object(), "{report:#}");
    error
}

#[track_caller]
fn assert_error(error: &Value, kind: &str, phase: &str) {
    assert_eq!((&error["kind"], &error["phase"]), (&kind.into(), &phase.into()), "{error:#}");
}

#[test]
fn each_phase_is_named() {
    for (url, kind, phase) in [
        ("ORIGIN/lie/stall-before-head", "timeout", "wait"),
        ("ORIGIN/lie/stall-in-head", "timeout", "wait"),
        ("ORIGIN/lie/stall-in-body", "timeout", "receive"),
        ("ORIGIN/lie/reset-before-head", "reset", "wait"),
        ("ORIGIN/lie/reset-in-body", "reset", "receive"),
        ("ORIGIN/lie/gzip-bomb", "too_large", "receive"),
        ("ORIGIN/lie/endless-body", "too_large", "receive"),
        ("ORIGIN/drip?ms=100&n=100", "timeout", "receive"),
        ("ORIGIN/delay/5000", "timeout", "wait"),
        ("http://no-such-host.invalid/", "dns", "dns"),
    ] {
        let suite = format!("  - {{ get: \"{url}\", timeout: 700ms }}\n");
        let project = Project::new().suite("a.trip.yaml", &suite);
        assert_error(&error_of(&project), kind, phase);
    }
}

#[test]
fn a_refused_connection_says_where_nothing_listens() {
    let port = refused_port();
    let project =
        Project::new().suite("a.trip.yaml", &format!("  - get: http://127.0.0.1:{port}/\n"));
    let error = error_of(&project);
    assert_error(&error, "refused", "connect");
    assert!(error["message"].as_str().unwrap().contains(&port.to_string()), "{error}");
    project.run(&[]).exits(1).says(&["nothing listens on", "connect "]).hides(&["wait "]);
}

#[test]
fn those_who_never_answer_as_http_fail_too() {
    for greeting in [Greeting::Silence, Greeting::Close, Greeting::Reset] {
        let shown = format!("{greeting:?}");
        let origin = Origin::start_greeting(greeting);
        let suite = format!("  - {{ get: {}, timeout: 500ms }}\n", origin.url("/"));
        let error = error_of(&Project::new().suite("a.trip.yaml", &suite));
        assert!(error["message"].as_str().unwrap().len() > 10, "{shown}: {error}");
    }
}

#[test]
fn tls_is_checked_and_can_be_told_whom_to_trust() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls());
    let url = origin.url_at("localhost", "/json");
    let project = Project::new().suite("a.trip.yaml", &format!("  - get: {url}\n"));
    assert_error(&error_of(&project), "tls", "tls");
    project.write_bytes("ca.pem", authority.ca_pem().as_bytes());
    project.write("a.trip.yaml", &format!("name: x\nsteps:\n  - {{ get: {url}, tls: {{ ca: ca.pem }}, expect: {{ tls_version: TLSv1.3, certificate_expires_in: {{ over: 1h }} }} }}\n"));
    project.run(&[]).exits(0);
    project.write(
        "a.trip.yaml",
        &format!("name: x\nsteps:\n  - {{ get: {url}, tls: {{ verify: false }} }}\n"),
    );
    project.run(&[]).exits(0);
    let rude = Origin::start_greeting(Greeting::TlsAlert);
    let step = format!("  - {{ get: {}, expect: {{ error: tls }} }}\n", rude.https_url("/"));
    project.write("a.trip.yaml", &whole(&step));
    project.run(&[]).exits(0);
}

#[test]
fn a_slow_answer_that_comes_in_time_passes() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/slow-head/200, timeout: 5s }\n  - get: \"ORIGIN/drip?ms=5&n=20\"\n",
    );
    project.run(&[]).exits(0);
}

#[test]
fn one_bad_server_does_not_hold_up_the_others() {
    let mut project = Project::new();
    for n in 0..5 {
        project = project.suite(
            &format!("s{n}.trip.yaml"),
            "  - { get: ORIGIN/lie/stall-before-head, timeout: 1s }\n",
        );
        project = project.suite(&format!("g{n}.trip.yaml"), "  - get: ORIGIN/json\n");
    }
    let ended = project.run(&[]).exits(1);
    assert!(ended.took < Duration::from_secs(4), "{:?}", ended.took);
    ended.says(&["5 passed", "5 failed"]);
}

#[test]
fn max_body_bounds_what_is_read() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/bytes/5000, max_body: 1kB }\n")
        .suite("b.trip.yaml", "  - { get: ORIGIN/bytes/5000, max_body: 5kB }\n");
    project.run(&["a.trip.yaml"]).exits(1).says(&["longer than 1 kB"]);
    project.run(&["b.trip.yaml"]).exits(0);
}

#[test]
fn what_cannot_be_sent_is_our_fault() {
    let project = Project::new()
        .file("cert.pem", "hello")
        .suite("a.trip.yaml", "  - { get: \"https://127.0.0.1:9/\", tls: { ca: cert.pem } }\n");
    let ended = project.run(&[]).exits(3);
    ended.says(&["ERRORED", "`tls.ca` holds no certificate"]).hides(&["no answer"]);
}
