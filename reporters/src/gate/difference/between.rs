//! The step that failed, and the same step when it last passed.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Exchange, StepOutcome, StepResult, TestResult, human};
use serde::Serialize;

use super::answers::{self, Raw};
use super::change::Change;
use super::noise::Noise;
use crate::console::name_of;

/// No more changes are shown: who wants all of them looks at both answers.
const MOST: usize = 12;

/// A time has grown when it is at least this much longer,
const LONGER_BY: Duration = Duration::from_millis(20);
/// and at least this many quarters of what it was.
const QUARTERS: u32 = 5;

/// What is different between the first answer that failed and the last one that passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The step: `step 2 "pay it"`.
    pub step: String,
    /// When it last passed.
    pub passed_at: Timestamp,
    /// When it failed.
    pub failed_at: Timestamp,
    /// What is different, noise left out; empty when nothing else is.
    pub changes: Vec<Change>,
    /// How many changes more there are.
    pub more: usize,
}

impl Difference {
    /// Compares `failed` with the last of `passes`, which are in the order of time, at the step
    /// that failed. What differs among the passes says nothing; where there is only one of them,
    /// what differs among `failed` and `others` that failed in the same way. Tests come with the
    /// steps of the setup before them.
    ///
    /// `None` when no step of it got as far as a request, or that step never passed.
    pub fn between(
        failed: &TestResult,
        others: &[&TestResult],
        passes: &[&TestResult],
    ) -> Option<Self> {
        let step = failed.steps.iter().find(|step| has_failed(step))?;
        let after = step.exchange.as_deref()?;
        let passed: Vec<&Exchange> =
            passes.iter().filter_map(|test| counterpart(step, test, has_passed)).collect();
        let before = passed.last().copied()?;
        let mut noise = Noise::default();
        noise.learn(passed.iter().rev().copied());
        if passed.len() == 1 {
            let alike = others.iter().filter_map(|test| counterpart(step, test, has_failed));
            let status = |exchange: &Exchange| exchange.answer.response().map(|it| it.status);
            let alike = alike.filter(|it| status(it) == status(after));
            noise.learn(std::iter::once(after).chain(alike));
        }
        let mut changes = changes(before, after, &noise);
        let more = changes.len().saturating_sub(MOST);
        changes.truncate(MOST);
        let (step, passed_at, failed_at) = (name_of(step), before.at, after.at);
        Some(Self { step, passed_at, failed_at, changes, more })
    }
}

/// What is different between a step and the same step when the test last passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepDifference {
    /// When it last passed.
    pub passed_at: Timestamp,
    /// What is different.
    pub changes: Vec<Change>,
    /// What differs each time and says nothing.
    pub noise: Vec<Change>,
}

impl StepDifference {
    /// Compares a step with its counterpart in `pass`. `None` when one of them got no answer and
    /// no error.
    pub fn of(step: &StepResult, pass: &TestResult) -> Option<Self> {
        let after = step.exchange.as_deref()?;
        let before = counterpart(step, pass, has_passed)?;
        let (mut noise, mut signal) = (Vec::new(), Vec::new());
        let rules = Noise::default();
        answers::compare(before, after, &mut |raw: Raw<'_>| {
            let change = Change::new(raw.what, raw.shown(raw.before), raw.shown(raw.after));
            if rules.covers(&raw) { noise.push(change) } else { signal.push(change) }
        });
        signal.extend(time(before, after));
        Some(Self { passed_at: before.at, changes: signal, noise })
    }
}

/// How much longer it took, when that is worth a word.
fn time(before: &Exchange, after: &Exchange) -> Option<Change> {
    let time = |exchange: &Exchange| Some(human::duration(exchange.took));
    has_grown(before.took, after.took).then(|| Change::new("time", time(before), time(after)))
}

fn has_failed(step: &StepResult) -> bool {
    matches!(step.outcome, StepOutcome::Failed(_))
}

fn has_passed(step: &StepResult) -> bool {
    step.outcome.is_up() == Some(true)
}

/// What the same step of another run exchanged.
fn counterpart<'t>(
    step: &StepResult,
    test: &'t TestResult,
    ended: fn(&StepResult) -> bool,
) -> Option<&'t Exchange> {
    let place = |step: &StepResult| (step.section, step.number, step.within.clone());
    let same = |other: &&StepResult| place(other) == place(step) && other.name == step.name;
    test.steps.iter().filter(same).find(|step| ended(step))?.exchange.as_deref()
}

fn changes(before: &Exchange, after: &Exchange, noise: &Noise) -> Vec<Change> {
    let mut changes = Vec::new();
    answers::compare(before, after, &mut |raw: Raw<'_>| {
        if !noise.covers(&raw) {
            changes.push(Change::new(raw.what, raw.shown(raw.before), raw.shown(raw.after)));
        }
    });
    changes.extend(time(before, after));
    changes
}

fn has_grown(before: Duration, after: Duration) -> bool {
    after >= before.saturating_add(LONGER_BY) && after * 4 >= before * QUARTERS
}

#[cfg(test)]
mod tests;
