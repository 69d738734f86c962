//! `tripline check`: every mistake, nothing sent, and what can be mended is mended.

use crate::support::Project;

#[test]
fn good_files_are_said_to_be_good_and_nothing_is_sent() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n")
        .suite("b.trip.yaml", "  - get: ORIGIN/json\n");
    project.tripline(&["check"]).exits(0).says(&["2 suites checked, nothing wrong"]);
    project.tripline(&["check", "-e", "local", "a.trip.yaml"]).exits(0).says(&["1 suite checked"]);
    assert_eq!(project.origin.connections(), 0);
}

#[test]
fn a_mistake_is_shown_with_its_line_a_caret_and_help() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n    expect:\n      stauts: 200\n");
    let ended = project.tripline(&["check"]).exits(2);
    for line in [
        "error[E202]",
        " --> a.trip.yaml:5:7",
        "5 |       stauts: 200",
        "  |       ^^^^^^",
        "did you mean `status`?",
        "1 error",
    ] {
        assert!(ended.stderr.contains(line), "no `{line}` in:\n{}", ended.stderr);
    }
}

#[test]
fn warnings_alone_are_no_failure() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - wait: 1ms\n  - { get: ORIGIN/json, save: { unused: $.id } }\n");
    project.tripline(&["check"]).exits(0).says(&["warning[", "2 warnings"]);
    project.run(&[]).exits(0);
}

#[test]
fn fix_mends_what_it_can_and_keeps_the_rest() {
    let project = Project::bare().file(
        "a.trip.yaml",
        "# keep this comment\nname: x   # and this\nvars: { base: \"ORIGIN\", n: 5 }\n\nsteps:\n  - get: {{base}}/json    # here\n    expect:\n      status: 200\n      $.id: > 5\n",
    );
    let ended = project.tripline(&["check", "--fix"]);
    let text = project.read("a.trip.yaml");
    for kept in [
        "# keep this comment",
        "name: x   # and this",
        "# here",
        "get: \"{{base}}/json\"",
        "status: 200",
        "$.id: { over: 5 }",
    ] {
        assert!(text.contains(kept), "no `{kept}` in:\n{text}\n{}", ended.all());
    }
    ended.says(&["mended 1 file"]);
    project.tripline(&["check"]).exits(0);
    project.run(&[]).exits(0);
    let before = project.read("a.trip.yaml");
    project.tripline(&["check", "--fix"]).exits(0);
    assert_eq!(project.read("a.trip.yaml"), before);
}

