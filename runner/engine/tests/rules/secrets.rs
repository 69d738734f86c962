//! Secrets: from variables, files and commands; only when a test uses them; never shown.

use crate::ran::Ran;
use crate::stage::Stage;

/// Sends the secret `pass`, which comes from this source.
fn sending(source: &str) -> Stage {
    Stage::new()
        .local(&format!("{{ dotenv: .env, secrets: {{ pass: {source} }} }}"))
        .steps("- { name: send, post: ORIGIN/echo, json: { pass: '{{secret.pass}}' } }")
}

fn sent(ran: &Ran) -> String {
    assert_eq!(ran.how("send"), "passed");
    assert!(!ran.shown().contains(ran.request().json()["pass"].as_str().unwrap()));
    ran.request().json()["pass"].as_str().unwrap().to_owned()
}

#[test]
fn a_variable_of_the_system_wins_over_a_dotenv_file() {
    let stage = || sending("{ env: TEST_PASS }").bytes(".env", b"TEST_PASS='from dotenv' # note\n");
    assert_eq!(sent(&stage().run()), "from dotenv");
    assert_eq!(sent(&stage().variable("TEST_PASS", "from system").run()), "from system");
}

#[test]
fn a_file_s_last_line_break_is_not_part_of_it() {
    let stage =
        |text: &str| sending("{ file: secrets/pass }").bytes("secrets/pass", text.as_bytes());
    assert_eq!(sent(&stage("from file\n").run()), "from file");
    assert_eq!(sent(&stage("from file\r\n").run()), "from file");
    assert_eq!(sent(&stage("two\nlines").run()), "two\nlines");
}

#[test]
#[cfg(unix)]
fn a_command_is_started_without_a_shell() {
    assert_eq!(sent(&sending("{ command: [printf, 'from $HOME;ls'] }").run()), "from $HOME;ls");
    let failed = sending("{ command: [sh, -c, 'echo no vault >&2; exit 3'] }").run();
    let how = failed.how("send");
    assert!(
        how.starts_with("errored: the secret `pass` is not to be had: `sh` ended with"),
        "{how}"
    );
    assert!(how.contains("no vault"), "{how}");
    let none = sending("{ command: [no-such-program-here] }").run();
    assert!(none.how("send").contains("cannot be started"), "{:?}", none.hows());
}

#[test]
#[cfg(unix)]
fn what_a_command_answers_is_kept_as_long_as_it_says() {
    use runner_model::FakeClock;
    let asked = tempfile::NamedTempFile::new().unwrap();
    let ask = format!("echo x >> {}; echo the vault answers", asked.path().display());
    let runs = |cache: &str, minutes: [i64; 2]| {
        let source = format!("{{ command: [sh, -c, '{ask}']{cache} }}");
        let mut lasting = runner_engine::Lasting::default();
        for minute in minutes {
            let at = jiff::Timestamp::from_second(minute * 60).unwrap();
            let mut stage = sending(&source).clock(FakeClock::at(at));
            std::mem::swap(&mut stage.lasting, &mut lasting);
            assert_eq!(sent(&stage.run()), "the vault answers");
            std::mem::swap(&mut stage.lasting, &mut lasting);
        }
        let times = std::fs::read_to_string(asked.path()).unwrap().lines().count();
        std::fs::write(asked.path(), "").unwrap();
        times
    };
    assert_eq!(runs("", [0, 1]), 2);
    assert_eq!(runs(", cache: 15m", [0, 14]), 1);
    assert_eq!(runs(", cache: 15m", [0, 15]), 2);
}

#[test]
fn a_missing_secret_is_errored_and_says_what_is_missing() {
    for (source, cause) in [
        ("{ env: TEST_PASS }", "the variable TEST_PASS is not set"),
        ("{ file: nowhere }", "nowhere"),
    ] {
        let ran = sending(source).run();
        assert!(
            ran.how("send").starts_with("errored: the secret `pass` is not to be had"),
            "{:?}",
            ran.hows()
        );
        assert!(ran.how("send").contains(cause), "{:?}", ran.hows());
        assert_eq!(ran.ends(), ["main: errored"]);
        assert!(ran.received.is_empty());
    }
}

