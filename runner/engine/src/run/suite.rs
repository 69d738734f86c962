//! The variants of a suite, side by side.

use std::time::Instant;

use runner_model::{Outcome, RunEvent, SuiteResult};

use super::shared::Shared;
use super::variant::run_variant;

/// Runs a planned suite.
pub(super) async fn run_suite(shared: &Shared, index: usize) -> SuiteResult {
    let planned = &shared.plan.suites[index];
    let (started, begun) = (shared.now(), Instant::now());
    let variants = planned.variants.iter().map(|variant| run_variant(shared, planned, variant));
    let variants = futures_util::future::join_all(variants).await;
    let suite = &planned.suite;
    let mut result = SuiteResult {
        suite: suite.id.clone(),
        name: suite.name.value.clone(),
        file: shared.plan.sources.file(suite.file).name.clone(),
        owner: suite.owner.clone(),
        tags: suite.tags.clone(),
        service: suite.service.as_ref().map(|service| service.value.clone()),
        outcome: Outcome::worst(variants.iter().map(|variant| variant.outcome)),
        started,
        took: begun.elapsed(),
        variants,
    };
    shared.tools.masker.mask_suite(&mut result);
    shared.tell(&RunEvent::SuiteDone(&result));
    result
}
