//! Reports: several at once, each whole, each readable by who it is for.

use crate::support::Project;

const MIXED: &str = "\
tests:
  good: { steps: [ { get: ORIGIN/json } ] }
  bad <&> \"quoted\": { steps: [ { get: ORIGIN/json, expect: { $.name: \"<Grace & co>\" } } ] }
  not: { steps: [ { if: { environment: local }, get: ORIGIN/json } ] }
";

#[test]
fn several_reports_are_written_at_once() {
    let project = Project::new().suite("a.trip.yaml", MIXED);
    let ended = project
        .run(&[
            "--report",
            "json=run.json",
            "--report",
            "junit=run.xml",
            "--report",
            "console=run.txt",
        ])
        .exits(1);
    assert!(ended.stdout.contains("FAILED"), "the console is there as well: {ended:?}");
    let report: serde_json::Value = serde_json::from_str(&project.read("run.json")).unwrap();
    assert_eq!(report["format"], 1);
    assert_eq!(report["outcome"], "failed");
    let xml = project.read("run.xml");
    assert!(
        xml.starts_with("<?xml") && xml.contains("<testsuite") && xml.contains("<failure"),
        "{xml}"
    );
    assert!(xml.contains("&lt;Grace &amp; co&gt;"), "{xml}");
    assert!(project.read("run.txt").contains("FAILED"));
    assert!(!project.read("run.txt").contains('\u{1b}'));
}

#[test]
fn a_report_on_standard_output_takes_the_place_of_the_console() {
    let project = Project::new().suite("a.trip.yaml", MIXED);
    let ended = project.run(&["--report", "json"]).exits(1);
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let suite = &report["suites"][0];
    assert_eq!(suite["name"], "a suite");
    let tests = suite["variants"][0]["tests"].as_array().unwrap();
    let outcomes: Vec<_> = tests.iter().map(|test| test["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["passed", "failed", "skipped"]);
    let ended = project.run(&["--report", "junit"]).exits(1);
    assert!(ended.stdout.trim_end().ends_with("</testsuites>"), "{}", ended.stdout);
}

#[test]
fn a_json_report_has_every_field_the_documentation_names() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "tags: [t]\nowner: me\nsteps:\n  - { get: ORIGIN/json, expect: { $.id: 7 } }\n",
    );
    let (_, report) = project.report(&["--seed", "5"]);
    assert_eq!(report["seed"], "5");
    for field in ["id", "version", "started", "took", "outcome", "stopped", "suites"] {
        assert!(!report[field].is_null(), "{field}");
    }
    let exchange = &report["suites"][0]["variants"][0]["tests"][0]["steps"][0]["exchange"];
    assert_eq!(exchange["answer"]["complete"]["status"], 200);
    assert!(exchange["timings"]["wait"].is_number());
    assert_eq!(report["suites"][0]["owner"], "me");
    assert_eq!(report["suites"][0]["tags"], serde_json::json!(["t"]));
}

#[test]
fn a_report_that_cannot_be_written_says_so() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    for place in ["no/such/folder/run.json", "."] {
        let ended = project.run(&["--report", &format!("json={place}")]);
        assert!(matches!(ended.code, Some(3 | 64)), "{place}: {ended:?}");
        ended.says(&["report", place]);
    }
    assert!(project.requests().is_empty(), "it is found out before anything is sent");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_is_no_verdict() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    for kind in ["json", "junit", "console"] {
        let ended = project.run(&["--report", &format!("{kind}=/dev/full")]);
        assert_eq!(ended.code, Some(3), "{kind}: {ended:?}");
        ended.says(&["report", "No space left"]);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    std::fs::create_dir(project.path("locked")).unwrap();
    let locked = std::fs::Permissions::from_mode(0o555);
    std::fs::set_permissions(project.path("locked"), locked).unwrap();
    let ended = project.run(&["--report", "json=locked/run.json"]);
    // Who may do everything may do this, too.
    if project.path("locked/run.json").exists() {
        return;
    }
    assert!(matches!(ended.code, Some(3 | 64)), "{ended:?}");
    ended.says(&["locked/run.json"]);
}

#[test]
fn a_report_of_an_earlier_run_is_replaced_whole() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    project.write("run.json", &"x".repeat(100_000));
    project.run(&["--report", "json=run.json"]).exits(0);
    let report: serde_json::Value = serde_json::from_str(&project.read("run.json")).unwrap();
    assert_eq!(report["outcome"], "passed");
}

#[test]
fn nothing_is_printed_that_is_not_worth_reading() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n  - get: ORIGIN/text\n")
        .suite("b.trip.yaml", "name: another\nsteps:\n  - get: ORIGIN/json\n");
    let ended = project.run(&[]).exits(0);
    assert_eq!(ended.stderr, "");
    let lines: Vec<&str> = ended.stdout.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 3, "{}", ended.stdout);
    assert!(lines[2].starts_with("2 passed · 3 steps · 2 tests in"), "{}", lines[2]);
    assert!(!ended.stdout.contains('\u{1b}'));
}
