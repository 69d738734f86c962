//! Versions are deployed, and the gate says what they are.

use std::time::Duration;

use examples_shop::Release;

use crate::stage::{Stage, failing, slower};

#[test]
fn a_version_that_works_passes() {
    let stage = Stage::new("");
    stage.baseline(20);
    stage.deploy(Release::good("1.4.2"));
    let (_, report) = {
        let (ended, report) = stage.report("1.4.2", &["--commit", "4f2a91c"]);
        (ended.exits(0), report)
    };
    assert_eq!(report["verdict"], "passed");
    assert_eq!(report["deploy"]["commit"], "4f2a91c");
    assert_eq!(report["tests"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["tests"][0]["suite"], "orders");
    assert_eq!(report["tests"][0]["runs"].as_array().unwrap().len(), 5);
    assert_eq!(report["tests"][0]["before"]["valid"], 20);
}

#[test]
fn a_version_that_is_300_ms_slower_is_slower() {
    let stage = Stage::new("");
    stage.baseline(20);
    stage.deploy(slower("1.4.2"));
    let (ended, report) = stage.report("1.4.2", &[]);
    ended.exits(0);
    assert_eq!(report["verdict"], "slower");
    assert!(report["tests"][0]["after"]["median"].as_f64().unwrap() > 300.0, "{report}");
    let (ended, report) = stage.report("1.4.2", &["--fail-on", "slower,cannot_tell"]);
    ended.exits(1);
    assert_eq!(report["verdict"], "slower");
}

#[test]
fn a_version_that_fails_4_of_10_requests_is_worse_and_it_is_told_what_is_different() {
    let stage = Stage::new("");
    stage.baseline(20);
    stage.deploy(failing("1.4.2"));
    let (ended, report) = stage.report("1.4.2", &[]);
    ended.exits(1).says(&["tests of other services show whether it was the deploy"]);
    assert_eq!(report["verdict"], "worse");
    let test = &report["tests"][0];
    assert_eq!(test["sentence"], "2 of 5 runs failed, 0 of 20 before (p = 0.033)");
    assert!(test["since"]["at"].is_string() && test["since"]["or_earlier"] == false, "{test}");
    assert_eq!(test["finding"]["got"], "500");
    let changes = test["difference"]["changes"].as_array().unwrap();
    let what: Vec<&str> = changes.iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert!(what.contains(&"status") && what.contains(&"header content-type"), "{what:?}");
    assert!(!what.iter().any(|what| what.contains("date")), "{what:?}");
    let notes = report["notes"].to_string();
    assert!(notes.contains("as a control, 1 test of other services ran: `shop`"), "{notes}");
}

#[test]
fn a_version_that_fails_as_often_as_the_one_before_was_already_failing() {
    let stage = Stage::new("");
    stage.deploy(failing("1.4.1"));
    stage.baseline(20);
    stage.deploy(failing("1.4.2"));
    let (ended, report) = stage.report("1.4.2", &[]);
    ended.exits(0);
    assert_eq!(report["verdict"], "already_failing");
    assert_eq!(report["tests"][0]["before"]["failed"], 8);
    assert_eq!(report["tests"][0]["since"]["or_earlier"], true);
}

#[test]
fn with_too_few_runs_it_cannot_tell() {
    let stage = Stage::new("");
    stage.baseline(20);
    let (ended, report) = stage.report("1.4.2", &["--runs", "3"]);
    ended.exits(3);
    assert_eq!(report["verdict"], "cannot_tell");
    let sentence = report["tests"][0]["sentence"].as_str().unwrap();
    assert_eq!(sentence, "only 3 of 3 runs say anything, and 4 are needed");
    let (ended, _) = stage.report("1.4.2", &["--runs", "3", "--fail-on", "cannot_tell"]);
    ended.exits(1);
}

#[test]
fn one_failure_is_looked_at_with_five_more_runs() {
    let stage = Stage::new("");
    stage.baseline(20);
    stage.deploy(Release { fails: 1, ..Release::good("1.4.2") });
    // Nine requests are well, the tenth fails: five runs after five others.
    let (ended, _) = stage.report("1.4.2", &[]);
    ended.exits(0);
    let (ended, report) = stage.report("1.4.2", &[]);
    ended.exits(3).says(&["one run failed of `orders`: 5 more will tell", "run again 5 of 5"]);
    assert_eq!(report["tests"][0]["runs"].as_array().unwrap().len(), 10);
    assert_eq!(report["tests"][0]["after"]["failed"], 1);
}

#[test]
fn a_version_that_is_not_live_yet_is_waited_for() {
    let stage = Stage::new("");
    stage.baseline(20);
    let stage = stage.deploy_in(Duration::from_millis(1200), Release::good("1.4.2"));
    let wait = ["--wait-for", "GET /version", "--until", "$.version: 1.4.2"];
    let baseline = ["--baseline", "baseline.jsonl"];
    let ended = stage.gate("1.4.2", &[&wait[..], &baseline].concat()).exits(0);
    assert!(ended.took > Duration::from_secs(1), "{ended:?}");
    ended.says(&[
        "waiting for the new version",
        "the new version answers, after",
        "passed: nothing",
    ]);
}

#[test]
fn a_version_that_never_comes_is_not_judged() {
    let stage = Stage::new("");
    let wait = ["--wait-for", "GET /version", "--until", "$.version: 1.4.2", "--budget", "2s"];
    let ended = stage.gate("1.4.2", &wait).exits(3).hides(&["run 1 of 5"]);
    ended.says(&[
        "cannot tell: the new version did not answer within",
        "1.0.0",
        "nothing was judged",
    ]);
}

#[test]
fn what_is_waited_for_is_checked_before_anything_is_sent() {
    let stage = Stage::new("");
    let wait = ["--wait-for", "GET /version", "--until", "$.version: { is_not: 1.4.1 }"];
    let ended = stage.gate("1.4.2", &wait).exits(64);
    ended.says(&["E203", "--> --wait-for:", "nothing was sent"]);
    let post = ["--wait-for", "POST /version", "--until", "status: 200"];
    stage.gate("1.4.2", &post).exits(64).says(&["asks with GET"]);
}

#[test]
fn a_budget_that_is_up_leaves_too_few_runs() {
    let stage = Stage::new("");
    stage.baseline(5);
    stage.deploy(Release { slower_by: Duration::from_millis(700), ..Release::good("1.4.2") });
    let (ended, report) = stage.report("1.4.2", &["--budget", "2s"]);
    ended.exits(3);
    assert_eq!(report["verdict"], "cannot_tell");
    assert!(report["notes"].to_string().contains("the budget was up"), "{report}");
}

#[test]
fn a_rollback_is_run_when_it_is_worse_and_only_then() {
    let stage = Stage::new("");
    stage.baseline(20);
    let write = "echo taking back $TRIPLINE_SERVICE $TRIPLINE_VERSION; touch taken-back";
    let rollback = ["--baseline", "baseline.jsonl", "--on-worse", "sh", "-c", write];
    stage.gate("1.4.2", &rollback).exits(0);
    assert!(!stage.project.path("taken-back").exists());
    stage.deploy(failing("1.4.2"));
    let ended = stage.gate("1.4.2", &rollback).exits(1);
    assert!(ended.stderr.contains("taking back orders 1.4.2"), "{ended:?}");
    assert!(stage.project.path("taken-back").exists());
    let missing = ["--baseline", "baseline.jsonl", "--on-worse", "./not-there"];
    stage.gate("1.4.2", &missing).exits(1).says(&["./not-there cannot be run"]);
}
