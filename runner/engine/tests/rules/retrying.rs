//! `retry`: repeated after a fault, never so that work is done twice.

use std::time::Duration;

use runner_model::FakeClock;
use runner_testkit::{Lie, Received, Reply};
use serde_json::json;

use crate::ran::{Ran, how, tries};
use crate::stage::{Stage, run};

/// A step that gets these answers in turn from `/order`.
fn retry(replies: impl Into<runner_testkit::Replies>, step: &str) -> Ran {
    let stage = Stage::new().steps(&format!("- {{ name: ask, get: ORIGIN/order, {step} }}"));
    stage.origin.on("/order", replies);
    stage.run()
}

const OFTEN: &str = "retry: { times: 3, wait: 1ms }";

fn gaps(received: &[Received]) -> Vec<Duration> {
    received.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}

#[test]
fn nothing_is_repeated_unless_asked_for() {
    let ran = retry([Reply::status(503), Reply::status(200)], "on_failure: continue");
    assert_eq!(ran.received.len(), 1);
    assert!(ran.how("ask").starts_with("failed: status "));
}

#[test]
fn too_many_requests_and_failing_gateways_are_repeated() {
    for status in [429, 502, 503, 504] {
        let ran = retry([Reply::status(status), Reply::status(200)], OFTEN);
        ran.assert_passed();
        assert_eq!(tries(ran.step("ask")), [status.to_string(), "200".to_owned()]);
    }
}

#[test]
fn other_answers_are_not() {
    for status in [400, 404, 408, 500, 501] {
        assert_eq!(retry(Reply::status(status), OFTEN).received.len(), 1, "{status}");
    }
}

#[test]
fn transport_errors_are_repeated() {
    for lie in [Lie::ResetBeforeHead, Lie::ResetInBody, Lie::CloseBeforeHead, Lie::Garbage] {
        let ran = retry([Reply::lie(lie), Reply::status(200)], OFTEN);
        ran.assert_passed();
        assert_eq!(tries(ran.step("ask")), ["error", "200"], "{lie:?}");
    }
}

#[test]
fn times_counts_repeats_and_the_last_answer_is_judged() {
    run("- { get: ORIGIN/flaky/a/3, retry: { times: 3, wait: 1ms, backoff: 1 } }").assert_passed();
    let ran =
        run("- { name: ask, get: ORIGIN/flaky/a/4, retry: { times: 3, wait: 1ms, backoff: 1 } }");
    assert_eq!(ran.received.len(), 4);
    assert_eq!(tries(ran.step("ask")), ["503"; 4]);
    assert!(ran.how("ask").starts_with("failed: status "), "{:?}", ran.hows());
}

#[test]
fn a_number_alone_is_how_often_with_half_a_second_before_the_first() {
    let ran = run("- { get: ORIGIN/flaky/a/1, retry: 1 }");
    ran.assert_passed();
    assert!(gaps(&ran.received)[0] >= Duration::from_millis(400));
}

#[test]
fn each_wait_is_backoff_times_the_one_before_give_or_take_a_fifth() {
    let ran = run("- { get: ORIGIN/flaky/a/3, retry: { times: 3, wait: 30ms, backoff: 3 } }");
    let at_least = [24, 72, 216].map(Duration::from_millis);
    assert!(
        gaps(&ran.received).iter().zip(at_least).all(|(gap, least)| *gap >= least),
        "{:?}",
        gaps(&ran.received)
    );
}

#[test]
fn when_replaces_the_usual_conditions() {
    let busy = |state: &str| Reply::json(200, json!({ "state": state }));
    let when = "retry: { times: 3, wait: 1ms, when: { $.state: busy } }";
    let ran = retry([busy("busy"), busy("busy"), busy("ready")], when);
    ran.assert_passed();
    assert_eq!(ran.received.len(), 3);
    assert_eq!(retry(Reply::status(503), when).received.len(), 1);
    let conflict = retry(
        [Reply::status(409), Reply::status(200)],
        "retry: { times: 1, wait: 1ms, when: { status: 409 } }",
    );
    conflict.assert_passed();
}

#[test]
fn when_holds_even_if_the_status_is_the_expected_one() {
    let busy = |state: &str| Reply::json(200, json!({ "state": state }));
    let step = "retry: { times: 3, wait: 1ms, when: { $.state: busy } }, expect: { status: 200, $.state: ready }";
    retry([busy("busy"), busy("ready")], step).assert_passed();
}

