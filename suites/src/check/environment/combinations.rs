//! E217: too many combinations of cases and matrix.

use super::place::Place;
use crate::check::mentions::{Entries, mentions};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Suite, Test};

/// Tests of `suite` that would be run more often than it allows.
pub(super) fn combinations(suite: &Suite, place: &Place<'_>) -> Vec<Diagnostic> {
    suite.tests.iter().filter_map(|test| too_many(suite, test, place)).collect()
}

fn too_many(suite: &Suite, test: &Test, place: &Place<'_>) -> Option<Diagnostic> {
    let cases = test.cases.as_ref().or(suite.cases.as_ref());
    let mut factors = Vec::new();
    if let Some(cases) = cases {
        factors.push(("cases".to_owned(), cases.rows.len()));
    }
    let mentioned = mentions(suite, test, place.environment, place.project, &[]);
    for dimension in place.environment.iter().flat_map(|here| &here.matrix) {
        let entries = dimension.entries.iter();
        match mentioned.dimensions.get(&dimension.name) {
            None => {}
            Some(Entries::All) => factors.push((dimension.name.clone(), entries.count())),
            Some(Entries::Canary) => {
                let canaries = entries.filter(|entry| entry.canary).count();
                factors.push((dimension.name.clone(), canaries));
            }
        }
    }
    let total = factors.iter().fold(1_usize, |total, (_, count)| total.saturating_mul(*count));
    if total <= suite.max_cases {
        return None;
    }
    let product: Vec<String> =
        factors.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let message = format!(
        "{total} combinations ({}) are more than the {} allowed",
        product.join(" × "),
        suite.max_cases
    );
    let span = cases.map_or(test.span, |cases| cases.span);
    let help = format!("if it is meant, write `max_cases: {total}` in the suite");
    Some(Diagnostic::new(Code::E217, span, message).help(help))
}
