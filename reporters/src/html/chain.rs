//! A chain of steps as a waterfall: a test, or the setup or cleanup that several tests share.

use runner_model::{Outcome, StepResult, SuiteResult, TestResult, Variant, VariantResult};
use serde::Serialize;

use super::bars::{Axis, Tick};
use super::bodies::Room;
use super::inspector::{Check, Trouble};
use super::mark::Mark;
use super::row::Row;
use crate::console::{carried_out, one_line};
use crate::finding;
use crate::human;

/// How many steps of one chain have a row; loops can have any number.
const ROWS: usize = 400;

/// A chain, ready to be placed.
#[derive(Debug, Serialize)]
pub(super) struct Chain {
    mark: Mark,
    /// Worth reading at once.
    open: bool,
    title: String,
    /// `by card`, `canary-eu`.
    variant: Vec<String>,
    /// `3 steps, 142 ms`.
    facts: String,
    ticks: Vec<Tick>,
    rows: Vec<Row>,
    /// What was left out.
    more: Option<String>,
    /// Where what the suite expects of the whole test is broken.
    whole: Vec<Trouble>,
    whole_checks: Vec<Check>,
    rerun: Option<String>,
}

/// The chains of a variant. A single test stands together with its setup and cleanup.
pub(super) fn of_variant(
    suite: &SuiteResult,
    variant: &VariantResult,
    room: &mut Room,
) -> Vec<Chain> {
    if let [test] = variant.tests.as_slice() {
        let steps = variant.setup.iter().chain(&test.steps).chain(&variant.cleanup);
        return vec![of_test(suite, test, &steps.collect::<Vec<_>>(), room)];
    }
    let mut chains = Vec::new();
    chains.extend(shared("Setup", &variant.variant, &variant.setup, room));
    for test in &variant.tests {
        chains.push(of_test(suite, test, &test.steps.iter().collect::<Vec<_>>(), room));
    }
    chains.extend(shared("Cleanup", &variant.variant, &variant.cleanup, room));
    chains
}

fn of_test(
    suite: &SuiteResult,
    test: &TestResult,
    steps: &[&StepResult],
    room: &mut Room,
) -> Chain {
    let title = if test.name == suite.name { &suite.name } else { &test.name };
    let count = human::count(carried_out(steps.iter().copied()), "step");
    let facts = format!("{count}, {}", human::duration(test.took));
    let broken = finding::of_test(test).into_iter().filter(|found| found.step.is_none());
    Chain {
        whole: broken.map(|found| Trouble::of(&found)).collect(),
        whole_checks: test.checks.iter().map(Check::of).collect(),
        rerun: Some(one_line(&test.rerun).into_owned()).filter(|rerun| !rerun.is_empty()),
        ..of_steps(title, &test.test.variant, test.outcome, facts, steps, room)
    }
}

fn shared(title: &str, variant: &Variant, steps: &[StepResult], room: &mut Room) -> Option<Chain> {
    if steps.is_empty() {
        return None;
    }
    let steps: Vec<_> = steps.iter().collect();
    let outcome = Outcome::worst(steps.iter().map(|step| step.outcome.summary()));
    let facts = human::count(steps.len(), "step");
    Some(of_steps(title, variant, outcome, facts, &steps, room))
}

fn of_steps(
    title: &str,
    variant: &Variant,
    outcome: Outcome,
    facts: String,
    steps: &[&StepResult],
    room: &mut Room,
) -> Chain {
    let axis = Axis::of(steps);
    let shown = worth_a_row(steps);
    let left_out = steps.len() - shown.len();
    let first_trouble = shown.iter().position(|step| is_trouble(step));
    let rows = shown.iter().enumerate();
    let rows = rows.map(|(n, step)| Row::of(step, axis, first_trouble == Some(n), room)).collect();
    let more = (left_out > 0).then(|| {
        let steps = human::count(left_out, "more step");
        format!("{steps} not shown here; the JSON report has all")
    });
    let labels = variant.case.iter().chain(variant.matrix.values());
    Chain {
        mark: outcome.into(),
        open: match outcome {
            Outcome::Failed | Outcome::Errored | Outcome::Degraded => true,
            Outcome::Passed | Outcome::Skipped => false,
        },
        title: one_line(title).into_owned(),
        variant: labels.map(|label| one_line(label).into_owned()).collect(),
        facts,
        ticks: axis.ticks(),
        rows,
        more,
        whole: Vec::new(),
        whole_checks: Vec::new(),
        rerun: None,
    }
}

/// All steps, or those that did not pass and as many others as there is room for.
pub(super) fn worth_a_row<'a>(steps: &[&'a StepResult]) -> Vec<&'a StepResult> {
    let trouble = steps.iter().filter(|step| is_trouble(step)).count().min(ROWS / 2);
    let (mut bad, mut good) = (trouble, ROWS - trouble);
    let wanted = steps.iter().copied().filter(|step| {
        let left = if is_trouble(step) { &mut bad } else { &mut good };
        let wanted = *left > 0;
        *left = left.saturating_sub(1);
        wanted
    });
    wanted.collect()
}

pub(super) fn is_trouble(step: &StepResult) -> bool {
    match step.outcome.summary() {
        Outcome::Failed | Outcome::Errored | Outcome::Degraded => true,
        Outcome::Passed | Outcome::Skipped => false,
    }
}
