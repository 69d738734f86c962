//! A secret never appears in any output, however it got in and whatever it looks like there.

use runner_testkit::{Reply, readable_forms};

use crate::support::{Ended, Project, whole};

/// Everything that must be encoded somewhere.
const SECRET: &str = "p\"ä/ss wörd+&=%7B{x}";

const ENVIRONMENT: &str = "\
version: 1
environments:
  local:
    dotenv: .env
    services: { api: ORIGIN }
    secrets:
      key: { env: TRIPLINE_TEST_KEY }
      filed: { file: .secrets/key }
      told: { command: [printf, '%s\\n', 'told-by-command'] }
      dotted: { env: DOTTED_KEY }
services: { api: {} }
";

fn project(suite: &str) -> Project {
    Project::bare()
        .file("tripline.yaml", ENVIRONMENT)
        .file(".secrets/key", "filed-secret\n")
        .file(".env", "# comment\nDOTTED_KEY='dotted secret'\nTRIPLINE_TEST_KEY=not-this-one\n")
        .variable("TRIPLINE_TEST_KEY", SECRET)
        .suite("a.trip.yaml", suite)
}

/// Runs with every reporter, and gives all that came out, anywhere.
fn outputs(project: &Project) -> (Ended, String) {
    let reports = [
        "--report",
        "json=out/run.json",
        "--report",
        "junit=out/run.xml",
        "--report",
        "console=out/run.txt",
    ];
    std::fs::create_dir_all(project.path("out")).unwrap();
    let ended = project.run(&[&["-e", "local", "--verbose"], &reports[..]].concat());
    let files = ["out/run.json", "out/run.xml", "out/run.txt"].map(|name| project.read(name));
    let all = format!("{}{}", ended.all(), files.concat());
    (ended, all)
}

#[track_caller]
fn assert_hidden(all: &str, secret: &str) {
    for form in readable_forms(secret) {
        let at = all.find(&form);
        let around = at.map(|at| {
            let start = all.floor_char_boundary(at.saturating_sub(120));
            &all[start..all.ceil_char_boundary((at + form.len() + 40).min(all.len()))]
        });
        assert!(at.is_none(), "`{form}` came out: …{}…", around.unwrap_or_default());
    }
    assert!(all.contains("•••"), "nothing was masked: {all}");
}

