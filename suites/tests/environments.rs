//! Environments as they come out: every value with the place it came from; and what tests
//! mention of them.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use suites::check::{Entries, mentions};
use suites::yaml::Node;
use suites::{
    Environment, LoadRequest, Loaded, SecretSource, Setting, Sources, ValueTemplate, Writes,
    environment, load,
};

/// A project in a folder of its own.
fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let current_dir = folder.path().to_path_buf();
    let loaded = load(&LoadRequest { current_dir, ..LoadRequest::default() });
    (folder, loaded)
}

fn no_mistakes(loaded: &Loaded) {
    let said = suites::diagnostics::render(&loaded.diagnostics, &loaded.sources, false);
    assert_eq!(said, "");
}

/// The example of the format.
fn example() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject/projects/format");
    load(&LoadRequest { current_dir: folder, ..LoadRequest::default() })
}

fn resolved(loaded: &Loaded, name: &str) -> Environment {
    let project = loaded.project.as_ref().unwrap();
    environment::resolve(project, &loaded.sources, name).unwrap_or_else(|said| {
        panic!("{}", suites::diagnostics::render(&said, &loaded.sources, false))
    })
}

/// Every single value and list that an environment says, with its place.
fn shown(loaded: &Loaded, name: &str) -> String {
    let mut shown = String::new();
    let merged = environment::merged(loaded.project.as_ref().unwrap(), name).unwrap();
    leaves(&merged, String::new(), &loaded.sources, &mut shown);
    shown
}

fn leaves(node: &Node, path: String, sources: &Sources, shown: &mut String) {
    let Some(entries) = node.entries() else {
        let place = sources.place(node.span);
        let written = sources.text(node.span).trim_end();
        return writeln!(shown, "{}:{} {path}: {written}", place.line, place.column).unwrap();
    };
    for entry in entries {
        let key = &entry.key.value;
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        leaves(&entry.value, path, sources, shown);
    }
}

