//! What a check that does not hold looks like, and what is told beside it.

use runner_testkit::Reply;

use crate::support::{Project, steps};

#[test]
fn a_failure_shows_the_check_the_answer_and_the_way_back() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "service: api\nsteps:\n  - name: before\n    get: /text\n  - name: read the sample\n    get: /json\n    expect:\n      $.name: Grace\n      header content-type: { contains: html }\n",
    );
    let ended = project.run(&["-e", "local", "--seed", "81f3"]).exits(1);
    let all = ended.stable();
    for line in [
        "FAILED  a suite · local · step 2 \"read the sample\"",
        "  --> a.trip.yaml:9:15",
        " 9 |       $.name: Grace",
        "               ^^^^^ expected \"Grace\", got \"Ada\"",
        "   GET http://127.0.0.1:PORT/json  200 in TIME  trace TRACE",
        "1 other check failed: header content-type (10:30) expected to contain \"html\", got \"application/json\"",
        "before: before 200 in TIME",
        "<   \"id\": 7,",
        "wait TIME",
        "rerun: tripline run a.trip.yaml -e local --seed SEED",
        "1 failed · 2 steps · 1 test in TIME · seed SEED",
    ] {
        assert!(all.contains(line), "no `{line}` in:\n{all}");
    }
}

#[test]
fn a_path_that_is_not_there_names_the_nearest_that_is() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n    expect:\n      $.address.town: Bern\n      $.items[5].sku: A-1\n    save: { x: $.adress.city }\n");
    let ended = project.run(&[]).exits(1);
    ended.says(&["$.address", "city, zip", "$.items", "did you mean"]);
}

#[test]
fn missing_is_never_equal() {
    let absent = [
        "$.nope: 5",
        "$.nope: null",
        "$.nope: { not: 5 }",
        "$.nope: { not: { contains: x } }",
        "$.nope: { type: \"null\" }",
        "header x-nope: { not: a }",
        "cookie nope: { not: a }",
        "$.tags[9]: { not: a }",
    ];
    for check in absent {
        let suite = format!("  - get: ORIGIN/json\n    expect:\n      {check}\n");
        let project = Project::new().suite("a.trip.yaml", &suite);
        let ended = project.run(&[]);
        assert_eq!(ended.code, Some(1), "{check}: {ended:?}");
    }
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - get: ORIGIN/json\n    expect:\n      $.nope: { exists: false, empty: true }\n      $.none[*]: { count: 0 }\n      header x-nope: { exists: false }\n",
    );
    project.run(&[]).exits(0);
}

#[test]
fn vacuous_checks_fail() {
    for check in ["$.none[*]: { each: { over: 0 } }", "$.none[*]: { any: { over: 0 } }"] {
        let project = Project::new()
            .suite("a.trip.yaml", &format!("  - get: ORIGIN/json\n    expect:\n      {check}\n"));
        project.run(&[]).exits(1).says(&["nothing to check"]);
    }
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - get: ORIGIN/json\n    expect:\n      $.none[*]: { none: 5, unique: true, sorted: ascending, is: [] }\n",
    );
    project.run(&[]).exits(0);
}

#[test]
fn types_count() {
    for (check, holds) in [
        ("$.id: 7", true),
        ("$.id: \"7\"", false),
        ("$.id: 7.0", true),
        ("$.id: true", false),
        ("$.nothing: null", true),
        ("$.active: true", true),
        ("$.active: \"true\"", false),
        ("$.tags: { is: [new, blue] }", true),
        ("$.tags: { is: [blue, new] }", false),
        ("$.address: { is: { zip: \"8001\", city: Zürich } }", true),
        ("$.address: { is: { city: Zürich } }", false),
        (
            "$.items[*].price: { each: { between: [10, 32] }, sorted: ascending, unique: true }",
            true,
        ),
        ("$.items[?@.price > 10].sku: { is: [B-2] }", true),
        ("$..sku: { count: 2, any: A-1, none: C-3 }", true),
        (
            "body: { like: { id: <integer>, items: [ { sku: A-1 }, <any> ], nothing: <string or null> } }",
            true,
        ),
        ("body: { like: { items: [ { sku: A-1 } ] } }", false),
        ("$.score: { close_to: [12.4, 0.2] }", true),
        ("$.name: { matches: \"^A\", length: 3, one_of: [Ada, Grace] }", true),
        ("status: { one_of: [2xx, 404] }", true),
        ("status: { not: 2xx }", false),
        ("header content-type: { starts_with: application/ }", true),
        ("regex /zip.*?([0-9]+)/: \"8001\"", true),
        ("protocol: HTTP/1.1", true),
        ("ip: 127.0.0.1", true),
        ("size: { between: [100B, 1kB] }", true),
        ("$.name: { any_of: [Grace, { starts_with: A }] }", true),
        ("$.name: { all_of: [{ starts_with: A }, { ends_with: z }] }", false),
        ("request header accept-encoding: { contains: gzip }", true),
    ] {
        let suite = format!("  - get: ORIGIN/json\n    expect:\n      {check}\n");
        let project = Project::new().suite("a.trip.yaml", &suite);
        let ended = project.run(&[]);
        assert_eq!(ended.code, Some(i32::from(!holds)), "{check}:\n{}", ended.all());
    }
}

