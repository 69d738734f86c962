//! What is wrong with a test, one thing at a time, each with its place.
//!
//! Lives here: what reports that point into files (TAP, GitHub, HTML) have in common.
//! Lives elsewhere: the sentences (`console::problem`), drawing them.

use runner_model::{
    CheckResult, CheckVerdict, Failure, Outcome, Place, SkipReason, StepOutcome, StepResult,
    TestResult, VariantResult,
};

use crate::console::{Problem, broken, is_left_behind, name_of, rank, told, why_left};

/// Whose fault a [`Finding`] is, and whether it breaks the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The service is at fault: the test failed.
    Theirs,
    /// We are at fault, or cannot tell: the test errored.
    Ours,
    /// It is worth a look: the test is at most degraded.
    Uneasy,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'a> {
    /// Whose fault it is.
    pub(crate) weight: Weight,
    /// Where the suite says that it should be otherwise.
    pub(crate) place: &'a Place,
    /// What is wrong, in one line: `$.total: expected a number over 0, got nothing`.
    pub(crate) message: String,
    /// The step it was found in; `None` when it is about the whole test.
    pub(crate) step: Option<&'a StepResult>,
    /// The claim that does not hold, when it is one.
    pub(crate) check: Option<&'a CheckResult>,
    /// What may help.
    pub(crate) hint: Option<&'a str>,
}

impl<'a> Finding<'a> {
    /// What was expected and what came instead, when it is a claim that does not hold.
    pub(crate) fn expected_and_got(&self) -> Option<(&'a str, &'a str)> {
        match &self.check?.verdict {
            CheckVerdict::Held => None,
            CheckVerdict::Broken { expected, got, .. } => Some((expected, got)),
        }
    }

    /// `step 3 "open the first one"`; empty when it is about the whole test.
    pub(crate) fn step_name(&self) -> String {
        self.step.map(name_of).unwrap_or_default()
    }

    fn of_check(check: &'a CheckResult, weight: Weight, step: Option<&'a StepResult>) -> Self {
        let hint = match &check.verdict {
            CheckVerdict::Held => None,
            CheckVerdict::Broken { hint, .. } => hint.as_deref(),
        };
        let message = told(check);
        Self { weight, place: &check.place, message, step, check: Some(check), hint }
    }

    fn of_problem(problem: &Problem<'a>, weight: Weight, step: &'a StepResult) -> Self {
        let (place, message, hint) = (problem.place, problem.in_one_line(), problem.hint);
        Self { weight, place, message, step: Some(step), check: None, hint }
    }
}

/// Of one step: what broke it, then what it was uneasy about.
pub(crate) fn of_step(step: &StepResult) -> Vec<Finding<'_>> {
    let mut found = Vec::new();
    if is_left_behind(step) {
        let message = format!("left behind: {}", why_left(step));
        let (place, weight) = (&step.place, Weight::Uneasy);
        found.push(Finding { weight, place, message, step: Some(step), check: None, hint: None });
    } else {
        found.extend(that_broke(step));
    }
    let warnings = broken(&step.warnings);
    found.extend(warnings.map(|check| Finding::of_check(check, Weight::Uneasy, Some(step))));
    found
}

/// What made a step fail or error; what tells most comes first. Checks speak for themselves; everything else has a sentence.
fn that_broke(step: &StepResult) -> Vec<Finding<'_>> {
    let weight = match step.outcome.summary() {
        Outcome::Errored => Weight::Ours,
        Outcome::Failed | Outcome::Degraded | Outcome::Passed | Outcome::Skipped => Weight::Theirs,
    };
    let Some(problem) = Problem::of_step(step) else { return Vec::new() };
    let checks = broken(&step.checks).map(|check| Finding::of_check(check, weight, Some(step)));
    let mut checks: Vec<_> = checks.collect();
    checks.sort_by_key(|finding| finding.check.map(|check| rank(&check.subject)));
    let told_by_checks = match &step.outcome {
        StepOutcome::Failed(Failure::Checks | Failure::Polling { .. }) => !checks.is_empty(),
        StepOutcome::Failed(
            Failure::Transport(_) | Failure::NothingToSave { .. } | Failure::TestTimeout { .. },
        )
        | StepOutcome::Errored(_)
        | StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Skipped(_) => false,
    };
    let mut found = Vec::new();
    if !told_by_checks {
        found.push(Finding::of_problem(&problem, weight, step));
    }
    found.extend(checks);
    found
}

/// Of a test: its own steps, then what the suite expects of the whole of it.
pub(crate) fn of_test(test: &TestResult) -> Vec<Finding<'_>> {
    let whole = broken(&test.checks).map(|check| Finding::of_check(check, Weight::Theirs, None));
    test.steps.iter().flat_map(of_step).chain(whole).collect()
}

/// Of a test, and of the setup that kept it from passing.
pub(crate) fn behind<'a>(variant: &'a VariantResult, test: &'a TestResult) -> Vec<Finding<'a>> {
    let own = of_test(test);
    match test.outcome {
        Outcome::Failed | Outcome::Errored if own.iter().all(|f| f.weight == Weight::Uneasy) => {
            variant.setup.iter().flat_map(of_step).chain(own).collect()
        }
        Outcome::Failed
        | Outcome::Errored
        | Outcome::Degraded
        | Outcome::Passed
        | Outcome::Skipped => own,
    }
}

/// Why a test was not attempted.
pub(crate) fn skip_reason(test: &TestResult) -> Option<&SkipReason> {
    test.steps.iter().find_map(|step| match &step.outcome {
        StepOutcome::Skipped(reason) => Some(reason),
        StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Failed(_)
        | StepOutcome::Errored(_) => None,
    })
}
