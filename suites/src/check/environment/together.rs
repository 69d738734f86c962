//! Suites with their flows, in an environment.

use std::collections::HashSet;

use super::combinations::combinations;
use super::hosts::hosts;
use super::known::{inputs, known};
use super::place::Place;
use super::writes::writes;
use crate::check::every_step::every_step;
use crate::diagnostics::Diagnostic;
use crate::language::{StepKind, Suite};

/// What keeps `suites` from being run at a place, beside what is wrong everywhere.
pub fn environment<'s>(
    suites: impl IntoIterator<Item = &'s Suite>,
    place: &Place<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for suite in suites {
        found.extend(inputs(suite, place));
        found.extend(combinations(suite, place));
        found.extend(writes(suite, place));
        for part in with_flows(suite) {
            // A flow is looked at once, whoever uses it.
            if seen.insert(std::ptr::from_ref(part)) {
                found.extend(hosts(part, place));
                found.extend(known(part, place));
            }
        }
    }
    found
}

/// `suite` and every flow it uses, each once.
pub(in crate::check) fn with_flows(suite: &Suite) -> Vec<&Suite> {
    let mut found = vec![suite];
    let mut next = 0;
    while let Some(part) = found.get(next).copied() {
        for step in every_step(part) {
            if let StepKind::Use(call) = &step.kind
                && let Some(flow) = &call.flow
                && !found.iter().any(|known| std::ptr::eq(*known, &**flow))
            {
                found.push(flow);
            }
        }
        next += 1;
    }
    found
}
