//! What is wrong with a test, short enough for a message.

use runner_model::{Finding, RunId, TestResult, VariantResult};

use crate::finding::{self, Weight};

/// What tells most of why a test did not pass; `None` when nothing speaks against it. `variant` is
/// where the test was run, with the setup that may have kept it from passing.
pub fn in_short(variant: &VariantResult, test: &TestResult, run: &RunId) -> Option<Finding> {
    let found = finding::behind(variant, test);
    let main = found.iter().find(|f| f.weight != Weight::Uneasy).or_else(|| found.first())?;
    let (expected, got) = match main.expected_and_got() {
        Some((expected, got)) => {
            let subject = main.check.map(|check| check.subject.as_str()).unwrap_or_default();
            (Some(format!("{subject} {expected}")), got.to_owned())
        }
        None => (None, main.message.clone()),
    };
    let exchange = main.step.and_then(|step| step.exchange.as_deref());
    Some(Finding {
        run: run.clone(),
        step: main.step_name(),
        request: exchange.map(|e| format!("{} {}", e.request.method, e.request.url)),
        expected,
        got,
        trace: exchange.and_then(|e| e.request.trace.clone()),
        rerun: test.rerun.clone(),
        link: None,
    })
}