#[test]
fn an_answer_that_is_expected_is_not_repeated() {
    assert_eq!(
        retry(Reply::status(503), &format!("{OFTEN}, expect: {{ status: 503 }}")).received.len(),
        1
    );
    let ran =
        retry(Reply::lie(Lie::ResetBeforeHead), &format!("{OFTEN}, expect: {{ error: reset }}"));
    ran.assert_passed();
    assert_eq!(ran.received.len(), 1);
}

#[test]
fn retry_after_in_seconds_wins_over_the_wait() {
    let ran = retry([Reply::status(503).header("Retry-After", "1"), Reply::status(200)], OFTEN);
    ran.assert_passed();
    assert!(gaps(&ran.received)[0] >= Duration::from_secs(1));
    let ran = retry(
        [Reply::status(503).header("Retry-After", "0"), Reply::status(200)],
        "retry: { times: 1, wait: 25s }",
    );
    assert!(gaps(&ran.received)[0] < Duration::from_secs(10));
}

#[test]
fn retry_after_may_be_a_date() {
    let stage = Stage::new()
        .clock(FakeClock::at("2026-03-01T12:00:00Z".parse().unwrap()))
        .steps("- { get: ORIGIN/order, retry: { times: 1, wait: 1ms } }");
    let date = "Sun, 01 Mar 2026 12:00:01 GMT";
    stage.origin.on("/order", [Reply::status(503).header("Retry-After", date), Reply::status(200)]);
    let ran = stage.run();
    ran.assert_passed();
    assert!(gaps(&ran.received)[0] >= Duration::from_secs(1));
}

#[test]
fn a_date_that_has_passed_means_at_once_and_nonsense_means_nothing() {
    for after in ["Sun, 01 Mar 2020 12:00:00 GMT", "soon", "-5"] {
        let replies = [Reply::status(503).header("Retry-After", after), Reply::status(200)];
        retry(replies, OFTEN).assert_passed();
    }
}

#[test]
fn retry_after_beyond_the_time_left_fails_at_once() {
    let replies = || [Reply::status(503).header("Retry-After", "3600"), Reply::status(200)];
    let ran = retry(replies(), "retry: { times: 3, wait: 1ms, for_up_to: 5s }");
    assert!(how(ran.step("ask")).starts_with("failed: status "), "{:?}", ran.hows());
    assert_eq!(ran.received.len(), 1);
    assert_eq!(retry(replies(), OFTEN).received.len(), 1);
}

#[test]
fn no_repeat_begins_after_for_up_to() {
    let ran = retry(
        Reply::status(503),
        "retry: { times: 1000, wait: 50ms, backoff: 1, for_up_to: 250ms }",
    );
    assert!(ran.received.len() <= 7, "{}", ran.received.len());
}

/// With `retry` in defaults: the requests of a step that gets 503 and then 200.
fn by_default(step: &str) -> usize {
    let stage = Stage::new()
        .project("version: 1\ndefaults: { retry: { times: 1, wait: 1ms } }\n")
        .steps(&format!("- {{ {step}, expect: {{ $.x: {{ exists: false }} }} }}"));
    stage.origin.on("/order", [Reply::status(503), Reply::json(200, "{}")]);
    stage.run().received.len()
}

#[test]
fn retry_from_defaults_is_for_requests_that_may_be_repeated() {
    for method in ["get", "put", "delete", "options", "head"] {
        assert_eq!(by_default(&format!("{method}: ORIGIN/order")), 2, "{method}");
    }
    for method in ["post", "patch"] {
        assert_eq!(by_default(&format!("{method}: ORIGIN/order")), 1, "{method}");
        assert_eq!(by_default(&format!("{method}: ORIGIN/order, safe: true")), 2, "{method}");
        assert_eq!(
            by_default(&format!("{method}: ORIGIN/order, idempotency_key: auto")),
            2,
            "{method}"
        );
    }
    assert_eq!(by_default("get: ORIGIN/order, retry: null"), 1);
}

#[test]
fn a_repeat_is_the_identical_request() {
    let ran = run("
        - post: ORIGIN/flaky/a/2?u={{uuid}}
          idempotency_key: auto
          retry: { times: 2, wait: 1ms }
          headers: { x-id: '{{uuid}}', x-at: '{{now}}' }
          json: { id: '{{uuid}}', n: '{{random}}', at: '{{timestamp}}' }
        ");
    ran.assert_passed();
    let first = &ran.received[0];
    assert_eq!(ran.received.len(), 3);
    assert!(ran.received.iter().all(|r| {
        (&r.headers, &r.body, &r.target) == (&first.headers, &first.body, &first.target)
    }));
}
