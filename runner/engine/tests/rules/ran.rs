//! What came of a run, in words that a test can compare.

use runner_model::{
    CheckResult, CheckVerdict, Failure, Outcome, PollEnd, Run, SkipReason, StepOutcome, StepResult,
    TestResult, TryResult, VariantResult,
};
use runner_testkit::Received;
use serde_json::Value;

/// A run, and what the origin saw of it.
pub(crate) struct Ran {
    pub(crate) run: Run,
    pub(crate) received: Vec<Received>,
    /// Every event, as it was told.
    pub(crate) told: Vec<String>,
}

impl Ran {
    /// How it ended as a whole: `passed`.
    pub(crate) fn outcome(&self) -> &'static str {
        self.run.outcome.as_str()
    }

    pub(crate) fn variants(&self) -> impl Iterator<Item = &VariantResult> {
        self.run.suites.iter().flat_map(|suite| &suite.variants)
    }

    pub(crate) fn tests(&self) -> impl Iterator<Item = &TestResult> {
        self.variants().flat_map(|variant| &variant.tests)
    }

    /// The test of that name, of which there is one.
    pub(crate) fn test(&self, name: &str) -> &TestResult {
        let found: Vec<&TestResult> = self.tests().filter(|test| test.name == name).collect();
        assert_eq!(found.len(), 1, "tests called `{name}` in {:?}", self.ends());
        found[0]
    }

    /// Each test with its variant and how it ended: `order (by card): passed`.
    pub(crate) fn ends(&self) -> Vec<String> {
        let end = |test: &TestResult| {
            let name = test.test.test.to_string();
            let variant = test.test.variant.to_string();
            let variant = if variant.is_empty() { variant } else { format!(" ({variant})") };
            format!("{name}{variant}: {}", test.outcome.as_str())
        };
        self.tests().map(end).collect()
    }

    /// Every step in the order of the result: setup, tests, cleanup.
    pub(crate) fn steps(&self) -> Vec<&StepResult> {
        let all = self.variants().flat_map(|variant| {
            let tests = variant.tests.iter().flat_map(|test| &test.steps);
            variant.setup.iter().chain(tests).chain(&variant.cleanup)
        });
        all.collect()
    }

    /// The step of that name, of which there is one.
    pub(crate) fn step(&self, name: &str) -> &StepResult {
        let found: Vec<&StepResult> =
            self.steps().into_iter().filter(|step| step.name == name).collect();
        assert_eq!(found.len(), 1, "steps called `{name}` in {:#?}", self.hows());
        found[0]
    }

    /// How the step of that name ended: `skipped: if environment: staging`.
    pub(crate) fn how(&self, name: &str) -> String {
        how(self.step(name))
    }

    /// Every step with how it ended: `log in: passed`.
    pub(crate) fn hows(&self) -> Vec<String> {
        self.steps().iter().map(|step| format!("{}: {}", step.name, how(step))).collect()
    }

    /// Every value saved under that name, in order.
    pub(crate) fn all_saved(&self, name: &str) -> Vec<Value> {
        let saved = self.steps().into_iter().flat_map(|step| &step.saved);
        saved.filter(|saved| saved.name == name).map(|saved| saved.value.clone()).collect()
    }

    /// The value saved under that name, of which there is one.
    pub(crate) fn saved(&self, name: &str) -> Value {
        let found = self.all_saved(name);
        assert_eq!(found.len(), 1, "`{name}` was saved as {found:?}; {:#?}", self.hows());
        found[0].clone()
    }

    /// The only request.
    pub(crate) fn request(&self) -> &Received {
        assert_eq!(self.received.len(), 1, "{:#?}; {:#?}", self.requests(), self.hows());
        &self.received[0]
    }

    /// Every request: `GET /orders?page=2`.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.received.iter().map(|r| format!("{} {}", r.method, r.target)).collect()
    }

    /// How many requests went to a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.received.iter().filter(|request| request.path == path).count()
    }

    /// Everything that is shown of the run: results and events.
    pub(crate) fn shown(&self) -> String {
        serde_json::to_string(&self.run).unwrap() + &self.told.join("\n")
    }

    /// The run passed; otherwise why not.
    pub(crate) fn assert_passed(&self) -> &Self {
        assert_eq!(self.run.outcome, Outcome::Passed, "{:#?}", self.hows());
        self
    }
}

/// How a step ended.
pub(crate) fn how(step: &StepResult) -> String {
    match &step.outcome {
        StepOutcome::Passed => "passed".to_owned(),
        StepOutcome::Degraded => format!("degraded: {}", broken(&step.warnings).join("; ")),
        StepOutcome::Failed(failure) => format!("failed: {}", failed(failure, step)),
        StepOutcome::Errored(error) => format!("errored: {error}"),
        StepOutcome::Skipped(reason) => format!("skipped: {}", skipped(reason)),
    }
}

fn failed(failure: &Failure, step: &StepResult) -> String {
    match failure {
        Failure::Transport(error) => error.kind.as_str().to_owned(),
        Failure::Checks => broken(&step.checks).join("; "),
        Failure::NothingToSave { variable, message, .. } => {
            format!("nothing to save as {variable}: {message}")
        }
        Failure::Polling { end: PollEnd::TimeUp { .. }, tries, .. } => {
            format!("not within the time, after {tries} tries")
        }
        Failure::Polling { end: PollEnd::Stopped { because }, tries, .. } => {
            format!("stopped by {because}, after {tries} tries")
        }
        Failure::TestTimeout { .. } => "the time of the test is up".to_owned(),
    }
}

fn skipped(reason: &SkipReason) -> String {
    match reason {
        SkipReason::Condition { check } => format!("if {check}"),
        SkipReason::EarlierStep { step } => format!("after `{step}`"),
        SkipReason::Unset { variable, step: Some(step) } => {
            format!("no `{variable}` from `{step}`")
        }
        SkipReason::Unset { variable, step: None } => format!("no `{variable}`"),
        SkipReason::NothingToLoopOver => "nothing to loop over".to_owned(),
    }
}

/// The checks that do not hold: `status expected 200, got 404`.
pub(crate) fn broken(checks: &[CheckResult]) -> Vec<String> {
    let words = |check: &CheckResult| match &check.verdict {
        CheckVerdict::Held => None,
        CheckVerdict::Broken { expected, got, .. } => {
            Some(format!("{} expected {expected}, got {got}", check.subject))
        }
    };
    checks.iter().filter_map(words).collect()
}

/// The subjects of the checks that do not hold.
pub(crate) fn broken_subjects(step: &StepResult) -> Vec<&str> {
    let broken = step.checks.iter().filter(|check| !check.held());
    broken.map(|check| check.subject.as_str()).collect()
}

/// What came of each try: `503`, `error`.
pub(crate) fn tries(step: &StepResult) -> Vec<String> {
    let word = |result: &TryResult| match result {
        TryResult::Status(status) => status.to_string(),
        TryResult::Error(_) => "error".to_owned(),
    };
    step.tries.iter().map(|attempt| word(&attempt.result)).collect()
}
