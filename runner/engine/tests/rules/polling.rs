//! `until`: repeated until the checks hold; `expect` and `save` once, on the final answer.

use std::time::Duration;

use runner_model::{Failure, StepOutcome};
use runner_testkit::{Lie, Origin, Reply};
use serde_json::json;

use crate::ran::{Ran, broken_subjects, how, tries};
use crate::stage::{Stage, run};

/// A step that polls `/order` and gets these answers in turn.
fn poll(replies: impl Into<runner_testkit::Replies>, step: &str) -> Ran {
    let stage =
        Stage::new().steps(&format!("- {{ name: poll, get: ORIGIN/order, every: 5ms, {step} }}"));
    stage.origin.on("/order", replies);
    stage.run()
}

fn order(status: &str) -> Reply {
    Reply::json(200, json!({ "id": 7, "status": status }))
}

#[test]
fn it_is_asked_again_until_the_checks_hold() {
    let ran = poll(
        [order("new"), order("new"), order("shipped"), order("gone")],
        "until: { $.status: shipped }, save: { s: $.status }",
    );
    ran.assert_passed();
    assert_eq!(ran.received.len(), 3);
    assert_eq!(tries(ran.step("poll")), ["200", "200", "200"]);
    assert_eq!(ran.saved("s"), "shipped");
}

#[test]
fn a_second_lies_between_two_tries_unless_every_says_otherwise() {
    let ran = run("- { get: ORIGIN/poll/a/1, until: { $.status: done } }");
    ran.assert_passed();
    assert!(ran.received[1].at - ran.received[0].at >= Duration::from_secs(1));
}

#[test]
fn what_holds_at_once_is_asked_once_and_has_no_tries_to_show() {
    let ran = poll(order("shipped"), "until: { $.status: shipped }");
    assert_eq!(ran.received.len(), 1);
    assert!(ran.step("poll").tries.is_empty());
}

#[test]
fn any_other_answer_and_any_transport_error_is_not_yet() {
    let replies = [
        Reply::status(503),
        Reply::status(404),
        Reply::text("no JSON"),
        Reply::lie(Lie::ResetBeforeHead),
        Reply::lie(Lie::Garbage),
        order("shipped"),
    ];
    let ran = poll(replies, "connection: new, until: { $.status: shipped }");
    ran.assert_passed();
    assert_eq!(tries(ran.step("poll")), ["503", "404", "200", "error", "error", "200"]);
}

#[test]
fn a_try_that_takes_too_long_is_not_yet() {
    let step = "until: { $.status: shipped }, timeout: 200ms";
    let ran = poll([Reply::lie(Lie::StallBeforeHead), order("shipped")], step);
    ran.assert_passed();
    let tries = tries(ran.step("poll"));
    assert_eq!((tries[0].as_str(), tries.last().unwrap().as_str()), ("error", "200"));
}

#[test]
fn expect_and_warn_look_at_the_final_answer_only() {
    let replies = || {
        [
            Reply::json(200, json!({ "status": "new", "total": 0 })),
            Reply::json(200, json!({ "status": "shipped", "total": 5 })),
        ]
    };
    poll(
        replies(),
        "until: { $.status: shipped }, expect: { $.total: 5 }, warn: { $.total: { over: 1 } }",
    )
    .assert_passed();
    let ran = poll(replies(), "until: { $.status: shipped }, expect: { $.total: 6 }");
    assert_eq!(how(ran.step("poll")), "failed: $.total expected 6, got 5");
    assert_eq!(ran.received.len(), 2);
}

#[test]
fn the_implied_2xx_is_asked_of_the_final_answer_unless_until_names_the_status() {
    let broken =
        poll(Reply::json(500, json!({ "status": "shipped" })), "until: { $.status: shipped }");
    assert_eq!(broken_subjects(broken.step("poll")), ["status"]);
    poll([order("new"), Reply::status(404)], "until: { status: 404 }").assert_passed();
}

#[test]
fn stop_when_gives_up_at_once_and_nothing_is_expected_any_more() {
    let replies = [order("new"), order("failed"), order("shipped")];
    let step = "until: { $.status: shipped }, stop_when: { $.status: { one_of: [failed, cancelled] } }, expect: { $.id: 8 }, save: { id: $.id }";
    let ran = poll(replies, step);
    assert_eq!(
        ran.how("poll"),
        "failed: stopped by $.status: { one_of: [failed, cancelled] }, after 2 tries"
    );
    assert_eq!(ran.received.len(), 2);
    assert!(!broken_subjects(ran.step("poll")).contains(&"$.id"));
    assert_eq!(ran.saved("id"), 7);
}

#[test]
fn all_of_stop_when_must_hold() {
    let replies = [order("failed"), Reply::json(200, json!({ "status": "failed", "final": true }))];
    let ran = poll(
        replies,
        "until: { $.status: shipped }, stop_when: { $.status: failed, $.final: true }",
    );
    assert_eq!(ran.received.len(), 2);
}

