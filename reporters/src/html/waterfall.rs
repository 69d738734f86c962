//! A test as a waterfall, for pages that show one step in full beside it.

use std::time::Duration;

use runner_model::{StepMark, StepResult, TestResult};
use serde::Serialize;

use super::bars::{Axis, Bar, Bars, Tick, ghost};
use super::bodies::Room;
use super::chain::{is_trouble, worth_a_row};
use super::inspector::{Check, Inspector};
use super::row::Row;
use crate::human;

/// A step is much slower than when it last passed from so many times on,
const TIMES: f64 = 2.0;
/// and by at least this much.
const LONGER_BY: Duration = Duration::from_millis(20);

/// A test as a waterfall, each row with where the step was when the test last passed.
#[derive(Debug, Serialize)]
pub struct Waterfall {
    ticks: Vec<Tick>,
    rows: Vec<Compared>,
    /// `6 steps, 2.31 s`
    facts: String,
    /// How the checks of the whole test came out.
    whole: Vec<Check>,
    /// There is something to compare with.
    has_ghost: bool,
}

/// A row, and how the step was when it last passed.
#[derive(Debug, Serialize)]
struct Compared {
    #[serde(flatten)]
    row: Row,
    ghost: Option<Bar>,
    /// `8.6× the last pass`
    slower: Option<String>,
}

impl Waterfall {
    /// Of a test, beside its last pass.
    pub fn of(test: &TestResult, pass: Option<&TestResult>) -> Self {
        let steps = Self::steps(test);
        let passed: Vec<&StepResult> = pass.map(|pass| &pass.steps).into_iter().flatten().collect();
        let before = Axis::of(&passed);
        let axis = Axis::of(&steps);
        let axis = if passed.is_empty() { axis } else { axis.at_least(before.length()) };
        let rows = steps.iter().map(|step| {
            let was = pass.and_then(|pass| Self::counterpart(step, pass));
            Compared {
                row: Row::alone(step, axis, false),
                ghost: was.map(|was| ghost(was, before, axis)),
                slower: was.and_then(|was| slower(was.took, step.took)),
            }
        });
        Self {
            ticks: axis.ticks(),
            rows: rows.collect(),
            facts: facts(steps.len(), test.took),
            whole: test.checks.iter().map(Check::of).collect(),
            has_ghost: pass.is_some(),
        }
    }

    /// Of a run of which only marks are kept. `names` are those of its steps, as far as they are
    /// known.
    pub fn of_marks(marks: &[StepMark], names: &[String], took: Duration) -> Self {
        let axis = Axis::of(&[]).at_least(took);
        let mut offset = Duration::ZERO;
        let rows = marks.iter().enumerate().map(|(number, mark)| {
            let bars = Bars::of_mark(mark, offset, axis);
            offset += mark.took;
            let name = names.get(number).cloned();
            let name = name.unwrap_or_else(|| format!("step {}", number + 1));
            Compared { row: Row::of_mark(&name, mark, bars), ghost: None, slower: None }
        });
        Self {
            rows: rows.collect(),
            ticks: axis.ticks(),
            facts: facts(marks.len(), took),
            whole: Vec::new(),
            has_ghost: false,
        }
    }

    /// The steps that have a row, in order.
    pub fn steps(test: &TestResult) -> Vec<&StepResult> {
        worth_a_row(&test.steps.iter().collect::<Vec<_>>())
    }

    /// The same step of another run of the test.
    pub fn counterpart<'t>(step: &StepResult, test: &'t TestResult) -> Option<&'t StepResult> {
        let place = |step: &StepResult| (step.section, step.number, step.within.clone());
        test.steps.iter().find(|other| place(other) == place(step) && other.name == step.name)
    }

    /// Which of [`steps`](Self::steps) is worth a look at once.
    pub fn worth_a_look(test: &TestResult) -> usize {
        Self::steps(test).iter().position(|step| is_trouble(step)).unwrap_or_default()
    }
}

/// All that is known of a step.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Inspected(Inspector);

impl Inspected {
    /// Of a step; bodies are cut at about 100 kB.
    pub fn of(step: &StepResult) -> Self {
        Self(Inspector::of(step, true, &mut Room::new()))
    }

    /// `step 3 "open the first one"`
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.title
    }
}

fn slower(before: Duration, now: Duration) -> Option<String> {
    let times = now.as_secs_f64() / before.as_secs_f64().max(0.000_001);
    let much = times >= TIMES && now >= before.saturating_add(LONGER_BY);
    much.then(|| match times {
        ..99.5 => format!("{times:.1}× the last pass"),
        _ => "far slower than the last pass".to_owned(),
    })
}

fn facts(steps: usize, took: Duration) -> String {
    format!("{}, {}", human::count(steps, "step"), human::duration(took))
}
