//! The variants of a suite, side by side.

use std::time::Instant;

use runner_model::{Outcome, RunEvent, SuiteResult};

use super::shared::Shared;
use super::variant::run_variant;

/// Runs a planned suite. The number is how many secrets were known when the result was masked.
pub(super) async fn run_suite(shared: &Shared, index: usize) -> (SuiteResult, usize) {
    let planned = &shared.plan.suites[index];
    let (started, begun) = (shared.now(), Instant::now());
    let variants = planned.variants.iter().map(|variant| run_variant(shared, planned, variant));
    let (variants, knew): (Vec<_>, Vec<_>) =
        futures_util::future::join_all(variants).await.into_iter().unzip();
    let suite = &planned.suite;
    let mut result = SuiteResult {
        suite: suite.id.clone(),
        name: suite.name.value.clone(),
        file: shared.plan.sources.file(suite.file).name.to_string(),
        owner: suite.owner.clone(),
        tags: suite.tags.clone(),
        service: suite.service.as_ref().map(|service| service.value.clone()),
        outcome: Outcome::worst(variants.iter().map(|variant| variant.outcome)),
        started,
        took: begun.elapsed(),
        variants,
    };
    let masker = &shared.tools.masker;
    let known = masker.learned();
    masker.mask_suite(&mut result, knew.into_iter().flatten().min().unwrap_or(known));
    shared.tell(&RunEvent::SuiteDone(&result));
    (result, known)
}
