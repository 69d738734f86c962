//! Where output goes: pipes that close, full disks, colours, schema, completions.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::{Project, Started};

#[test]
fn a_reader_that_goes_away_is_no_reason_to_panic() {
    let project =
        Project::new().suite("a.trip.yaml", "  - { get: ORIGIN/json, expect: { $.id: 8 } }\n");
    for args in [
        &["run", "--repeat", "30"][..],
        &["schema"],
        &["completions", "bash"],
        &["run", "--report", "json", "--repeat", "30"],
        &["--help"],
        &["run", "--dry-run"],
    ] {
        let mut command = project.command();
        let mut child =
            command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let mut first = [0; 10];
        let _ = stdout.read(&mut first).unwrap();
        drop(stdout);
        let ended = Started::of(child).end();
        assert!(!ended.stderr.contains("panicked"), "{args:?}: {ended:?}");
        assert!(ended.code.is_some(), "{args:?}: {ended:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_on_a_full_disk_does_not_panic() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    for args in [&["run"][..], &["schema"], &["completions", "zsh"], &["env", "show"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = project.command();
        let child = command.args(args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        Started::of(child).end();
    }
}

#[test]
fn colours_are_for_terminals_only_unless_asked_for() {
    let project =
        Project::new().suite("a.trip.yaml", "  - { get: ORIGIN/json, expect: { $.id: 8 } }\n");
    assert!(!project.run(&[]).all().contains('\u{1b}'));
    let project = project.variable("CLICOLOR_FORCE", "1");
    assert!(project.run(&[]).stdout.contains('\u{1b}'));
    let project = project.variable("NO_COLOR", "1");
    let ended = project.run(&[]);
    assert!(!ended.stdout.contains('\u{1b}') || ended.stdout.contains("FAILED"), "{ended:?}");
}

#[test]
fn no_color_is_heeded() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/json, expect: { $.id: 8 } }\n")
        .suite("b.trip.yaml", "  - { gte: x }\n")
        .variable("NO_COLOR", "1");
    assert!(!project.run(&["a.trip.yaml"]).all().contains('\u{1b}'));
    assert!(!project.run(&["b.trip.yaml"]).all().contains('\u{1b}'));
}

#[test]
fn completions_are_made_for_every_shell() {
    let project = Project::bare();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = project.tripline(&["completions", shell]).exits(0);
        assert!(
            ended.stdout.contains("tripline") && ended.stdout.contains("exclude-tag"),
            "{shell}"
        );
    }
}

#[test]
fn the_schemas_are_schemas_and_know_suites_from_nonsense() {
    let project = Project::bare();
    let schema = |of: &str| -> serde_json::Value {
        serde_json::from_str(&project.tripline(&["schema", of]).exits(0).stdout).unwrap()
    };
    let suite = schema("suite");
    assert_eq!(suite["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let valid = jsonschema::validator_for(&suite).unwrap();
    let good = serde_json::json!({ "name": "x", "steps": [{ "get": "/a", "expect": { "status": 200, "$.id": { "over": 5 } } }] });
    assert!(
        valid.is_valid(&good),
        "{:?}",
        valid.iter_errors(&good).map(|error| error.to_string()).collect::<Vec<_>>()
    );
    for bad in [
        serde_json::json!({ "name": "x" }),
        serde_json::json!({ "name": "x", "steps": [{ "get": "/a", "expekt": { "status": 200 } }] }),
        serde_json::json!({ "name": "x", "steps": [{ "get": "/a", "timeout": 10 }] }),
        serde_json::json!([]),
    ] {
        assert!(!valid.is_valid(&bad), "{bad}");
    }
    let valid = jsonschema::validator_for(&schema("project")).unwrap();
    assert!(valid.is_valid(&serde_json::json!({ "version": 1, "environments": { "local": { "services": { "api": "http://h" } } } })));
    assert!(!valid.is_valid(&serde_json::json!({ "version": 1, "enviroments": {} })));
}

#[test]
fn it_runs_in_a_folder_with_an_odd_name_and_with_odd_file_names() {
    let project = Project::new().suite(
        "odd folder/ü $(x) 'y'.trip.yaml",
        "  - { get: ORIGIN/json, expect: { $.id: 8 } }\n",
    );
    let (ended, report) = project.report(&["odd folder"]);
    ended.exits(1);
    let rerun = report["suites"][0]["variants"][0]["tests"][0]["rerun"].as_str().unwrap();
    let command = rerun.replacen("tripline", env!("CARGO_BIN_EXE_tripline"), 1);
    let output = std::process::Command::new("sh")
        .args(["-c", &command])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{command}");
}