#[test]
fn a_secret_that_is_too_short_to_be_masked_is_errored() {
    let ran = sending("{ env: TEST_PASS }").variable("TEST_PASS", "abc").run();
    assert!(ran.how("send").contains("fewer than four characters"), "{:?}", ran.hows());
    assert!(ran.received.is_empty());
    assert!(!ran.shown().contains("abc"));
}

#[test]
fn a_secret_input_that_is_too_short_is_errored() {
    let ran = Stage::new()
        .set("pin", "abc")
        .suite("name: Short\ninputs: { pin: { type: string, required: true, secret: true } }\nsteps: [ { get: 'ORIGIN/echo/{{pin}}' } ]\n")
        .run();
    assert_eq!(ran.ends(), ["main: errored"]);
    assert!(ran.received.is_empty());
}

#[test]
fn only_secrets_that_a_selected_test_uses_are_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("fetched");
    let ran = Stage::new()
        .local(&format!(
            "secrets: {{ used: {{ env: USED }}, unused: {{ command: [touch, '{}'] }} }}",
            trace.display()
        ))
        .variable("USED", "used-value")
        .test("suite.trip.yaml", "one")
        .suite(
            "
            name: Used
            tests:
              one: { steps: [ { get: 'ORIGIN/echo/{{secret.used}}' } ] }
              two: { steps: [ { get: 'ORIGIN/echo/{{secret.unused}}' } ] }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["one: passed"]);
    assert!(!trace.exists());
}

#[test]
fn a_secret_of_a_flow_the_environment_a_service_or_a_tenant_is_fetched() {
    let ran = Stage::new()
        .local(
            "
            headers: { x-env: '{{secret.a}}' }
            services: { shop: { url: ORIGIN, auth: { bearer: '{{secret.b}}' } } }
            matrix: { tenant: [ { name: eu, key: '{{secret.c}}' } ] }
            vars: { deep: { er: '{{secret.d}}' } }
            secrets: { a: { env: A }, b: { env: B }, c: { env: C }, d: { env: D } }
            ",
        )
        .variable("A", "aaaa-1")
        .variable("B", "bbbb-1")
        .variable("C", "cccc-1")
        .variable("D", "dddd-1")
        .file(
            "flow.trip.yaml",
            "name: Flow\nservice: shop\nsteps: [ { get: '/echo/{{tenant.key}}/{{deep.er}}' } ]\n",
        )
        .suite("name: Caller\nsteps: [ { use: flow.trip.yaml } ]\n")
        .run();
    ran.assert_passed();
    let request = ran.request();
    assert_eq!(request.path, "/echo/cccc-1/dddd-1");
    assert_eq!(request.header("x-env"), Some("aaaa-1"));
    assert_eq!(request.header("authorization"), Some("Bearer bbbb-1"));
    for secret in ["aaaa-1", "bbbb-1", "cccc-1", "dddd-1"] {
        assert!(!ran.shown().contains(secret));
    }
}