#[test]
fn without_expect_a_2xx_is_required_and_another_status_must_be_named() {
    for (step, code) in [
        ("  - get: ORIGIN/status/204\n", 0),
        ("  - get: ORIGIN/status/304\n", 1),
        ("  - get: ORIGIN/status/404\n", 1),
        ("  - { get: ORIGIN/status/404, expect: { $.status: 404 } }\n", 1),
        ("  - { get: ORIGIN/status/404, expect: { status: 404 } }\n", 0),
        ("  - { get: ORIGIN/status/404, expect: { status: 4xx } }\n", 0),
        ("  - { get: ORIGIN/status/500, expect: { status: any } }\n", 0),
        ("  - { get: ORIGIN/lie/reset-before-head, expect: { error: reset } }\n", 0),
        (
            "  - { get: ORIGIN/lie/stall-before-head, timeout: 200ms, expect: { error: timeout } }\n",
            0,
        ),
        ("  - { get: ORIGIN/json, expect: { error: reset } }\n", 1),
    ] {
        let project = Project::new().suite("a.trip.yaml", step);
        let ended = project.run(&[]);
        assert_eq!(ended.code, Some(code), "{step}: {}", ended.all());
    }
}

#[test]
fn a_wrong_status_does_not_report_a_missing_save_as_well() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/status/500, save: { token: $.token } }\n");
    project.run(&[]).exits(1).says(&["expected 2xx, got 500"]).hides(&["found no $.token"]);
}

#[test]
fn html_is_read_with_selectors() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - get: ORIGIN/html\n    expect:\n      css title: { is: [Hello] }\n      \"css #top\": { count: 1, each: { starts_with: Hel } }\n      css .none: { exists: false }\n",
    );
    project.run(&[]).exits(0);
}

#[test]
fn the_expectation_of_a_whole_test_is_judged() {
    let slow = "expect: { took: { under: 50ms } }\nsteps:\n  - get: ORIGIN/delay/100\n";
    Project::new().suite("a.trip.yaml", slow).run(&[]).exits(1).says(&["took", "under 50 ms"]);
}

#[test]
fn a_body_that_is_not_json_says_what_it_is() {
    let project =
        Project::new().suite("a.trip.yaml", "  - { get: ORIGIN/html, expect: { $.id: 7 } }\n");
    project.run(&[]).exits(1).says(&["not JSON", "<!doctype html>"]);
}

#[test]
fn answers_are_decoded_whatever_they_are_packed_in() {
    for encoding in ["gzip", "deflate", "br", "zstd"] {
        let suite = format!("  - {{ get: ORIGIN/{encoding}, expect: {{ $.id: 7 }} }}\n");
        Project::new().suite("a.trip.yaml", &suite).run(&[]).exits(0);
    }
}

#[test]
fn a_body_is_shown_up_to_4_kilobytes() {
    let project =
        Project::new().suite("a.trip.yaml", "  - { get: ORIGIN/long, expect: { status: 201 } }\n");
    let long = format!(r#"{{"text": "{}", "end": "THE-END"}}"#, "x".repeat(50_000));
    project.origin.on("/long", Reply::json(200, long));
    let ended = project.run(&[]).exits(1).hides(&["THE-END"]);
    assert!(ended.all().len() < 10_000, "{}", ended.all().len());
}

#[test]
fn outcomes_are_in_the_report() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n    expect: { $.id: 8, $.name: Ada }\n");
    let (_, report) = project.report(&[]);
    let checks = steps(&report)[0]["checks"].as_array().unwrap();
    let verdicts: Vec<_> = checks
        .iter()
        .map(|check| (check["subject"].as_str().unwrap(), check["verdict"].is_string()))
        .collect();
    assert!(
        verdicts.contains(&("$.id", false)) && verdicts.contains(&("$.name", true)),
        "{verdicts:?}"
    );
}
