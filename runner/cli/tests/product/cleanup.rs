//! Cleanup stands beside what it undoes and runs whatever happens.

use runner_testkit::Reply;
use serde_json::Value;

use crate::support::{Project, steps};

const MAKES_TWO: &str = "
  - name: make one
    post: ORIGIN/orders
    save: { one: $.id }
    cleanup: [ { name: delete one, delete: \"ORIGIN/orders/{{one}}\" } ]
  - name: make two
    post: ORIGIN/orders
    save: { two: $.id }
    cleanup: [ { name: delete two, delete: \"ORIGIN/orders/{{two}}\" } ]
";

fn shop(suite: &str) -> Project {
    let project = Project::new().suite("a.trip.yaml", suite);
    let orders = [Reply::json(201, r#"{"id": 1}"#), Reply::json(201, r#"{"id": 2}"#)];
    project.origin.on("POST /orders", orders);
    project.origin.on("DELETE /orders/{id}", Reply::status(204));
    project
}

#[test]
fn last_in_is_first_out() {
    let project = shop(MAKES_TWO);
    project.run(&[]).exits(0);
    assert_eq!(
        project.requests(),
        ["POST /orders", "POST /orders", "DELETE /orders/2", "DELETE /orders/1"]
    );
}

#[test]
fn a_failed_test_cleans_up_what_it_made() {
    let project = shop(&format!("{MAKES_TWO}  - get: ORIGIN/lost\n  - get: ORIGIN/never\n"));
    project.run(&[]).exits(1).says(&["cleanup: delete two ok, delete one ok"]);
    assert_eq!(project.count("/orders/1") + project.count("/orders/2"), 2);
    assert_eq!(project.count("/never"), 0);
}

#[test]
fn a_post_that_broke_a_check_has_made_something_all_the_same() {
    let project = shop(
        "
  - post: ORIGIN/orders
    expect: { $.id: 99 }
    save: { id: $.id }
    cleanup: [ { delete: \"ORIGIN/orders/{{id}}\" } ]
",
    );
    project.run(&[]).exits(1);
    assert_eq!(project.requests(), ["POST /orders", "DELETE /orders/1"]);
}

#[test]
fn a_cleanup_whose_variable_was_never_set_is_not_run_and_says_so() {
    let project = shop(
        "
  - post: ORIGIN/lost
    save: { id: $.id }
    cleanup: [ { name: delete it, delete: \"ORIGIN/orders/{{id}}\" } ]
",
    );
    project.run(&[]).exits(1).says(&["delete it (`id` was never set"]);
    assert_eq!(project.requests(), ["POST /lost"]);
}

#[test]
fn a_cleanup_that_fails_degrades_and_the_others_are_tried() {
    let project = shop(MAKES_TWO);
    project.origin.on("DELETE /orders/2", Reply::status(500));
    project.run(&[]).exits(0).says(&["degraded", "left behind: delete two"]);
    assert_eq!(project.count("/orders/1"), 1);
    project.run(&["--strict"]).exits(1);
}

#[test]
fn cleanup_runs_when_the_suite_runs_out_of_time() {
    let project = shop(&format!("timeout: 300ms\nsteps:\n{MAKES_TWO}  - get: ORIGIN/delay/8000\n"));
    let ended = project.run(&[]).exits(1);
    assert!(ended.took.as_secs() < 4, "{:?}", ended.took);
    ended.says(&["300 ms", "delete one ok"]);
    assert_eq!(project.count("/orders/1") + project.count("/orders/2"), 2);
}

#[test]
fn cleanup_of_a_loop_keeps_its_iteration() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
vars: { names: [a, b, c] }
steps:
  - for_each: { item: \"{{names}}\" }
    put: ORIGIN/echo/{{item}}
    cleanup: [ { delete: \"ORIGIN/echo/{{item}}\" } ]
",
    );
    project.run(&[]).exits(0);
    assert_eq!(project.requests()[3..], ["DELETE /echo/c", "DELETE /echo/b", "DELETE /echo/a"]);
}

#[test]
fn the_cleanup_of_a_suite_sees_what_setup_saved_and_runs_last() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "\
setup:
  - { get: ORIGIN/json, save: { id: $.id }, cleanup: [ { delete: \"ORIGIN/echo/setup\" } ] }
tests:
  good: { steps: [ { get: ORIGIN/text } ] }
  bad: { steps: [ { get: ORIGIN/lost } ] }
cleanup:
  - delete: ORIGIN/echo/suite/{{id}}
",
    );
    project.run(&[]).exits(1);
    let requests = project.requests();
    assert!(requests[3..].contains(&"DELETE /echo/suite/7".to_owned()), "{requests:?}");
    assert!(requests[3..].contains(&"DELETE /echo/setup".to_owned()), "{requests:?}");
}

#[test]
fn when_setup_fails_no_test_runs_and_each_fails() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "setup: [ { get: ORIGIN/status/503 } ]\ntests:\n  one: { steps: [ { get: ORIGIN/one } ] }\n  two: { steps: [ { get: ORIGIN/two } ] }\n",
    );
    let (ended, report) = project.report(&[]);
    ended.exits(1);
    let tests = report["suites"][0]["variants"][0]["tests"].as_array().unwrap();
    let outcomes: Vec<&Value> = tests.iter().map(|test| &test["outcome"]).collect();
    assert_eq!(outcomes, ["failed", "failed"]);
    assert_eq!(project.requests(), ["GET /status/503"]);
}

#[test]
fn cleanups_are_steps_of_the_report() {
    let project = shop(MAKES_TWO);
    let (_, report) = project.report(&[]);
    let sections: Vec<&Value> = steps(&report).iter().map(|step| &step["section"]).collect();
    assert_eq!(sections, ["steps", "steps", "cleanup", "cleanup"]);
}
