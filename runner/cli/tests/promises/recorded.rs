//! Runs from a file of JSON Lines.

use std::fmt::Write as _;

use runner_model::{Outcome, SeriesRun, Trigger};
use serde_json::json;

use crate::scripted::{Project, at, minutes, run};

const SLOS: &str = "\
slos:
  open: { of: payments-eu, target: 99.5%, over: 2h }
";

/// A line of the event log.
fn ran(run: &SeriesRun) -> String {
    json!({
        "event": "ran", "at": run.started, "monitor": run.series.monitor.as_str(),
        "suite": run.series.test.suite.as_str(), "test": "main", "location": "here", "environment": "here",
        "run": run.run, "planned": run.planned, "late_ms": 0.5, "took_ms": 120.25,
        "outcome": run.outcome, "trigger": run.trigger, "first_try": true, "steps": run.steps,
    })
    .to_string()
}

fn lines(runs: &[SeriesRun]) -> String {
    runs.iter().fold(String::new(), |mut text, run| {
        let _ = writeln!(text, "{}", ran(run));
        text
    })
}

#[test]
fn an_event_log_says_the_same_as_the_store_it_was_written_beside() {
    let mut runs = minutes("payments-eu", at("10:00:00"), "..xx.?_.");
    runs.insert(3, run("payments-eu", at("10:02:10"), Outcome::Failed, Trigger::Confirmation));
    let started =
        json!({ "event": "started", "at": at("09:59:59"), "version": "0.1.0", "monitors": 3 });
    let missed = json!({ "event": "missed", "planned": at("10:06:00"), "monitor": "payments-eu", "reason": "late" });
    let log = format!("{started}\n{}{missed}\n\n", lines(&runs));
    let project = Project::promising(SLOS).file("events.jsonl", &log).remembers(runs);
    let explain = ["explain", "open", "--from", "2026-11-20T09:59"];
    let kept = project.slo("10:08:00", &explain).exits(0).stdout;
    assert_eq!(
        project
            .slo("10:08:00", &[&explain[..], &["--runs", "events.jsonl"]].concat())
            .exits(0)
            .stdout,
        kept
    );
    // Without a time it ends an interval after the last run.
    let ended = project.tripline(&[&["slo"], &explain[..], &["--runs", "events.jsonl"]].concat());
    assert_eq!(ended.exits(0).stdout, kept);
}

#[test]
fn reports_of_runs_are_runs_of_the_monitors_that_run_these_tests() {
    let project = Project::promising(SLOS);
    let mut all = String::new();
    for _ in 0..2 {
        project
            .tripline(&["run", "payments.trip.yaml", "-e", "here", "--report", "jsonl=one.jsonl"])
            .exits(0);
        all += &project.read("one.jsonl");
    }
    project.write("all.jsonl", &all);
    let ended = project.tripline(&["slo", "--runs", "all.jsonl", "--json"]).exits(0);
    let said: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(said["objectives"][0]["now"], "100.000 %", "{said:#}");
    let ended = project.tripline(&["slo", "explain", "open", "--runs", "all.jsonl"]).exits(0);
    assert_eq!(ended.stdout.matches("payments-eu/main  up").count(), 2, "{}", ended.stdout);
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    let runs = minutes("payments-eu", at("10:00:00"), "...");
    let project = Project::promising(SLOS);
    let refused = |text: &str| {
        project.write("runs.jsonl", text);
        project.tripline(&["slo", "--runs", "runs.jsonl"]).exits(2).stderr
    };
    let mut turned = runs.clone();
    turned.swap(1, 2);
    insta::assert_snapshot!(refused(&lines(&turned)), @"error: runs.jsonl:3: this run began before that of line 2: sort the lines by the time runs began");
    let twice = [&runs[..], &runs[2..]].concat();
    insta::assert_snapshot!(refused(&lines(&twice)), @"error: runs.jsonl:4: this run is in line 3 already: leave each run once");
    insta::assert_snapshot!(refused("\n{\"event\":\"ran\",\"at\""), @"error: runs.jsonl:2: this is no line of JSON: EOF while parsing an object at line 1 column 19");
    insta::assert_snapshot!(refused("[]"), @"error: runs.jsonl:1: this is no line of JSON: it is no object");
    insta::assert_snapshot!(refused(&lines(&runs[..1]).replace("passed", "fine")), @"error: runs.jsonl:1: this is no run: `outcome`: unknown variant `fine`, expected one of `skipped`, `passed`, `degraded`, `errored`, `failed`");
    insta::assert_snapshot!(refused("{\"event\":\"other\"}"), @"error: runs.jsonl has no runs of the project's monitors: it is to hold lines with the event `ran` (`tripline serve --event-log`) or `suite` (`tripline run --report jsonl`)");
    project
        .tripline(&["slo", "--runs", "none.jsonl"])
        .exits(64)
        .says(&["none.jsonl cannot be read"]);
}

#[test]
fn every_command_reads_runs_from_a_file_and_needs_no_database() {
    let mut runs = minutes("payments-eu", at("10:00:00"), "..xx....");
    runs.extend(minutes("search", at("10:00:00"), "........"));
    let composition = "composition: { shop: { series: [payments-eu, search] } }\n";
    let deploy = json!({
        "event": "deployed", "at": at("10:01:00"), "service": "payments",
        "environment": "here", "version": "1.4.2",
    });
    let project = Project::promising(&format!("{SLOS}{composition}"))
        .file("policy.yaml", "alert: [ { burn: 2, over: 1h } ]\n")
        .file("runs.jsonl", &format!("{}{deploy}\n", lines(&runs)));
    let commands: [(&[&str], i32, &str); 6] = [
        (&["slo"], 1, "75.000 %"),
        (&["slo", "explain", "open"], 0, "availability  (up + degraded)"),
        (&["slo", "report", "--month", "2026-11"], 0, "open"),
        (&["slo", "tree", "shop"], 0, "measured"),
        (&["slo", "backtest", "--policy", "policy.yaml"], 0, "1 ticket"),
        (&["dora"], 0, "1.4.2"),
    ];
    for (command, code, said) in commands {
        let ended = project.tripline(&[command, &["--runs", "runs.jsonl"]].concat());
        ended.exits(code).says(&[said]);
    }
    assert!(!project.path("tripline.db").exists());
}
