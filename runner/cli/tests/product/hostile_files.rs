//! Whatever a file holds: no panic, no hang, no silent pass.

use std::time::Duration;

use crate::support::Project;

/// What somebody might have written.
const WRITTEN: &[(&str, &str)] = &[
    ("empty", ""),
    ("only white", "  \n\n \n"),
    ("only a comment", "# nothing\n"),
    ("only ---", "---\n"),
    ("null", "null\n"),
    ("a word", "hello\n"),
    ("a list", "- a\n- b\n"),
    ("truncated", "name: x\nsteps:\n  - get: \"http://127.0.0.1:1/"),
    ("truncated in a map", "name: x\nsteps:\n  - { get: http://127.0.0.1:1/, expect: { status"),
    ("an alias of itself", "name: x\nsteps: &a [*a]\n"),
    ("an unknown alias", "name: x\nsteps: *nope\n"),
    ("a merge of itself", "name: x\nx-a: &a { <<: *a }\nsteps: [ { get: http://127.0.0.1:1/ } ]\n"),
    ("a tab", "name: x\nsteps:\n\t- get: http://127.0.0.1:1/\n"),
    ("duplicate keys", "name: x\nname: y\nsteps: [ { get: http://127.0.0.1:1/ } ]\n"),
    ("an unknown tag", "name: !!python/object x\nsteps: [ { get: !foo http://127.0.0.1:1/ } ]\n"),
    ("two documents", "name: x\nsteps: [ { get: http://127.0.0.1:1/ } ]\n---\nname: y\n"),
    ("no steps", "name: x\n"),
    ("steps that are none", "name: x\nsteps: []\n"),
    ("tests that are none", "name: x\ntests: {}\n"),
    ("an empty expect", "name: x\nsteps: [ { get: http://127.0.0.1:1/, expect: {} } ]\n"),
    ("a step that is null", "name: x\nsteps: [ null ]\n"),
    ("a key that is a map", "name: x\n{ a: b }: c\nsteps: [ { get: http://127.0.0.1:1/ } ]\n"),
    ("an open template", "name: x\nsteps: [ { get: \"http://127.0.0.1:1/{{\" } ]\n"),
    (
        "a regex bomb",
        "name: x\nsteps: [ { get: http://127.0.0.1:1/, expect: { body: { matches: \"((a{1000}){1000}){1000}\" } } } ]\n",
    ),
    (
        "a time without end",
        "name: x\nsteps: [ { get: http://127.0.0.1:1/, timeout: 99999999999999999999d } ]\n",
    ),
];