#[test]
fn a_secret_is_fetched_wherever_it_is_mentioned() {
    let hidden = "{{secret.pass}}";
    for step in [
        "get: 'ORIGIN/echo/{{upper secret.pass}}'",
        "{ get: ORIGIN/echo, query: { q: ['{{secret.pass}}'] } }",
        "{ get: ORIGIN/echo, cookies: { c: '{{secret.pass}}' } }",
        "{ post: ORIGIN/echo, form: { f: '{{secret.pass}}' } }",
        "{ post: ORIGIN/echo, multipart: { f: { text: '{{secret.pass}}' }, j: { json: ['{{secret.pass}}'] } } }",
        "{ post: ORIGIN/echo, graphql: { query: '{ a }', variables: { v: '{{secret.pass}}' } }, expect: { $.errors: { exists: false } } }",
        "{ post: ORIGIN/echo, xml: '<a>{{secret.pass}}</a>' }",
        "{ post: ORIGIN/echo, json_file: body.json }",
        "{ post: ORIGIN/echo, idempotency_key: '{{secret.pass}}' }",
        "{ get: ORIGIN/echo, headers: { x: '{{hmac_sha256 request.path secret.pass encoding=\"base64\"}}' } }",
        "{ get: ORIGIN/echo, expect: { $.path: { not: { contains: '{{secret.pass}}' } } } }",
        "{ get: ORIGIN/echo, warn: { $.path: { not: '{{secret.pass}}' } } }",
        "{ get: ORIGIN/echo, until: { $.path: { not: '{{secret.pass}}' } } }",
        "{ get: ORIGIN/echo, retry: { times: 1, when: { $.path: '{{secret.pass}}' } } }",
        "{ get: ORIGIN/echo, save: { v: { from: $.none, default: '{{secret.pass}}' } } }",
        "{ get: ORIGIN/echo, save: { v: '$.headers[?@ == {{secret.pass}}]' } }",
        "{ get: ORIGIN/echo, if: { environment: { not: '{{secret.pass}}' } } }",
        "{ for_each: { x: ['{{secret.pass}}'] }, get: 'ORIGIN/echo/{{x}}' }",
        "{ set: { v: { deep: ['{{secret.pass}}'] } } }",
        "{ use: flow.trip.yaml, with: { x: '{{secret.pass}}' } }",
        "{ name: g, steps: [ { get: 'ORIGIN/echo/{{secret.pass}}' } ] }",
        "{ get: 'ORIGIN/echo/{{case.word}}' }",
        "{ get: 'ORIGIN/echo/{{given}}' }",
        "{ get: ORIGIN/echo, cleanup: [ { get: 'ORIGIN/echo/{{secret.pass}}' } ] }",
        "{ get: ORIGIN/echo, auth: { api_key: { query: k, value: '{{secret.pass}}' } } }",
    ] {
        let ran = Stage::new()
            .local("secrets: { pass: { env: PASS } }")
            .variable("PASS", "pass-word")
            .file("flow.trip.yaml", "name: Flow\ninputs: { x: 1 }\nsteps: [ { get: 'ORIGIN/echo/{{x}}' } ]\n")
            .bytes("body.json", format!("{{\"a\": \"{hidden}\"}}").as_bytes())
            .suite(&format!("name: Everywhere\ninputs: {{ given: '{hidden}' }}\ncases: [ {{ word: '{hidden}' }} ]\nsteps:\n  - {step}\n"))
            .run();
        assert_eq!(ran.outcome(), "passed", "{step}: {:?}", ran.hows());
        assert!(!ran.shown().contains("pass-word"), "{step}");
    }
}

#[test]
fn a_test_without_the_missing_secret_is_run_all_the_same() {
    let ran = Stage::new()
        .local("secrets: { pass: { env: NOT_SET } }")
        .suite(
            "
            name: Apart
            tests:
              with: { steps: [ { get: 'ORIGIN/echo/{{secret.pass}}' } ] }
              without: { steps: [ { get: ORIGIN/json } ] }
            ",
        )
        .run();
    assert_eq!(ran.ends(), ["with: errored", "without: passed"]);
}

#[test]
fn a_var_made_of_a_missing_secret_errors_every_test() {
    let ran = Stage::new()
        .local("secrets: { pass: { env: NOT_SET } }")
        .suite("name: Vars\nvars: { key: '{{sha256 secret.pass}}' }\nsteps: [ { get: 'ORIGIN/echo/{{key}}' } ]\n")
        .run();
    assert_eq!(ran.ends(), ["main: errored"]);
    assert!(ran.received.is_empty());
}

#[test]
fn a_child_s_source_replaces_its_parent_s_whole() {
    let ran = Stage::new()
        .project(
            "
            version: 1
            environments:
              base: { abstract: true, secrets: { pass: { env: NOT_SET } } }
              local: { extends: base, secrets: { pass: { file: pass } } }
            ",
        )
        .bytes("pass", b"of the child\n")
        .environment("local")
        .steps("- { name: send, post: ORIGIN/echo, json: { pass: '{{secret.pass}}' } }")
        .run();
    assert_eq!(sent(&ran), "of the child");
}
