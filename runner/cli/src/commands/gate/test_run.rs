//! One run of one test, before or after the deploy.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::deploy::DeployRun;
use runner_model::{
    Finding, Outcome, Run, RunId, SeriesRun, SuiteResult, TestRef, TestResult, VariantResult,
};

/// One run of one test.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TestRun {
    pub(super) test: TestRef,
    /// When it began.
    pub(super) at: Timestamp,
    pub(super) outcome: Outcome,
    pub(super) took: Duration,
    /// The test with the setup before it, where that is known.
    pub(super) whole: Option<Box<TestResult>>,
}

/// One run of one test after the deploy.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fresh {
    pub(super) run: TestRun,
    /// The run it belongs to.
    pub(super) id: RunId,
    /// Why it did not pass, when it did not.
    pub(super) finding: Option<Finding>,
}

impl TestRun {
    /// The tests of a suite that was run.
    pub(super) fn of_suite(suite: &SuiteResult) -> impl Iterator<Item = Self> + '_ {
        suite
            .variants
            .iter()
            .flat_map(|variant| variant.tests.iter().map(move |test| Self::of(variant, test)))
    }

    fn of(variant: &VariantResult, test: &TestResult) -> Self {
        let mut whole = test.clone();
        whole.steps.splice(0..0, variant.setup.iter().cloned());
        Self {
            test: test.test.clone(),
            at: test.started,
            outcome: test.outcome,
            took: test.took,
            whole: Some(Box::new(whole)),
        }
    }

    /// As the service remembers it.
    pub(super) fn of_series(run: SeriesRun) -> Self {
        Self {
            test: run.series.test,
            at: run.started,
            outcome: run.outcome,
            took: run.took,
            whole: None,
        }
    }

    /// For the verdict.
    pub(super) fn judged(&self) -> DeployRun {
        DeployRun { outcome: self.outcome, took: self.took }
    }

    pub(super) fn is_valid(&self) -> bool {
        match self.outcome {
            Outcome::Passed | Outcome::Degraded | Outcome::Failed => true,
            Outcome::Errored | Outcome::Skipped => false,
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.outcome == Outcome::Failed
    }

    pub(super) fn has_passed(&self) -> bool {
        self.is_valid() && !self.has_failed()
    }
}

impl Fresh {
    /// All tests of a run.
    pub(super) fn of_run(run: &Run) -> Vec<Self> {
        let variants = run.suites.iter().flat_map(|suite| &suite.variants);
        let tests = variants.flat_map(|variant| variant.tests.iter().map(move |it| (variant, it)));
        tests
            .map(|(variant, test)| Self {
                run: TestRun::of(variant, test),
                id: run.id.clone(),
                finding: match test.outcome {
                    Outcome::Passed | Outcome::Skipped => None,
                    Outcome::Failed | Outcome::Errored | Outcome::Degraded => {
                        reporters::in_short(variant, test, &run.id)
                    }
                },
            })
            .collect()
    }
}

/// `suites/orders/pay · canary-eu`; a test named `main` is its suite.
pub(super) fn name_of(test: &TestRef) -> String {
    let mut name = test.suite.to_string();
    if test.test.as_str() != "main" {
        name.push('/');
        name.push_str(test.test.as_str());
    }
    if !test.variant.is_plain() {
        name.push_str(&format!(" · {}", test.variant));
    }
    name
}