#[test]
fn every_value_knows_where_it_came_from() {
    let loaded = example();
    insta::assert_snapshot!(shown(&loaded, "local"), @r#"
    19:23 vars.currency: EUR
    19:43 vars.user.email: test-user@example.com
    32:21 vars.domain: localhost.test
    21:17 services.auth: https://auth.{{domain}}
    22:17 services.shop: https://shop.{{domain}}
    33:25 services.orders: http://localhost:8081
    24:24 services.payments.url: "https://pay.{{domain}}/api"
    24:63 services.payments.timeout: 5s
    24:86 services.payments.headers.x-team: money
    34:39 secrets.user_password.file: .secrets/user_password
    28:15 matrix.tenant: [ { name: test, email: test-user@example.com, password: "{{secret.user_password}}" } ]
    30:14 extends: base
    31:13 dotenv: .env
    "#);
    insta::assert_snapshot!(shown(&loaded, "production+ios"), @r#"
    19:23 vars.currency: EUR
    19:43 vars.user.email: test-user@example.com
    41:21 vars.domain: example.com
    49:41 vars.client: ios/18.2
    21:17 services.auth: https://auth.{{domain}}
    22:17 services.shop: https://shop.{{domain}}
    23:17 services.orders: https://orders.{{domain}}
    24:24 services.payments.url: "https://pay.{{domain}}/api"
    24:63 services.payments.timeout: 5s
    24:86 services.payments.headers.x-team: money
    26:29 secrets.user_password.env: TEST_USER_PASSWORD
    45:29 secrets.canary_eu.command: [vault, kv, get, -field=password, kv/canary/eu]
    45:85 secrets.canary_eu.cache: 15m
    48:9 matrix.tenant: - { name: canary-eu, canary: true, region: eu, email: canary-eu@example.com, password: "{{secret.canary_eu}}" }
    42:16 protected: true
    43:19 allow_writes: canary
    49:19 overlay: true
    "#);
}

#[test]
fn settings_and_words_are_inherited() {
    let loaded = example();
    let production = resolved(&loaded, "production");
    assert!(production.protected);
    assert_eq!(production.allow_writes, Writes::Canary);
    assert_eq!(production.name.as_str(), "production");
    let payments = production.endpoint("payments").unwrap();
    assert!(matches!(payments.settings.timeout, Setting::Set(limit) if limit.as_secs() == 5));
    assert_eq!(payments.settings.headers[0].name.value, "x-team");
    let local = resolved(&loaded, "local");
    assert!(matches!(&local.secrets[0].source, SecretSource::File(path) if path.is_absolute()));
    assert!(!local.protected);
    assert!(local.dotenv[0].value.ends_with("tests/reject/projects/format/.env"));
    assert!(local.dotenv[0].value.is_absolute());
    let runnable: Vec<&str> = loaded.environments.iter().map(|known| known.name.as_str()).collect();
    assert_eq!(runnable, ["local", "staging", "production"]);
}

#[test]
fn null_removes_what_an_ancestor_says_and_what_the_defaults_say() {
    let (_folder, loaded) = project(&[
        (
            "tripline.yaml",
            "
defaults: { headers: { x-team: a, x-other: b } }
environments:
  base:
    vars: { a: 1, user: { email: x, name: y } }
    services: { shop: https://shop.example.com, pay: https://pay.example.com }
    headers: { x-base: 1 }
    auth: { bearer: abc }
  child:
    extends: base
    vars: { a: null, user: { name: null } }
    services: { pay: null }
    headers: { X-Team: null, X-Base: null }
    auth: null
",
        ),
        ("a.trip.yaml", "name: A\nsteps: [ { get: https://example.com/ } ]\n"),
    ]);
    no_mistakes(&loaded);
    let child = resolved(&loaded, "child");
    insta::assert_snapshot!(shown(&loaded, "child"), @r#"
    11:16 vars.a: null
    5:34 vars.user.email: x
    11:36 vars.user.name: null
    6:23 services.shop: https://shop.example.com
    12:22 services.pay: null
    13:38 headers.X-Base: null
    13:24 headers.X-Team: null
    14:11 auth: null
    10:14 extends: base
    "#);
    let vars: Vec<&str> = child.vars.iter().map(|var| var.name.value.as_str()).collect();
    assert_eq!(vars, ["user"]);
    assert_eq!(child.vars[0].value, ValueTemplate::Fixed(serde_json::json!({ "email": "x" })));
    assert_eq!(child.services.len(), 1);
    let headers: Vec<(&str, bool)> = child
        .settings
        .headers
        .iter()
        .map(|header| (header.name.value.as_str(), header.value.is_some()))
        .collect();
    assert_eq!(headers, [("x-base", false), ("x-team", false)]);
    assert_eq!(child.settings.auth, Setting::Remove);
}

#[test]
fn parents_agree_when_their_child_decides() {
    let (_folder, loaded) = project(&[
        (
            "tripline.yaml",
            "
environments:
  eu: { abstract: true, vars: { zone: eu, currency: EUR } }
  us: { abstract: true, vars: { zone: us, city: x } }
  both: { extends: [eu, us], vars: { zone: all } }
",
        ),
        ("a.trip.yaml", "name: A\nsteps: [ { get: https://example.com/ } ]\n"),
    ]);
    no_mistakes(&loaded);
    insta::assert_snapshot!(shown(&loaded, "both"), @r#"
    5:44 vars.zone: all
    3:53 vars.currency: EUR
    4:49 vars.city: x
    5:20 extends: [eu, us]
    "#);
}

const MENTIONING: &str = r#"
environments:
  staging:
    vars: { zone: "{{tenant.region}}", quiet: "{{secret.unused}}", key: "{{secret.of_a_var}}" }
    services:
      shop: "https://{{zone}}.example.com"
      pay: { url: https://pay.example.com, auth: { bearer: "{{secret.pay}}" } }
    secrets:
      { unused: { env: A }, of_a_var: { env: B }, pay: { env: C }, a: { env: D }, b: { env: E } }
    matrix:
      tenant:
        - { name: one, region: eu, password: "{{secret.a}}" }
        - { name: two, region: us, password: "{{secret.b}}", canary: true }
      device: [ { name: phone } ]
"#;

#[test]
fn a_test_depends_on_what_it_mentions_and_on_nothing_else() {
    let (_folder, loaded) = project(&[
        ("tripline.yaml", MENTIONING),
        ("flow.trip.yaml", "name: Pay\nsteps: [ { get: \"service://pay/{{device.name}}\" } ]\n"),
        (
            "suite.trip.yaml",
            r#"
name: Several
service: shop
inputs: { key: "" }
tests:
  nothing: { steps: [ { get: "https://example.com/{{key}}" } ] }
  through_the_url: { steps: [ { get: /orders } ] }
  through_a_flow: { steps: [ { use: flow.trip.yaml } ] }
  password: { steps: [ { get: "https://example.com/{{tenant.password}}" } ] }
"#,
        ),
    ]);
    no_mistakes(&loaded);
    let staging = resolved(&loaded, "staging");
    let suite = loaded.suites.iter().find(|suite| !suite.single).unwrap();
    let of = |test: &str, chosen: &[(&str, &str)]| {
        let test = suite.tests.iter().find(|known| known.name.as_str() == test).unwrap();
        let found = mentions(suite, test, Some(&staging), loaded.project.as_ref(), chosen);
        let joined = |words: Vec<&String>| words.into_iter().cloned().collect::<Vec<_>>().join(" ");
        format!(
            "{} | {} | {}",
            joined(found.dimensions.keys().collect()),
            joined(found.secrets.iter().collect()),
            joined(found.services.iter().collect())
        )
    };
    assert_eq!(of("nothing", &[]), " | of_a_var | ");
    assert_eq!(of("through_the_url", &[]), "tenant | of_a_var | shop");
    assert_eq!(of("through_a_flow", &[]), "device | of_a_var pay | pay");
    assert_eq!(of("password", &[]), "tenant | a b of_a_var | ");
    assert_eq!(of("password", &[("tenant", "two")]), "tenant | b of_a_var | ");
}

#[test]
fn a_suite_that_writes_for_canaries_fans_out_over_them() {
    let (_folder, loaded) = project(&[
        ("tripline.yaml", MENTIONING),
        ("suite.trip.yaml", "name: W\nwrites: canary\nsteps: [ { post: https://example.com/ } ]\n"),
    ]);
    no_mistakes(&loaded);
    let staging = resolved(&loaded, "staging");
    let suite = &loaded.suites[0];
    let found = mentions(suite, &suite.tests[0], Some(&staging), None, &[]);
    assert_eq!(
        found.dimensions.into_iter().collect::<Vec<_>>(),
        [("tenant".into(), Entries::Canary)]
    );
    assert!(!mentions(suite, &suite.tests[0], None, None, &[]).need_an_environment());
}

/// Text that is nearly a project.
fn nearly_a_project() -> impl Strategy<Value = String> {
    let word = || prop_oneof!["[a-d]", Just("extends".to_owned()), Just("null".to_owned())];
    let leaf = prop_oneof![
        word(),
        Just("[a, b]".to_owned()),
        Just("\"{{a}}{{b.c}}\"".to_owned()),
        Just("https://{{a}}.example.com".to_owned()),
        Just("{ env: A }".to_owned()),
        Just("[ { name: x, canary: true } ]".to_owned()),
        Just("true".to_owned()),
        Just("5s".to_owned()),
    ];
    let keys = prop::sample::select(vec![
        "extends",
        "abstract",
        "overlay",
        "vars",
        "services",
        "secrets",
        "dotenv",
        "matrix",
        "protected",
        "allow_writes",
        "headers",
        "auth",
        "tls",
        "proxy",
        "unknown",
    ]);
    let section = prop_oneof![
        leaf.clone(),
        prop::collection::btree_map("[a-d]", leaf, 0..3).prop_map(|entries| {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            format!("{{ {} }}", entries.join(", "))
        }),
    ];
    let environment = prop::collection::btree_map(keys, section, 0..5);
    prop::collection::btree_map("[a-d]", environment, 0..4).prop_map(|environments| {
        let mut text = "environments:\n".to_owned();
        for (name, sections) in environments {
            writeln!(text, "  {name}:").unwrap();
            for (key, value) in sections {
                writeln!(text, "    {key}: {value}").unwrap();
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn whatever_a_project_says_it_is_resolved_or_refused(text in nearly_a_project()) {
        let suite = "name: A\nservice: a\nsteps: [ { get: \"/{{a}}/{{tenant.b}}\" } ]\n";
        let (_folder, loaded) = project(&[("tripline.yaml", &text), ("a.trip.yaml", suite)]);
        if let Some(project) = &loaded.project {
            for name in ["a", "b+c", "c+d+a", "", "+", "a+"] {
                match environment::resolve(project, &loaded.sources, name) {
                    Ok(environment) => prop_assert_eq!(environment.name.as_str(), name),
                    Err(said) => prop_assert!(!said.is_empty(), "{name} in {text}"),
                }
            }
        }
    }
}

#[test]
fn a_thousand_environments_that_extend_each_other_are_refused() {
    let mut text = "environments:\n  e0: { vars: { a: 1 } }\n".to_owned();
    for number in 1..1000 {
        writeln!(text, "  e{number}: {{ extends: e{} }}", number - 1).unwrap();
    }
    let suite = "name: A\nsteps: [ { get: https://example.com/ } ]\n";
    let (_folder, loaded) = project(&[("tripline.yaml", &text), ("a.trip.yaml", suite)]);
    assert!(loaded.project.is_some());
    let paths: Vec<PathBuf> = loaded.suites.iter().map(|suite| suite.path.clone()).collect();
    assert_eq!(paths.len(), 1);
}