/// What only a machine, or malice, puts into a file.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |open: &str, close: &str, times| {
        format!("name: x\nsteps: {}{}\n", open.repeat(times), close.repeat(times)).into_bytes()
    };
    let bomb = (1..40).map(|n| format!("x-{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9)));
    let bomb = format!("x-0: &a0 lol\n{}name: x\nsteps: *a39\n", bomb.collect::<String>());
    let block: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let mistakes = "  - { gte: x, expct: 1 }\n".repeat(2_000);
    vec![
        ("binary", (0..=255).cycle().take(4096).collect()),
        ("zeros", vec![0; 4096]),
        ("latin 1", b"name: caf\xe9\n".to_vec()),
        ("utf 16", "\u{feff}name: x\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("deep lists", deep("[", "]", 10_000)),
        ("deep maps", deep("{ a: ", "}", 10_000)),
        ("deep and unclosed", deep("[", "", 100_000)),
        ("deep block", block.into_bytes()),
        ("dashes", "- ".repeat(50_000).into_bytes()),
        ("an alias bomb", bomb.into_bytes()),
        ("a long line", format!("name: {}\nsteps: 5\n", "x".repeat(5_000_000)).into_bytes()),
        ("many mistakes", format!("name: x\nsteps:\n{mistakes}").into_bytes()),
    ]
}

/// Files that are no suites.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let written = WRITTEN.iter().map(|(what, text)| (*what, text.as_bytes().to_vec()));
    written.chain(made()).collect()
}

#[test]
fn no_file_panics_hangs_or_passes() {
    for (what, bytes) in hostile() {
        let project = Project::bare();
        project.write_bytes("a.trip.yaml", &bytes);
        for command in ["run", "check"] {
            let ended = project.tripline(&[command, "a.trip.yaml"]);
            assert_eq!(ended.code, Some(2), "{what}: {ended:?}");
            assert!(ended.all().contains("error[E"), "{what}: {ended:?}");
            assert!(ended.took < Duration::from_secs(8), "{what}: {:?}", ended.took);
            assert!(ended.all().len() < 4_000_000, "{what}: {} bytes", ended.all().len());
        }
    }
}

#[test]
fn no_project_file_panics_hangs_or_passes() {
    for (what, bytes) in hostile() {
        let project = Project::bare().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
        project.write_bytes("tripline.yaml", &bytes);
        let ended = project.tripline(&["run"]);
        assert_eq!(ended.code, Some(2), "{what}: {ended:?}");
        assert!(project.requests().is_empty(), "{what}");
        project.tripline(&["env", "show"]).exits(2);
    }
}

#[test]
fn a_file_of_100_megabytes_is_refused_without_reading_it_all() {
    let project = Project::bare();
    let file = std::fs::File::create(project.path("a.trip.yaml")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let ended = project.run(&["a.trip.yaml"]).exits(2);
    assert!(ended.took < Duration::from_secs(3), "{:?}", ended.took);
    ended.says(&["E110", "10 MB"]);
}

#[test]
fn what_is_no_file_says_so() {
    let project = Project::bare().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    project.run(&["missing.trip.yaml"]).exits(2).says(&["missing.trip.yaml"]);
    std::fs::create_dir(project.path("folder.trip.yaml")).unwrap();
    let ended = project.run(&["folder.trip.yaml"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", project.path("dangling.trip.yaml")).unwrap();
        project.run(&["dangling.trip.yaml"]).exits(2).says(&["dangling.trip.yaml"]);
        std::os::unix::fs::symlink(".", project.path("loop")).unwrap();
        project.run(&["loop/a.trip.yaml"]).exits(0);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_has_an_end() {
    let project = Project::bare().suite("a.trip.yaml", "  - get: ORIGIN/count/x\n");
    std::os::unix::fs::symlink(".", project.path("again")).unwrap();
    project.run(&["."]).exits(0);
    assert_eq!(project.requests().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let project = Project::bare();
    let made =
        std::process::Command::new("mkfifo").arg(project.path("a.trip.yaml")).status().unwrap();
    assert!(made.success());
    let ended = project.run(&["a.trip.yaml"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
}

#[test]
fn crlf_and_a_mark_at_the_start_are_read() {
    let project = Project::bare();
    let suite = format!(
        "\u{feff}name: x\r\nsteps:\r\n  - get: {}\r\n    expect:\r\n      status: 200\r\n      $.id: 8\r\n",
        project.origin.url("/json")
    );
    project.write_bytes("a.trip.yaml", suite.as_bytes());
    project.run(&[]).exits(1).says(&["a.trip.yaml:6:13", "expected 8, got 7"]);
}

#[test]
fn missing_and_odd_companions_are_found_before_anything_is_sent() {
    for (suite, code) in [
        ("  - { post: ORIGIN/x, file: nope.bin }\n", "E218"),
        ("  - { post: ORIGIN/x, json_file: nope.json }\n", "E218"),
        ("  - { get: ORIGIN/x, expect: { body: { schema: nope.json } } }\n", "E218"),
        ("  - { use: nope.trip.yaml }\n", "E218"),
        ("cases: nope.csv\nsteps:\n  - get: ORIGIN/x\n", "E218"),
        ("cases: bad.csv\nsteps:\n  - get: ORIGIN/x?a={{case.a}}\n", "E2"),
        ("cases: bad.json\nsteps:\n  - get: ORIGIN/x?a={{case.a}}\n", "E2"),
        ("  - { use: a.trip.yaml }\n", "E2"),
        ("  - { use: loop.trip.yaml }\n", "E2"),
    ] {
        let project = Project::bare()
            .file("bad.csv", "a,b\n1\n2,3,4\n\"open\n")
            .file("bad.json", "{\"a\": [")
            .file("loop.trip.yaml", "name: l\nsteps: [ { use: a.trip.yaml } ]\n")
            .suite("a.trip.yaml", suite);
        let ended = project.run(&["a.trip.yaml"]).exits(2);
        ended.says(&[code]);
        assert!(project.requests().is_empty(), "{suite}");
    }
}
