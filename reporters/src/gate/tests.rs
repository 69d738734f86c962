use std::time::Duration;

use runner_health::deploy::DeployVerdict;
use runner_model::{Finding, TestRef, Variant};
use serde_json::Value;

use super::*;
use crate::ConsoleOptions;
use crate::sample::build::at;

const DOCUMENTED: &str = include_str!("../../../docs/gate.md");

fn runs(failed: u64, valid: u64, median: Option<u64>) -> Runs {
    Runs { failed, valid, median: median.map(Duration::from_millis) }
}

fn later(seconds: i64) -> jiff::Timestamp {
    at() + jiff::SignedDuration::from_secs(seconds)
}

fn change(what: &str, before: &str, after: Option<&str>) -> Change {
    Change {
        what: what.to_owned(),
        before: Some(before.to_owned()),
        after: after.map(str::to_owned),
    }
}

fn test(suite: &str, tenant: Option<&str>, verdict: DeployVerdict, sentence: &str) -> GateTest {
    let matrix = tenant.map(|tenant| ("tenant".to_owned(), tenant.to_owned()));
    let variant = Variant { case: None, matrix: matrix.into_iter().collect() };
    let named = tenant.map(|tenant| format!(" · {tenant}")).unwrap_or_default();
    GateTest {
        test: TestRef {
            suite: suite.try_into().unwrap(),
            test: "main".try_into().unwrap(),
            variant,
        },
        name: format!("{suite}{named}"),
        verdict,
        sentence: sentence.to_owned(),
        before: runs(0, 20, Some(41)),
        after: runs(0, 5, Some(43)),
        since: None,
        finding: None,
        difference: None,
        runs: vec!["0af7651916cd43dd8448eb211c80319c".try_into().unwrap()],
    }
}

fn worse() -> GateTest {
    let sentence = "2 of 5 runs failed, 0 of 20 before (p = 0.033)";
    GateTest {
        after: runs(2, 5, Some(44)),
        since: Some(Since { at: later(4), or_earlier: false }),
        finding: Some(Finding {
            run: "0af7651916cd43dd8448eb211c80319c".try_into().unwrap(),
            step: "step 2 \"pay it\"".to_owned(),
            request: Some("POST https://pay.example.com/v1/payments".to_owned()),
            expected: Some("status 201".to_owned()),
            got: "502".to_owned(),
            trace: None,
            rerun: "tripline run suites/pay.trip.yaml -e staging --seed 81f3".to_owned(),
            link: None,
        }),
        difference: Some(Difference {
            step: "step 2 \"pay it\"".to_owned(),
            passed_at: later(-300),
            failed_at: later(4),
            changes: vec![
                change("status", "201", Some("502")),
                change("header content-type", "application/json", Some("text/html")),
                change("$.fee", "0", None),
            ],
            more: 2,
        }),
        ..test("suites/pay", Some("canary-eu"), DeployVerdict::Worse, sentence)
    }
}

fn report() -> GateReport {
    let sentence = "2 of 5 runs failed, 8 of 20 before: it failed before the deploy, too";
    let already = GateTest {
        since: Some(Since { at: later(-90_000), or_earlier: true }),
        ..test("suites/search", None, DeployVerdict::AlreadyFailing, sentence)
    };
    let passed = "none of 5 runs failed, 0 of 20 before";
    GateReport {
        format: GATE_FORMAT,
        verdict: DeployVerdict::Worse,
        sentence: "worse: `suites/pay · canary-eu`; 3 tests compared with what was before"
            .to_owned(),
        deploy: Deployed {
            at: at(),
            service: "orders".try_into().unwrap(),
            version: "1.4.2".to_owned(),
            commit: Some("4f2a91c".to_owned()),
            url: Some("https://ci.example.com/4711".to_owned()),
            environment: Some("staging".try_into().unwrap()),
        },
        took: Duration::from_millis(2300),
        tests: vec![test("suites/list", None, DeployVerdict::Passed, passed), already, worse()],
        notes: vec!["history: 20 runs of baseline.jsonl".to_owned()],
    }
}

#[test]
fn the_console_says_the_worst_first_and_the_verdict_last() {
    insta::assert_snapshot!(console(&report(), ConsoleOptions::default()));
}

#[test]
fn markdown_for_a_pull_request() {
    insta::assert_snapshot!(markdown(&report()));
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let mut report = report();
    report.deploy.version = "<b>|1*".to_owned();
    report.tests[2].difference.as_mut().unwrap().changes[0].after = Some("|\n# <i>".to_owned());
    let markdown = markdown(&report);
    assert!(!markdown.contains("<b>") && !markdown.contains("<i>"), "{markdown}");
    assert!(markdown.lines().all(|line| !line.starts_with("# ")), "{markdown}");
}

#[test]
fn without_a_test_there_is_only_the_sentence() {
    let sentence = "cannot tell: `orders` 1.4.2 did not answer within 5 min".to_owned();
    let none = GateReport { tests: Vec::new(), notes: Vec::new(), sentence, ..report() };
    assert_eq!(
        console(&none, ConsoleOptions::default()),
        "orders 1.4.2 in staging  cannot tell: `orders` 1.4.2 did not answer within 5 min\n"
    );
}

#[test]
fn every_field_of_the_json_is_documented() {
    fn keys(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.push(key.clone());
                keys(value, found);
            }),
            Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let json: Value = serde_json::from_str(&report().json()).unwrap();
    assert_eq!(json["verdict"], "worse");
    assert_eq!(json["tests"][2]["matrix"]["tenant"], "canary-eu");
    let mut found = Vec::new();
    keys(&json, &mut found);
    for key in found {
        assert!(DOCUMENTED.contains(&format!("`{key}`")), "{key}");
    }
}
