//! Scripts depend on these numbers.

use runner_testkit::refused_port;

use crate::support::Project;

const PASSES: &str = "  - get: ORIGIN/json\n";
const FAILS: &str = "  - get: ORIGIN/status/500\n";
const DEGRADED: &str = "  - get: ORIGIN/json\n    warn: { $.id: 8 }\n";

#[test]
fn zero_when_every_test_passes() {
    let project = Project::new().suite("a.trip.yaml", PASSES);
    project.run(&["a.trip.yaml"]).exits(0).says(&["passed", "a suite", "1 step"]);
}

#[test]
fn zero_when_degraded_unless_strict() {
    let project = Project::new().suite("a.trip.yaml", DEGRADED);
    project.run(&[]).exits(0).says(&["degraded", "warn: $.id", "1 degraded"]);
    project.run(&["--strict"]).exits(1).says(&["degraded"]);
}

#[test]
fn one_when_a_test_fails_even_if_another_errors() {
    let project = Project::new()
        .suite("a.trip.yaml", FAILS)
        .suite(
            "b.trip.yaml",
            "vars: { a: \"x\\ny\" }\nsteps:\n  - { post: ORIGIN/x, headers: { a: \"{{a}}\" } }\n",
        )
        .suite("c.trip.yaml", PASSES);
    project.run(&[]).exits(1).says(&["1 passed", "1 failed", "1 errored"]);
}

#[test]
fn one_when_nothing_listens() {
    let step = format!("  - get: http://127.0.0.1:{}/\n", refused_port());
    let project = Project::new().suite("a.trip.yaml", &step);
    project.run(&[]).exits(1).says(&["FAILED", "connection refused", "connect"]);
}

#[test]
fn two_when_files_have_problems_and_then_nothing_is_sent() {
    let project = Project::new()
        .suite("good.trip.yaml", PASSES)
        .suite("bad.trip.yaml", "  - get: ORIGIN/json\n    expect: { stauts: 200 }\n");
    let ended = project.run(&[]).exits(2);
    ended.says(&[
        "error[E202]",
        "bad.trip.yaml:4:15",
        "did you mean `status`?",
        "nothing was sent",
    ]);
    assert_eq!(project.requests(), Vec::<String>::new());
}

#[test]
fn all_problems_of_all_files_are_told_in_one_go() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n    expect: { stauts: 200, time: { under: 5 } }\n    timeout: 10\n")
        .suite("b.trip.yaml", "  - gte: ORIGIN/json\n");
    project.run(&[]).exits(2).says(&[
        "E202",
        "E205",
        "a.trip.yaml:4",
        "a.trip.yaml:5",
        "b.trip.yaml:3",
        "errors",
    ]);
}

#[test]
fn three_when_a_secret_is_missing() {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            "version: 1\nenvironments:\n  local:\n    secrets: { key: { env: TRIPLINE_TEST_UNSET } }\n",
        )
        .suite("a.trip.yaml", "  - { get: ORIGIN/json, auth: { bearer: \"{{secret.key}}\" } }\n");
    let ended = project.run(&["-e", "local"]).exits(3);
    ended.says(&["ERRORED", "`key`", "TRIPLINE_TEST_UNSET is not set", "our side"]);
    assert_eq!(project.requests(), Vec::<String>::new());
}

#[test]
fn sixty_four_for_a_command_line_that_is_not_understood() {
    let project = Project::new().suite("a.trip.yaml", PASSES);
    for args in [
        &["run", "--no-such-flag"][..],
        &["run", "--jobs", "0"],
        &["run", "--repeat", "0"],
        &["run", "--set", "sku"],
        &["run", "--set", "sku=1"],
        &["run", "--service", "api=ftp://x"],
        &["run", "--service", "nope=http://x"],
        &["run", "--only", "tenant"],
        &["run", "--only", "tenant=x"],
        &["run", "--report", "xml"],
        &["run", "--report", "json", "--report", "junit"],
        &["run", "--tag", "no-such-tag"],
        &["run", "a.trip.yaml::nope"],
        &["env", "show", "local", "extra"],
        &["completions", "cobol"],
        &["nonsense"],
        &[],
    ] {
        let ended = project.tripline(args);
        assert_eq!(ended.code, Some(64), "{args:?}: {ended:?}");
        assert!(!ended.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(project.requests(), Vec::<String>::new());
}

#[test]
fn help_and_version_are_no_failures() {
    let project = Project::bare();
    project.tripline(&["--help"]).exits(0).says(&["Exit codes: 0 passed", "tripline demo"]);
    project.tripline(&["--version"]).exits(0).says(&["tripline "]);
    for command in ["run", "check", "new", "env", "schema", "demo", "completions"] {
        project.tripline(&[command, "--help"]).exits(0).says(&["Usage: tripline"]);
    }
}
