//! `tripline slo backtest`: alarms, tried on what has happened.

use crate::scripted::{Project, at, minutes};

const SLOS: &str = "\
slos:
  open: { of: payments-eu, target: 99%, over: 30d }
  search-works: { of: search, measure: reliability, target: 99%, over: 30d }
";

const POLICY: &str = "\
alert:
  - { burn: 14.4, over: 1h, and: 5m, severity: critical }
  - { burn: 3, over: 2h, and: 20m, severity: warning }
";

/// Three hours: one run that fails, an outage of 3 min, one of 20 min, one of 2 min.
fn project() -> Project {
    let hours = [
        ".".repeat(60),
        format!("{}x{}xxx{}", ".".repeat(10), ".".repeat(9), ".".repeat(37)),
        format!("{}{}{}", "x".repeat(20), ".".repeat(30), "xx........"),
        ".".repeat(60),
    ];
    let mut runs = minutes("payments-eu", at("10:00:00"), &hours.concat());
    // Half an hour in which nothing is known.
    let gap = format!("{}{}{}", ".".repeat(90), "_".repeat(30), ".".repeat(60));
    runs.extend(minutes("search", at("10:00:00"), &gap));
    Project::promising(SLOS).file("policy.yaml", POLICY).remembers(runs)
}

fn tried(project: &Project, args: &[&str]) -> String {
    let all = [&["backtest", "--policy", "policy.yaml", "--from", "2026-11-20"], args].concat();
    project.slo("14:00:00", &all).exits(0).stdout
}

#[test]
fn it_is_told_what_a_policy_would_have_sent_and_missed() {
    insta::assert_snapshot!(tried(&project(), &[]));
}

#[test]
fn a_policy_that_is_more_careful_sees_less() {
    let project = project();
    project.write("policy.yaml", &format!("{POLICY}min_failures: 15\n"));
    insta::assert_snapshot!(tried(&project, &["open"]));
}

#[test]
fn what_cannot_be_tried_says_why() {
    let project = project();
    let refused = |policy: &str, args: &[&str], code| {
        project.write("policy.yaml", policy);
        let all = [&["slo", "backtest", "--policy", "policy.yaml"], args].concat();
        project.tripline(&all).exits(code).stderr
    };
    let standard = "alert: standard\n";
    insta::assert_snapshot!(refused(
        "alert: [ { burn: 14.4, over: 1h } ]\nmin_failures: 0",
        &[],
        2
    ), @r"
    error[E212]: 0 is not a whole number from 1 on
     --> policy.yaml:2:15
      |
    2 | min_failures: 0
      |               ^
    ");
    insta::assert_snapshot!(refused("alert: [ { burn: 1, over: 3d },\n  { burn: 101, over: 1h } ]\n", &[], 2), @r"
    error: policy.yaml:2:11: for `open`: a burn rate over 101 is impossible with a target of 99%: when everything fails it is 100; write a `burn` below that
      = help: or try it on an objective that it fits: `tripline slo backtest NAME --policy FILE`
    ");
    insta::assert_snapshot!(refused("alert: [ { burn: 1, over: 31d } ]\n", &[], 2), @r"
    error: policy.yaml:1:18: for `open`: it looks back 31 d, and the objective only 30 d: write a shorter `over`
      = help: or try it on an objective that it fits: `tripline slo backtest NAME --policy FILE`
    ");
    insta::assert_snapshot!(refused(standard, &["opne"], 64), @r"
    error: there is no objective `opne`
      = help: there are open, search-works
    ");
    insta::assert_snapshot!(refused(standard, &["open", "--to", "2026-11-01"], 3), @r"
    error: no run of `open` in this time is remembered
      = help: `tripline serve` remembers runs: name its file with `--store PATH`, or one of JSON Lines with `--runs FILE`
    ");
    insta::assert_snapshot!(refused(standard, &["--to", "2026-11-01"], 3), @r"
    error: no run of any objective in this time is remembered
      = help: `tripline serve` remembers runs: name its file with `--store PATH`, or one of JSON Lines with `--runs FILE`
    ");
    project
        .tripline(&["slo", "backtest", "--policy", "none.yaml"])
        .exits(64)
        .says(&["none.yaml cannot be read"]);
    project.tripline(&["slo", "backtest", "open"]).exits(64).says(&["--policy <FILE>"]);
}
