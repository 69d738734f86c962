//! Trying again, asking until, and never doing the work twice.

use std::time::Duration;

use runner_testkit::{Lie, Reply};
use serde_json::json;

use crate::support::{Project, steps};

#[test]
fn a_get_is_retried_and_every_try_is_kept() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/flaky/a/2, retry: { times: 3, wait: 10ms } }\n");
    let (ended, report) = project.report(&[]);
    ended.exits(0);
    assert_eq!(project.requests().len(), 3);
    let tries = steps(&report)[0]["tries"].as_array().unwrap();
    let results: Vec<_> = tries.iter().map(|one| &one["result"]["status"]).collect();
    assert_eq!(results, [503, 503, 200]);
}

#[test]
fn times_counts_repeats() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/status/503, retry: { times: 2, wait: 10ms } }\n");
    project.run(&[]).exits(1).says(&["503", "3 times"]);
    assert_eq!(project.requests().len(), 3);
}

#[test]
fn only_faults_of_transport_and_overload_are_retried() {
    for (status, requests) in [(400, 1), (404, 1), (500, 1), (429, 2), (502, 2), (503, 2), (504, 2)]
    {
        let step =
            format!("  - {{ get: ORIGIN/status/{status}, retry: {{ times: 1, wait: 1ms }} }}\n");
        let project = Project::new().suite("a.trip.yaml", &step);
        project.run(&[]).exits(1);
        assert_eq!(project.requests().len(), requests, "{status}");
    }
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/x, retry: { times: 1, wait: 1ms } }\n");
    project.origin.on("/x", [Reply::lie(Lie::ResetBeforeHead), Reply::text("ok")]);
    project.run(&[]).exits(0);
    assert_eq!(project.requests().len(), 2);
}

#[test]
fn what_is_expected_is_not_repeated() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/status/503, retry: { times: 3, wait: 1ms }, expect: { status: 503 } }\n",
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests().len(), 1);
}

#[test]
fn retry_when_says_when() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/poll/a/2, retry: { times: 5, wait: 1ms, when: { $.status: pending } }, expect: { $.status: done } }\n",
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests().len(), 3);
}

#[test]
fn retry_after_is_heeded_and_one_beyond_the_time_left_fails_at_once() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/busy, retry: { times: 1, wait: 1ms } }\n")
        .suite(
            "b.trip.yaml",
            "  - { get: ORIGIN/closed, retry: { times: 1, wait: 1ms, for_up_to: 2s } }\n",
        );
    let busy = Reply::status(429).header("Retry-After", "1");
    project.origin.on("/busy", [busy, Reply::text("ok")]);
    project.origin.on("/closed", Reply::status(503).header("Retry-After", "3600"));
    project.run(&["a.trip.yaml"]).exits(0);
    let received = project.origin.received();
    let waited = received[1].at - received[0].at;
    assert!(waited >= Duration::from_millis(950), "{waited:?}");
    let ended = project.run(&["b.trip.yaml"]).exits(1);
    assert!(ended.took < Duration::from_secs(2), "{:?}", ended.took);
    assert_eq!(project.count("/closed"), 1);
}

#[test]
fn an_unsafe_post_is_refused_before_anything_is_sent() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { post: ORIGIN/orders, retry: 3 }\n")
        .suite("b.trip.yaml", "  - { post: ORIGIN/orders, until: { status: 200 } }\n")
        .suite("c.trip.yaml", "  - { patch: ORIGIN/orders, retry: 3 }\n");
    for file in ["a.trip.yaml", "b.trip.yaml", "c.trip.yaml"] {
        project.run(&[file]).exits(2).says(&["E310", "idempotency_key"]);
    }
    assert_eq!(project.origin.connections(), 0);
}

#[test]
fn an_unsafe_post_is_never_sent_twice_whatever_the_connection_does() {
    for lie in [
        Lie::ResetBeforeHead,
        Lie::CloseBeforeHead,
        Lie::ResetInBody,
        Lie::StaleKeepAlive,
        Lie::CloseAfterAnswer,
        Lie::StallBeforeHead,
    ] {
        let project = Project::new()
            .file("tripline.yaml", "version: 1\ndefaults: { retry: { times: 3, wait: 1ms }, timeout: 500ms }\n")
            .suite("a.trip.yaml", "  - { get: ORIGIN/first, on_failure: continue }\n  - { post: ORIGIN/orders, on_failure: continue, text: x }\n  - { get: ORIGIN/last }\n");
        project.origin.on("/orders", Reply::lie(lie));
        project.origin.on("/last", Reply::text("ok"));
        project.origin.on("/first", Reply::lie(Lie::StaleKeepAlive));
        project.run(&[]);
        let posts = project.count("/orders");
        assert!(posts <= 1, "{lie:?}: {posts} times");
    }
}