#[test]
fn fix_keeps_line_ends_permissions_and_symlinks() {
    let project = Project::bare();
    project.write_bytes(
        "real.trip.yaml",
        b"name: x\r\nsteps:\r\n  - get: http://127.0.0.1:9/\r\n    expect: { $.items[0].id: 200 }\r\n",
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(
            project.path("real.trip.yaml"),
            std::fs::Permissions::from_mode(0o640),
        )
        .unwrap();
        std::os::unix::fs::symlink("real.trip.yaml", project.path("link.trip.yaml")).unwrap();
        project.tripline(&["check", "--fix", "link.trip.yaml"]).exits(0);
        assert!(std::fs::symlink_metadata(project.path("link.trip.yaml")).unwrap().is_symlink());
        let mode = std::fs::metadata(project.path("real.trip.yaml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
    #[cfg(not(unix))]
    project.tripline(&["check", "--fix"]).exits(0);
    let text = project.read("real.trip.yaml");
    assert!(
        text.contains("{ \"$.items[0].id\": 200 }\r\n") && text.matches("\r\n").count() == 4,
        "{text:?}"
    );
    let left: Vec<_> = std::fs::read_dir(project.path("")).unwrap().collect();
    assert!(left.len() <= 2, "{left:?}");
}

#[test]
fn problems_are_told_to_programs_and_to_github() {
    let project =
        Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n    expect: { stauts: 200 }\n");
    let ended = project.tripline(&["check", "--format", "json"]).exits(2);
    let problems: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert!(problems.to_string().contains("E202"), "{problems:#}");
    let ended = project.tripline(&["check", "--format", "github"]).exits(2);
    assert!(ended.stdout.starts_with("::error file=a.trip.yaml,line=4,"), "{}", ended.stdout);
    project.tripline(&["check", "--format", "sarif"]).exits(64).says(&["not supported yet"]);
}

#[test]
fn what_depends_on_an_environment_is_checked_when_one_is_named() {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            "version: 1\nservices: { api: {}, pay: {} }\nenvironments:\n  local: { services: { api: ORIGIN, pay: ORIGIN } }\n  staging: { services: { api: ORIGIN } }\n",
        )
        .suite("a.trip.yaml", "  - get: service://pay/x\n");
    project.tripline(&["check"]).exits(0);
    project.tripline(&["check", "-e", "staging"]).exits(2).says(&["E401", "local"]);
    project.tripline(&["check", "-e", "stagging"]).exits(2).says(&["did you mean `staging`?"]);
}

#[test]
fn the_traps_of_yaml_are_named() {
    for (line, code) in [
        ("get: {{base}}/x", "E101"),
        ("get: ORIGIN/json\n    expect: { $.items[0].id: 5 }", "E102"),
        ("get: ORIGIN/json\n    expect:\n      $.n: > 5", "E103"),
        ("get: ORIGIN/json\n    expect:\n      $.n: != 3", "E103"),
        ("get: ORIGIN/json\n    expect:\n      $.channel: #orders", "E104"),
        ("get: ORIGIN/json\n    expect:\n      $.message: Hi: there", "E105"),
        ("get: ORIGIN/json\n    expect:\n      $.message:", "E106"),
        ("get: ORIGIN/json\n    get: ORIGIN/json", "E107"),
        ("get: ORIGIN/json\n\tname: x", "E109"),
        ("get: ORIGIN/json\n    expect: { $.zip: 02134 }", "E111"),
        ("get: \"{{now offset=\"-2d\"}}\"", "E112"),
        ("get: ORIGIN/json\n    timeout: 10", "E205"),
        ("get: ORIGIN/json\n    expect: { status: \"200\" }", "E204"),
        ("get: ORIGIN/json\n    expect: { $.address: { city: Paris } }", "E203"),
        ("get: ORIGIN/json\n    expect: { $.user-id: 5 }", "E206"),
        ("get: \"ORIGIN/{{order_id}}\"", "E302"),
        ("grpc: service://x/y", "not supported yet"),
    ] {
        let project = Project::bare().suite("a.trip.yaml", &format!("  - {line}\n"));
        let ended = project.tripline(&["check"]);
        assert_eq!(ended.code, Some(2), "{line}: {ended:?}");
        assert!(ended.stderr.contains(code), "{line}: {}", ended.stderr);
    }
}

#[test]
fn a_message_that_names_what_no_message_has_is_found_before_it_is_needed() {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            "version: 1\nmonitors: { a: { run: a.trip.yaml, every: 1m, notify: crew } }\n\
             channels:\n  hook: { webhook: { post: http://127.0.0.1:1/, json: { is: \"{{statee}}\" } } }\n\
             notify: { crew: [ { channel: hook } ] }\nmessages: { incident: down.hbs }\n",
        )
        .file("down.hbs", "{{sentence}}\n\n{{monitor.title}}\n")
        .file("a.trip.yaml", "name: a\nsteps: [ { get: http://127.0.0.1:1/ } ]\n");
    let ended = project.tripline(&["check"]).exits(2);
    insta::assert_snapshot!("unknown_facts", ended.stderr);
    let served = project.tripline(&["serve", "--listen", "127.0.0.1:0"]).exits(2);
    served.says(&["nothing was started", "`statee` is not known of a message"]);
}