#[test]
fn a_secret_is_hidden_wherever_it_was_sent_and_however_it_comes_back() {
    let project = project(
        "
  - name: everywhere
    post: ORIGIN/echo/{{secret.key}}
    query: { q: \"{{secret.key}}\", b: \"{{base64 secret.key}}\" }
    headers: { x-plain: \"{{url_encode secret.key}}\", x-b64: \"{{base64url secret.key}}\" }
    json: { inside: \"{{secret.key}}\", text: \"is {{secret.key}}!\" }
    expect: { $.json.inside: nope, body: { contains: never-there }, status: 201 }
    on_failure: continue
  - { get: ORIGIN/echo, auth: { basic: { username: ada, password: \"{{secret.key}}\" } }, expect: { $.x: 1 }, on_failure: continue }
  - { get: ORIGIN/echo, auth: { bearer: \"{{base64 secret.key}}\" }, expect: { $.x: 1 }, on_failure: continue }
  - { post: ORIGIN/echo, form: { p: \"{{secret.key}}\" }, expect: { status: 404, body: a }, on_failure: continue }
  - { post: ORIGIN/echo, xml: \"<p>{{secret.key}}</p>\", expect: { body: { is: x } }, on_failure: continue }
",
    );
    let (ended, all) = outputs(&project);
    ended.exits(1);
    assert_eq!(project.requests().len(), 5);
    let sent = project.origin.received()[0].json();
    assert_eq!(sent["inside"], SECRET, "it is really sent");
    assert_hidden(&all, SECRET);
}

#[test]
fn secrets_of_every_source_are_used_and_hidden() {
    let project = project(
        "  - { post: ORIGIN/echo, json: [\"{{secret.filed}}\", \"{{secret.told}}\", \"{{secret.dotted}}\", \"{{secret.key}}\"], expect: { status: 500 } }\n",
    );
    let (ended, all) = outputs(&project);
    ended.exits(1);
    let sent = project.origin.only_received().json();
    assert_eq!(
        sent,
        serde_json::json!(["filed-secret", "told-by-command", "dotted secret", SECRET])
    );
    for secret in ["filed-secret", "told-by-command", "dotted secret", SECRET] {
        assert_hidden(&all, secret);
    }
}

#[test]
fn a_captured_secret_is_hidden_in_the_answer_that_gave_it_too() {
    let project = project(
        "
  - name: log in
    post: ORIGIN/login
    save: { token: { from: $.token, secret: true }, session: { from: header x-session, secret: true } }
  - name: use it
    get: ORIGIN/echo/{{token}}
    auth: { bearer: \"{{token}}\" }
    headers: { x-session: \"{{session}}\" }
    expect: { $.path: /nope, $.headers.x-session: other }
    save: { again: $.path }
",
    );
    let reply =
        Reply::json(200, r#"{"token": "captured-token-1"}"#).header("X-Session", "session-value-2");
    project.origin.on("/login", reply);
    let text =
        project.read("a.trip.yaml").replace("$.headers.x-session", "\"$.headers['x-session']\"");
    project.write("a.trip.yaml", &text);
    let (ended, all) = outputs(&project);
    ended.exits(1);
    assert_eq!(project.requests(), ["POST /login", "GET /echo/captured-token-1"]);
    assert_hidden(&all, "captured-token-1");
    assert_hidden(&all, "session-value-2");
}

#[test]
fn a_secret_input_is_hidden_in_the_rerun_command_too() {
    let project = project(
        "inputs: { pin: { type: string, secret: true, required: true } }\nsteps:\n  - { get: \"ORIGIN/echo/{{pin}}\", expect: { status: 404 } }\n",
    );
    std::fs::create_dir_all(project.path("out")).unwrap();
    let ended = project.run(&[
        "-e",
        "local",
        "--set",
        "pin=given-secret-9",
        "--report",
        "json=out/run.json",
    ]);
    let all = ended.all() + &project.read("out/run.json");
    ended.exits(1).says(&["rerun:"]);
    assert_hidden(&all, "given-secret-9");
}

#[test]
fn a_secret_is_hidden_in_what_goes_wrong_before_anything_is_sent() {
    let project = project(
        "
  - { post: ORIGIN/echo, headers: { x-key: \"{{secret.key}}\\n\" }, on_failure: continue }
  - { get: \"http://{{secret.key}}.invalid/\", on_failure: continue }
  - { get: \"{{secret.told}}/x\", on_failure: continue }
",
    );
    let (ended, all) = outputs(&project);
    assert_ne!(ended.code, Some(0));
    assert_hidden(&all, SECRET);
    assert_hidden(&all, "told-by-command");
}

#[test]
fn authorization_and_cookies_are_hidden_though_nobody_called_them_secret() {
    let project = project(
        "
  - { get: ORIGIN/set-cookie?sid=cookie-value-5, on_failure: continue, expect: { status: 404 } }
  - { get: ORIGIN/cookies, headers: { authorization: literal-credential, x-internal-token: internal-value }, expect: { status: 404 } }
",
    );
    let text = project.read("tripline.yaml");
    project.write(
        "tripline.yaml",
        &(text + "mask: { headers: [X-Internal-Token], json: [$..sid] }\n"),
    );
    let (ended, all) = outputs(&project);
    ended.exits(1);
    assert_eq!(project.requests().len(), 2);
    for hidden in ["literal-credential", "internal-value"] {
        // The suite's own line may be shown: it is there that the credential was written down.
        let outside: Vec<&str> = all
            .lines()
            .filter(|line| line.contains(hidden) && !line.contains("headers: {"))
            .collect();
        assert_eq!(outside, Vec::<&str>::new());
    }
    let answers: Vec<&str> = all
        .lines()
        .filter(|line| line.contains("cookie-value-5") && !line.contains("set-cookie?"))
        .collect();
    assert_eq!(answers, Vec::<&str>::new());
}

#[test]
fn a_secret_that_is_too_short_is_no_secret() {
    let project = project("  - { get: ORIGIN/json, auth: { bearer: \"{{secret.key}}\" } }\n")
        .variable("TRIPLINE_TEST_KEY", "abc");
    project.run(&["-e", "local"]).exits(3).says(&["`key`", "four characters"]).hides(&["\"abc\""]);
    assert!(project.requests().is_empty());
    let project =
        self::project("  - { get: ORIGIN/short, save: { t: { from: $.t, secret: true } } }\n");
    project.origin.on("/short", Reply::json(200, r#"{"t": "xyz"}"#));
    project.run(&["-e", "local"]).exits(3).says(&["four characters"]);
}

#[test]
fn secrets_are_fetched_only_when_a_selected_test_uses_them() {
    let suite = "tests:\n  uses: { tags: [uses], steps: [ { get: ORIGIN/json, auth: { bearer: \"{{secret.told}}\" } } ] }\n  not: { steps: [ { get: ORIGIN/json } ] }\n";
    let project = project(suite);
    let text = project.read("tripline.yaml");
    project.write(
        "tripline.yaml",
        &text.replace(
            "[printf, '%s\\n', 'told-by-command']",
            "[sh, -c, 'echo ran >> ran.txt; echo told-by-command']",
        ),
    );
    project.run(&["-e", "local", "--exclude-tag", "uses"]).exits(0);
    assert!(!project.path("ran.txt").exists());
    project.run(&["-e", "local"]).exits(0);
    assert_eq!(project.read("ran.txt"), "ran\n");
}

#[test]
fn a_command_that_fails_says_so_without_what_it_printed_to_standard_output() {
    let project = project("  - { get: ORIGIN/json, auth: { bearer: \"{{secret.told}}\" } }\n");
    let text = project.read("tripline.yaml");
    project.write(
        "tripline.yaml",
        &text.replace(
            "[printf, '%s\\n', 'told-by-command']",
            "[sh, -c, 'echo half-a-secret; echo no access >&2; exit 3']",
        ),
    );
    project.run(&["-e", "local"]).exits(3).says(&["`told`", "no access"]).hides(&["half-a-secret"]);
    project.write(
        "tripline.yaml",
        &text.replace("[printf, '%s\\n', 'told-by-command']", "[no-such-program-x]"),
    );
    project.run(&["-e", "local"]).exits(3).says(&["no-such-program-x"]);
}

#[test]
fn variables_of_the_process_are_out_of_reach_of_suites() {
    let project = project("  - get: \"ORIGIN/echo/{{TRIPLINE_TEST_KEY}}\"\n");
    project.run(&["-e", "local"]).exits(2).says(&["E302"]);
    let env = project.file("b.trip.yaml", &whole("  - get: \"ORIGIN/echo/{{env.PATH}}\"\n"));
    env.run(&["-e", "local", "b.trip.yaml"]).exits(2).says(&["E302"]);
}

#[test]
fn env_show_masks_secrets_and_shows_their_source() {
    let project = project("  - get: ORIGIN/json\n");
    let text = project.read("tripline.yaml").replace("    services:", "    vars: { url: \"https://ada:{{secret.key}}@h/\", k: \"{{secret.key}}\" }\n    services:");
    project.write("tripline.yaml", &text);
    let ended = project.tripline(&["env", "show", "local"]).exits(0);
    let ended =
        ended.says(&["env TRIPLINE_TEST_KEY", "file .secrets/key", "command printf", "•••"]);
    assert_hidden(&ended.all(), SECRET);
    assert_hidden(&ended.all(), "filed-secret");
}

#[test]
fn credentials_do_not_follow_to_a_host_out_of_an_answer() {
    let stranger = runner_testkit::Origin::start();
    let project = project(
        "\
auth: { bearer: suite-credential }
headers: { x-suite: only-here }
steps:
  - { get: ORIGIN/links, save: { next: $.next } }
  - { get: \"{{next}}\" }
  - { get: ORIGIN/away, follow_redirects: true }
",
    );
    project
        .origin
        .on("/links", Reply::json(200, serde_json::json!({ "next": stranger.url("/json") })));
    project.origin.on("/away", Reply::redirect(302, stranger.url_at("localhost", "/json")));
    project.run(&["-e", "local"]).exits(0).says(&["W320"]);
    let away = stranger.received();
    assert_eq!(away.len(), 2);
    for request in away {
        assert_eq!(request.header("authorization"), None, "{request:?}");
        assert_eq!(request.header("x-suite"), None, "{request:?}");
    }
    assert_eq!(
        project.origin.received()[0].header("authorization"),
        Some("Bearer suite-credential")
    );
}

#[test]
fn a_literal_secret_in_a_file_is_refused_and_not_echoed() {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            "version: 1\nenvironments:\n  local:\n    secrets: { key: literal-secret-7 }\n",
        )
        .suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    let ended = project.run(&["-e", "local"]).exits(2);
    ended.says(&["E405"]).hides(&["literal-secret-7"]);
}
