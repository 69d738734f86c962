//! Servers that lie in the frames of HTTP/2.

use std::time::Duration;

use runner_testkit::{Http2Lie, Origin};

use crate::support::{Project, steps};

/// Kind, phase, and words of the message; `None` passes.
fn told(lie: Http2Lie) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match lie {
        Http2Lie::GoAwayThenBody => return None,
        Http2Lie::GoAwayBeforeHead => {
            ("reset", "wait", "closed the HTTP/2 connection (NO_ERROR) before it had answered")
        }
        Http2Lie::GoAwayCalm | Http2Lie::CloseBeforeHead | Http2Lie::ResetConnection => {
            ("reset", "wait", "the connection before it had answered")
        }
        Http2Lie::GoAwayInBody => {
            ("reset", "receive", "the connection after 17 of 100 promised bytes")
        }
        Http2Lie::ResetBeforeHead => {
            ("reset", "wait", "reset the HTTP/2 stream (INTERNAL_ERROR) before it had answered")
        }
        Http2Lie::Refused => (
            "reset",
            "wait",
            "reset the HTTP/2 stream (REFUSED_STREAM) without looking at the request",
        ),
        Http2Lie::ResetInBody => (
            "reset",
            "receive",
            "reset the HTTP/2 stream (INTERNAL_ERROR) after 17 of 100 promised bytes",
        ),
        Http2Lie::StallBeforeHead
        | Http2Lie::WindowNeverOpens
        | Http2Lie::InterimStorm
        | Http2Lie::PingStorm => ("timeout", "wait", "for the first byte"),
        Http2Lie::StallInBody => {
            ("timeout", "receive", "17 of 100 bytes of the body came, then nothing for ")
        }
        Http2Lie::EndlessContinuation | Http2Lie::EmptyContinuations => (
            "protocol",
            "wait",
            "broke the rules of HTTP/2 (ENHANCE_YOUR_CALM) before it had answered",
        ),
        Http2Lie::DataBeforeHead | Http2Lie::BadHeaderBlock => (
            "protocol",
            "wait",
            "broke the rules of HTTP/2 (PROTOCOL_ERROR) before it had answered",
        ),
        Http2Lie::HugeFrame => {
            ("protocol", "wait", "does not answer in HTTP/2; it may speak HTTP/1.1 only")
        }
        Http2Lie::LengthTooShort => (
            "protocol",
            "receive",
            "broke the rules of HTTP/2 (PROTOCOL_ERROR) after 17 of 17 promised bytes",
        ),
    })
}

#[test]
fn every_lie_ends_in_time_with_phase_and_cause() {
    let origins: Vec<_> =
        Http2Lie::ALL.iter().map(|lie| (*lie, Origin::start_http2_lie(*lie))).collect();
    let mut suite = String::from("tests:\n");
    for (lie, origin) in &origins {
        let url = origin.url("/");
        suite += &format!(
            "  {lie:?}: {{ steps: [ {{ get: \"{url}\", http: 2, timeout: 2s, expect: {{ $.hello: world }} }} ] }}\n"
        );
    }
    let (ended, report) = Project::new().suite("a.trip.yaml", &suite).report(&[]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.took < Duration::from_secs(15), "{:?}", ended.took);
    let tests = report["suites"][0]["variants"][0]["tests"].as_array().unwrap();
    assert_eq!(tests.len(), origins.len());
    for ((lie, origin), test) in origins.iter().zip(tests) {
        let step = &test["steps"][0];
        assert!(step["took"].as_f64().unwrap() < 8000.0, "{lie:?}: {step:#}");
        let Some((kind, phase, words)) = told(*lie) else {
            assert_eq!(test["outcome"], "passed", "{lie:?}: {step:#}");
            continue;
        };
        let error = &step["outcome"]["failed"]["transport"];
        assert_eq!((&error["kind"], &error["phase"]), (&kind.into(), &phase.into()), "{step:#}");
        assert!(error["message"].as_str().unwrap().contains(words), "{lie:?}: {error}");
        assert_eq!(origin.received().len(), 1, "{lie:?} was met once");
    }
}

#[test]
fn a_request_whose_window_never_opens_says_how_far_it_came() {
    let origin = Origin::start_http2_lie(Http2Lie::WindowNeverOpens);
    let (url, text) = (origin.url("/"), "x".repeat(500_000));
    let step = format!("  - {{ post: \"{url}\", http: 2, timeout: 400ms, text: {text} }}\n");
    let (ended, report) = Project::new().suite("a.trip.yaml", &step).report(&[]);
    assert!(ended.took < Duration::from_secs(5), "{:?}", ended.took);
    let error = &steps(&report)[0]["outcome"]["failed"]["transport"];
    assert_eq!((&error["kind"], &error["phase"]), (&"timeout".into(), &"send".into()), "{error}");
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("the request could not be sent within 400 ms: "), "{message}");
    assert!(message.ends_with(" of 500000 bytes"), "{message}");
}

#[test]
fn what_works_over_http1_works_over_http2() {
    let lies = ["stall-in-body", "reset-in-body", "gzip-fake", "endless-body", "huge-header"];
    let mut suite = String::from("tests:\n");
    for lie in lies {
        suite += &format!(
            "  {lie}: {{ steps: [ {{ get: ORIGIN/lie/{lie}, http: 2, timeout: 1s }} ] }}\n"
        );
    }
    let (_, report) = Project::new().suite("a.trip.yaml", &suite).report(&[]);
    let tests = report["suites"][0]["variants"][0]["tests"].as_array().unwrap();
    let kinds = ["timeout", "reset", "protocol", "too_large"];
    for (test, kind) in tests.iter().zip(kinds) {
        let error = &test["steps"][0]["outcome"]["failed"]["transport"];
        assert_eq!((&error["kind"], &error["phase"]), (&kind.into(), &"receive".into()), "{error}");
    }
    assert_eq!(tests[4]["outcome"], "passed", "{:#}", tests[4]);
}

#[test]
fn after_goodbye_the_next_step_opens_a_connection() {
    let origin = Origin::start_http2_lie(Http2Lie::GoAwayThenBody);
    let step = format!("  - {{ get: \"{}\", http: 2 }}\n", origin.url("/"));
    Project::new().suite("a.trip.yaml", &step.repeat(2)).run(&[]).exits(0);
    assert_eq!((origin.connections(), origin.received().len()), (2, 2));
}
