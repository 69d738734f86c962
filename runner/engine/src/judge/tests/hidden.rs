//! What is secret is in no sentence, not even in part.

use runner_model::CheckVerdict;

use super::answer::Told;
use super::stage::Stage;
use crate::judge::judge;

const SECRET: &str = "s3cr3t-Tok3n-0123456789abcdef";

/// The sentences for checks on an answer in which the secret stands.
fn said(told: &Told, checks: &[&str]) -> Vec<String> {
    let mut suite = "name: x\nsteps:\n".to_owned();
    for check in checks {
        suite += &format!("  - get: https://shop.example.com/\n    expect:\n      {check}\n");
    }
    let stage = Stage::of(&suite);
    stage.masker().add(SECRET).unwrap();
    let steps = &stage.suite().tests[0].steps;
    steps
        .iter()
        .map(|step| match judge(&step.expect[0], &stage.facts(told)).unwrap().verdict {
            CheckVerdict::Held => panic!("{} holds", step.expect[0].text),
            CheckVerdict::Broken { expected, got, hint } => {
                let said = format!("{expected}, got {got} {}", hint.unwrap_or_default());
                // Everything is masked as a whole once more on its way out.
                stage.masker().mask(&said).into_owned()
            }
        })
        .collect()
}

#[test]
fn a_secret_is_masked_before_it_is_cut() {
    let checks = [
        "$.a: x",
        "$.a: { starts_with: q }",
        "$.a: { ends_with: q }",
        "$.a: { contains: \"y y\" }",
        "$.a: { type: number }",
        "$.a: { is: { b: 1 } }",
        "$.a: { length: 3 }",
        "$.list: { any: x }",
        "$.list: { each: { matches: \"^x+$\" } }",
        "$.list: { unique: true }",
        "$: { is: { a: x, list: [] } }",
        "$: { like: { a: <uuid> } }",
        "body: x",
        "body: { contains: nothing of that }",
        "body: { starts_with: q }",
        "body: { ends_with: q }",
        "body: { schema: order.json }",
        "regex /(.*)/: x",
        "regex /nothing of that/: x",
    ];
    // Wherever a text is cut, the secret lies across the cut once.
    for before in 0..140 {
        let text = format!("{}{SECRET}{}", "x".repeat(before), "z".repeat(150));
        let body = serde_json::json!({ "a": text, "list": [text, text] }).to_string();
        for sentence in said(&Told::with_body(&body), &checks) {
            let part = (0..SECRET.len() - 5).map(|at| &SECRET[at..at + 6]);
            for part in part {
                assert!(!sentence.contains(part), "{part} in {sentence}");
            }
        }
    }
}

#[test]
fn headers_that_are_never_shown_are_not_shown_in_checks_either() {
    let mut told = Told::plain();
    told.tell("cookie session=abcdef");
    told.tell("header set-cookie: session=abcdef; Path=/");
    told.tell("sent-header authorization: Bearer abcdef");
    let said = said(
        &told,
        &[
            "cookie session: other",
            "cookie session: { matches: \"^x\" }",
            "cookie session: { not: abcdef }",
            "cookie session: { type: uuid }",
            "cookie session: { length: 5 }",
            "header set-cookie: { ends_with: Secure }",
            "request header authorization: Bearer other",
            "request header authorization: { starts_with: Basic }",
            "request header authorization: { exists: false }",
            "request header authorization: { any_of: [a, { contains: zzz }] }",
        ],
    );
    for sentence in &said {
        let got = sentence.split_once("got ").unwrap().1;
        assert!(!got.contains("abcdef"), "{sentence}");
    }
    insta::assert_snapshot!(said.join("\n"));
}
