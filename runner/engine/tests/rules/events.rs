//! What is told while a run goes on, and what the result says of where it came from.

use crate::stage::{Stage, run};

/// The kinds of event, in order: `Started`, `StepDone`.
fn kinds(ran: &crate::ran::Ran) -> Vec<&str> {
    let kind = |event: &'_ String| event.find([' ', '(', '{']).unwrap_or(event.len());
    ran.told.iter().map(|event| &event[..kind(event)]).collect()
}

#[test]
fn a_run_is_told_from_beginning_to_end() {
    let ran = run(
        "- get: ORIGIN/json\n- set: { a: 1 }\n- { get: ORIGIN/json, cleanup: [ { get: ORIGIN/echo } ] }",
    );
    assert_eq!(
        kinds(&ran),
        [
            "Started",
            "StepStarted",
            "StepDone",
            "StepDone",
            "StepStarted",
            "StepDone",
            "StepStarted",
            "StepDone",
            "SuiteDone",
            "Done",
        ]
    );
}

#[test]
fn every_step_of_the_result_was_told_once() {
    let ran = Stage::new()
        .suite(
            "
            name: Told
            cases: [ { n: 1 }, { n: 2 } ]
            setup: [ { get: ORIGIN/json } ]
            tests:
              one: { steps: [ { for_each: { x: [1, 2] }, get: ORIGIN/json }, { name: g, steps: [ { get: ORIGIN/status/500 } ] } ] }
              two: { steps: [ { if: { environment: x }, get: ORIGIN/json } ] }
            cleanup: [ { get: ORIGIN/json } ]
            ",
        )
        .run();
    let told = kinds(&ran).iter().filter(|kind| **kind == "StepDone").count();
    assert_eq!(told, ran.steps().len());
}

#[test]
fn a_suite_is_known_by_its_path_below_the_project_or_by_its_id() {
    let ran = Stage::new()
        .project("version: 1\n")
        .file(
            "suites/deep/a.trip.yaml",
            "name: A\nowner: team-a\ntags: [smoke]\nsteps: [ { get: ORIGIN/json } ]\n",
        )
        .file("suites/b.trip.yaml", "name: B\nid: checkout\nsteps: [ { get: ORIGIN/json } ]\n")
        .paths(&["suites"])
        .run();
    let told: Vec<(&str, &str)> =
        ran.run.suites.iter().map(|suite| (suite.suite.as_str(), suite.name.as_str())).collect();
    assert_eq!(told, [("checkout", "B"), ("suites/deep/a", "A")]);
    assert_eq!(ran.run.suites[1].owner.as_deref(), Some("team-a"));
    assert_eq!(ran.run.suites[1].tags, ["smoke"]);
}

#[test]
fn a_step_s_result_says_where_it_stands_and_what_crossed_the_wire() {
    let ran = run("- name: ask\n  get: ORIGIN/json\n  expect:\n    $.id: 8");
    let step = ran.step("ask");
    assert_eq!((&*step.place.file, step.place.line), ("suite.trip.yaml", 4));
    let check = step.checks.iter().find(|check| check.subject == "$.id").unwrap();
    assert_eq!((check.place.line, check.place.column), (6, 13));
    let exchange = step.exchange.as_ref().unwrap();
    assert_eq!(exchange.request.method, "GET");
    assert!(exchange.request.url.ends_with("/json"));
    assert_eq!(exchange.answer.response().unwrap().status, 200);
    assert!(exchange.timings.total() <= exchange.took);
}

#[test]
fn the_numbers_of_steps_count_among_their_neighbours() {
    let ran = run(
        "- get: ORIGIN/json\n- name: g\n  steps:\n    - get: ORIGIN/json\n    - get: ORIGIN/json\n- get: ORIGIN/json",
    );
    let numbers: Vec<u32> = ran.steps().iter().map(|step| step.number).collect();
    assert_eq!(numbers, [1, 1, 2, 3]);
}

#[test]
fn the_result_survives_json() {
    let ran = run("
        - { get: ORIGIN/json, save: { all: $, id: $.id }, expect: { $.id: 7 } }
        - { get: ORIGIN/flaky/a/1, retry: { times: 1, wait: 1ms }, on_failure: continue }
        - { get: ORIGIN/status/500, expect: { $.a: 1 } }
        ");
    let text = serde_json::to_string(&ran.run).unwrap();
    let read: runner_model::Run = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}
