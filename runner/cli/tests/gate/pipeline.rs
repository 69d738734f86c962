//! A clean pipeline: no server, no store, only a file that it keeps.

use serde_json::Value;

use crate::stage::{Stage, failing, of};

const KEPT: &[&str] = &["--baseline", "baseline.jsonl", "--save-baseline"];

#[test]
fn a_clean_pipeline_builds_its_history_deploy_by_deploy() {
    let stage = Stage::new("");
    let first = stage.gate("1.0.0", KEPT).exits(0);
    first.says(&["baseline.jsonl is not there yet", "none of 5 runs failed, 0 of 0 before"]);
    stage.gate("1.0.1", KEPT).exits(0).says(&["history: 5 runs of tests in"]);
    stage.gate("1.0.2", KEPT).exits(0).says(&["none of 5 runs failed, 0 of 10 before"]);
    stage.gate("1.0.3", KEPT).exits(0);
    // What made things worse is taken back, and is no baseline for what follows.
    let before = stage.project.read("baseline.jsonl");
    stage.deploy(failing("1.0.4"));
    let worse = stage.gate("1.0.4", KEPT).exits(1);
    worse.says(&["2 of 5 runs failed, 0 of 20 before (p = 0.033)", "status", "200 → 500"]);
    assert_eq!(stage.project.read("baseline.jsonl"), before);
}

#[test]
fn a_baseline_is_a_jsonl_report_whose_older_runs_are_short() {
    let stage = Stage::new("");
    stage.gate("1.0.0", KEPT).exits(0);
    let text = stage.project.read("baseline.jsonl");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    assert_eq!([of("started").len(), of("suite").len(), of("done").len()], [5, 5, 5]);
    assert!(of("started").iter().all(|line| line["environment"] == "staging"));
    let whole = |line: &&&Value| line.to_string().contains("\"exchange\"");
    assert_eq!(of("suite").iter().filter(whole).count(), 2);
}

#[test]
fn runs_of_another_environment_are_no_history() {
    let stage = Stage::new("");
    stage.baseline(5);
    let elsewhere = stage.project.read("baseline.jsonl").replace("\"staging\"", "\"production\"");
    stage.project.write("baseline.jsonl", &elsewhere);
    let (ended, report) = stage.report("1.0.0", &[]);
    ended.exits(0);
    assert_eq!(report["tests"][0]["before"]["valid"], 0);
    assert!(report["notes"].to_string().contains("runs of other environments only"), "{report}");
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    let stage = Stage::new("");
    stage.gate("1.0.0", &["--baseline", "nowhere.jsonl"]).exits(64).says(&["nowhere.jsonl"]);
    stage.project.write("odd.jsonl", "{\"format\":1,\"event\":\"step\"}\n\nhello\n");
    let ended = stage.gate("1.0.0", &["--baseline", "odd.jsonl"]).exits(64);
    ended.says(&["odd.jsonl:3 cannot be read", "tripline run --report jsonl"]);
    stage.project.write("later.jsonl", "{\"format\":2,\"event\":\"suite\"}\n");
    stage.gate("1.0.0", &["--baseline", "later.jsonl"]).exits(64).says(&["`format` is not 1"]);
}

#[test]
fn a_service_that_no_test_calls_is_refused() {
    let stage = Stage::new("");
    let unknown = ["gate", "-e", "staging", "--service", "payments", "--version", "1"];
    stage.project.tripline(&unknown).exits(64).says(&["no service `payments`", "orders, shop"]);
    stage.project.write("orders.trip.yaml", &stage.project.read("shop.trip.yaml"));
    stage.gate("1", &[]).exits(64).says(&["no test can tell whether `orders` works"]);
}

#[test]
fn reports_go_where_they_are_wanted() {
    let stage = Stage::new("");
    let page = stage.project.path("page.md");
    let mut command = stage.project.command();
    command.args(of("1.4.2")).env("GITHUB_STEP_SUMMARY", &page);
    command.args(["--report", "markdown=comment.md", "--report", "json=gate.json"]);
    command.args(["--report", "github", "--url", "https://ci.example.com/4711"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("orders 1.4.2 in staging  passed"), "{stdout}");
    let comment = stage.project.read("comment.md");
    assert!(comment.starts_with("### ✅ orders 1.4.2 in staging"), "{comment}");
    assert!(comment.contains("https://ci.example.com/4711"), "{comment}");
    assert_eq!(std::fs::read_to_string(page).unwrap(), comment);
    let json: Value = serde_json::from_str(&stage.project.read("gate.json")).unwrap();
    assert_eq!(json["verdict"], "passed");
    let two = ["--report", "markdown", "--report", "json"];
    stage.gate("1", &two).exits(64).says(&["only one report can go to standard output"]);
}