#[test]
fn a_post_with_an_idempotency_key_is_repeated_with_the_same_key_and_body() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - post: ORIGIN/flaky/b/2\n    idempotency_key: auto\n    retry: { times: 2, wait: 1ms }\n    json: { ref: \"{{uuid}}\" }\n  - { post: ORIGIN/echo, idempotency_key: \"mine-1\" }\n",
    );
    project.run(&[]).exits(0);
    let received = project.origin.received();
    assert_eq!(received.len(), 4);
    let keys: Vec<_> = received.iter().map(|one| one.header("idempotency-key").unwrap()).collect();
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[1], keys[2]);
    assert_eq!(keys[3], "mine-1");
    assert_eq!(received[0].body, received[2].body);
}

#[test]
fn polling_asks_until_the_checks_hold() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - get: ORIGIN/poll/a/3\n    until: { $.status: done }\n    every: 10ms\n    save: { status: $.status }\n  - check: { var status: done }\n",
    );
    let (ended, report) = project.report(&[]);
    ended.exits(0);
    assert_eq!(project.requests().len(), 4);
    assert_eq!(steps(&report)[0]["tries"].as_array().unwrap().len(), 4);
}

#[test]
fn any_other_answer_and_any_fault_is_not_yet() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/x, until: { $.ready: true }, every: 1ms, timeout: 200ms }\n",
    );
    project.origin.on(
        "/x",
        [
            Reply::status(404),
            Reply::lie(Lie::ResetBeforeHead),
            Reply::status(500),
            Reply::lie(Lie::StallInBody),
            Reply::text("no JSON"),
            Reply::json(200, r#"{"ready": true}"#),
        ],
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests().len(), 6);
}

#[test]
fn running_out_of_time_tells_the_last_answer_the_tries_and_since_when() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { get: ORIGIN/poll/a/1000, until: { $.status: done }, every: 50ms, for_up_to: 300ms }\n  - get: ORIGIN/never\n",
    );
    let ended = project.run(&[]).exits(1);
    ended.says(&[
        "expected \"done\"",
        "got \"pending\"",
        "asked",
        "times in",
        "had not changed for",
        "\"status\": \"pending\"",
    ]);
    assert_eq!(project.count("/never"), 0);
    assert!((3..=9).contains(&project.count("/poll/a/1000")), "{}", project.count("/poll/a/1000"));
}

#[test]
fn stop_when_gives_up_at_once_and_save_takes_what_it_can() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "
  - get: ORIGIN/order
    until: { $.status: shipped }
    stop_when: { $.status: { one_of: [failed, cancelled] } }
    every: 1ms
    save: { id: $.id }
    expect: { $.never: evaluated }
    cleanup: [ { delete: \"ORIGIN/echo/{{id}}\" } ]
",
    );
    let states = ["new", "paid", "failed", "shipped"];
    let replies: Vec<Reply> =
        states.iter().map(|state| Reply::json(200, json!({ "id": 7, "status": state }))).collect();
    project.origin.on("/order", replies);
    project.run(&[]).exits(1).says(&["stop_when", "failed"]).hides(&["$.never"]);
    assert_eq!(project.count("/order"), 3);
    assert_eq!(project.count("/echo/7"), 1);
}

#[test]
fn a_default_retry_leaves_alone_what_may_not_be_repeated() {
    let project = Project::new()
        .file("tripline.yaml", "version: 1\ndefaults: { retry: { times: 2, wait: 1ms } }\n")
        .suite("a.trip.yaml", "  - { post: ORIGIN/status/503, on_failure: continue }\n  - { get: ORIGIN/status/503 }\n");
    project.run(&[]).exits(1);
    assert_eq!(project.requests().iter().filter(|line| line.starts_with("POST")).count(), 1);
    assert_eq!(project.requests().iter().filter(|line| line.starts_with("GET")).count(), 3);
}