#[test]
fn a_transport_error_does_not_stop_polling() {
    let replies = [Reply::lie(Lie::ResetBeforeHead), order("shipped")];
    poll(replies, "until: { $.status: shipped }, stop_when: { $.status: { exists: false } }")
        .assert_passed();
}

#[test]
fn running_out_of_time_shows_the_last_answer_the_tries_and_since_when_it_was_the_same() {
    let step = "until: { $.status: shipped }, for_up_to: 500ms, save: { s: $.status }";
    let ran = poll([order("new"), order("paid")], step);
    let StepOutcome::Failed(Failure::Polling { tries, unchanged_for, .. }) =
        &ran.step("poll").outcome
    else {
        panic!("{:?}", ran.hows());
    };
    assert_eq!(*tries as usize, ran.received.len());
    assert_eq!(ran.step("poll").tries.len(), ran.received.len());
    assert!(Duration::ZERO < *unchanged_for && *unchanged_for < ran.step("poll").took);
    assert_eq!(broken_subjects(ran.step("poll")), ["$.status"]);
    assert_eq!(ran.saved("s"), "paid");
}

#[test]
fn no_try_starts_after_for_up_to() {
    let stage = Stage::new().steps(
        "- { get: ORIGIN/order, until: { $.status: shipped }, every: 60ms, for_up_to: 200ms }",
    );
    stage.origin.on("/order", order("new"));
    let ran = stage.run();
    assert!(ran.received.len() <= 4, "{}", ran.received.len());
    for pair in ran.received.windows(2) {
        assert!(pair[1].at - pair[0].at >= Duration::from_millis(55));
    }
}

#[test]
fn a_try_in_flight_may_finish() {
    let late = order("shipped").delay(Duration::from_millis(150));
    poll(late, "until: { $.status: shipped }, for_up_to: 50ms").assert_passed();
}

#[test]
fn a_cleanup_has_what_the_last_answer_held() {
    let ran = poll(
        order("new"),
        "until: { $.status: shipped }, for_up_to: 30ms, save: { id: $.id }, cleanup: [ { delete: 'ORIGIN/echo/{{id}}' } ]",
    );
    assert_eq!(ran.requests().last().unwrap(), "DELETE /echo/7");
    assert_eq!(ran.outcome(), "failed");
}

#[test]
fn a_value_that_the_last_answer_lacks_is_no_second_failure() {
    let ran = poll(
        order("new"),
        "until: { $.status: shipped }, for_up_to: 20ms, save: { t: $.tracking }, cleanup: [ { name: undo, delete: 'ORIGIN/echo/{{t}}' } ]",
    );
    assert!(ran.how("poll").starts_with("failed: not within the time"), "{:?}", ran.hows());
    assert_eq!(ran.how("undo"), "skipped: no `t` from `poll`");
}

#[test]
fn time_up_after_transport_errors_only_is_a_failure_too() {
    let ran =
        poll(Reply::lie(Lie::ResetBeforeHead), "until: { $.status: shipped }, for_up_to: 30ms");
    assert!(ran.how("poll").starts_with("failed: not within the time"), "{:?}", ran.hows());
}

#[test]
fn an_error_can_be_waited_for() {
    let stage = Stage::new()
        .steps("- { name: down, get: ORIGIN/order, every: 5ms, until: { error: reset } }");
    stage.origin.on("/order", [order("up"), Reply::lie(Lie::ResetBeforeHead)]);
    let ran = stage.run();
    assert_eq!(ran.how("down"), "passed");
}

#[test]
fn a_post_with_a_key_or_that_only_reads_is_polled_with_one_and_the_same_request() {
    let ran = run(
        "
        - { post: ORIGIN/poll/a/2, idempotency_key: auto, json: { id: '{{uuid}}', n: '{{random}}' }, until: { $.status: done }, every: 5ms }
        - { post: ORIGIN/poll/b/2, safe: true, headers: { x-id: '{{uuid}}' }, until: { $.status: done }, every: 5ms }
        ",
    );
    ran.assert_passed();
    assert_eq!(ran.received.len(), 6);
    for three in ran.received.chunks(3) {
        assert!(three.iter().all(|r| r.body == three[0].body && r.headers == three[0].headers));
    }
    assert!(ran.received[0].header("idempotency-key").is_some());
}

#[test]
fn the_connection_may_go_between_polls() {
    let origin = Origin::start();
    origin.on("/order", [order("new").close(), order("shipped")]);
    let step = "- { get: OTHER/order, every: 5ms, until: { $.status: shipped } }";
    Stage::new().word("OTHER", origin.url("")).steps(step).run().assert_passed();
    assert_eq!(origin.connections(), 2);
}
