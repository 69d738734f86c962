//! What a test found.

use runner_model::{Finding, SeriesRun, TestResult, VariantResult};

/// What tells most of why it did not pass.
pub(crate) fn finding(test: &TestResult, run: &SeriesRun) -> Option<Finding> {
    let alone = VariantResult {
        variant: test.test.variant.clone(),
        outcome: test.outcome,
        setup: Vec::new(),
        tests: Vec::new(),
        cleanup: Vec::new(),
    };
    reporters::in_short(&alone, test, &run.run)
}
