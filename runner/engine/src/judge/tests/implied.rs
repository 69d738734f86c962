//! Checks that nobody wrote.

use runner_model::{CheckResult, CheckVerdict};
use suites::Span;

use super::answer::Told;
use super::stage::Stage;
use crate::judge::{Facts, graphql_errors, implied_status};

fn sentences(lines: &[&str], judge: fn(&Facts<'_>, Span) -> CheckResult) -> Vec<String> {
    let stage = Stage::of("name: x\nsteps:\n  - get: https://shop.example.com/\n");
    let span = stage.suite().tests[0].steps[0].span;
    let judged = lines.iter().map(|line| {
        let mut told = Told::plain();
        told.tell(line);
        judge(&stage.facts(&told), span)
    });
    judged
        .map(|result| match result.verdict {
            CheckVerdict::Held => "holds".to_owned(),
            CheckVerdict::Broken { expected, got, hint } => {
                let hint = hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
                format!(
                    "{} at {}: expected {expected}, got {got}{hint}",
                    result.subject, result.place
                )
            }
        })
        .collect()
}

#[test]
fn a_step_that_says_nothing_expects_a_2xx() {
    let said = sentences(
        &[
            "status 200",
            "status 204",
            "status 304",
            "status 500",
            "error timeout no answer within 10 s",
            "no-request",
        ],
        implied_status,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_graphql_answer_has_no_errors() {
    let said = sentences(
        &[
            r#"body {"data": {"a": 1}}"#,
            r#"body {"data": {"a": 1}, "errors": null}"#,
            r#"body {"data": {"a": 1}, "errors": []}"#,
            r#"body {"errors": [{"message": "no such order", "path": ["orders", 0, "id"]}, {}]}"#,
            r#"body {"errors": ["just text"]}"#,
            r#"body {"errors": "broken"}"#,
            "body <html>",
            "error reset the connection was closed",
        ],
        graphql_errors,
    );
    insta::assert_snapshot!(said.join("\n"));
}
