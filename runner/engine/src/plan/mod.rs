//! What will be done: suites multiplied out over cases and matrix entries.
//!
//! Lives here: [`Plan`], [`Selection`]. Nothing is sent, nothing is filled in.
//! Lives elsewhere: reading and checking suites (`suites`), carrying the plan out (`run`).

mod affected;
mod canaries;
mod fan_out;
mod selection;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use runner_model::{PlanSummary, Variant};
use suites::{Environment, MatrixEntry, Project, Sources, Step, StepKind, Suite, ValueTemplate};

pub use selection::{Only, Selection, UnknownSelection};

/// Suites that are going to be run together.
#[derive(Clone, Debug)]
pub struct Plan {
    /// In the order of the files; as often as they are repeated.
    pub suites: Vec<PlannedSuite>,
    /// Where services are.
    pub environment: Option<Arc<Environment>>,
    /// Defaults, trace context, what is masked.
    pub project: Option<Arc<Project>>,
    /// The files, for places.
    pub sources: Arc<Sources>,
    /// Repeats every random value.
    pub seed: String,
}

/// A suite with its variants.
#[derive(Clone, Debug)]
pub struct PlannedSuite {
    /// As read.
    pub suite: Arc<Suite>,
    /// In the order of cases, then matrix entries.
    pub variants: Vec<PlannedVariant>,
    /// 0, or which repetition.
    pub repetition: u32,
}

/// The tests of a suite for one case and matrix entry.
#[derive(Clone, Debug)]
pub struct PlannedVariant {
    /// For results.
    pub variant: Variant,
    /// What `{{case.x}}` means.
    pub case: Vec<(String, ValueTemplate)>,
    /// What `{{tenant.x}}` means, by dimension.
    pub entries: BTreeMap<String, MatrixEntry>,
    /// Which of the suite's tests.
    pub tests: Vec<usize>,
}

/// What a plan is made of.
#[derive(Clone, Debug)]
pub struct Planning {
    /// Those that were chosen by path, in order.
    pub suites: Vec<Arc<Suite>>,
    /// Where services are.
    pub environment: Option<Arc<Environment>>,
    /// The project, when there is one.
    pub project: Option<Arc<Project>>,
    /// The files.
    pub sources: Arc<Sources>,
    /// What is to be run of the suites.
    pub selection: Selection,
    /// Repeats every random value.
    pub seed: String,
    /// How often everything is done; at least once.
    pub repeat: u32,
}

impl Plan {
    /// Multiplies suites out.
    ///
    /// # Errors
    /// The selection names a dimension, entry or case that no selected suite has.
    pub fn of(planning: Planning) -> Result<Self, UnknownSelection> {
        let Planning { suites, environment, project, sources, selection, seed, repeat } = planning;
        let mut once = Vec::new();
        for suite in suites {
            let variants =
                fan_out::variants(&suite, environment.as_deref(), project.as_deref(), &selection);
            if !variants.is_empty() {
                once.push(PlannedSuite { suite, variants, repetition: 0 });
            }
        }
        selection.check_against(&once, environment.as_deref())?;
        let planned = (0..repeat.max(1)).flat_map(|repetition| {
            once.iter().map(move |suite| PlannedSuite { repetition, ..suite.clone() })
        });
        Ok(Self { suites: planned.collect(), environment, project, sources, seed })
    }

    /// For reporters.
    pub fn summary(&self) -> PlanSummary {
        let variants = || self.suites.iter().flat_map(|s| s.variants.iter().map(move |v| (s, v)));
        PlanSummary {
            suites: self.suites.len(),
            tests: variants().map(|(_, variant)| variant.tests.len()).sum(),
            steps: variants()
                .flat_map(|(planned, variant)| {
                    variant.tests.iter().map(|&index| {
                        let test = &planned.suite.tests[index];
                        count(&planned.suite.setup) + count(&test.steps)
                    })
                })
                .sum(),
            environment: self.environment.as_ref().map(|environment| environment.name.clone()),
            seed: self.seed.clone(),
        }
    }

    /// The secrets that selected tests mention, themselves or through what they mention.
    pub(crate) fn secrets(&self) -> BTreeSet<String> {
        let variants = self.suites.iter().flat_map(|s| s.variants.iter().map(move |v| (s, v)));
        variants
            .flat_map(|(planned, variant)| {
                fan_out::secrets(
                    &planned.suite,
                    variant.tests.iter().map(|&index| &planned.suite.tests[index]),
                    &variant.entries,
                    self.environment.as_deref(),
                    self.project.as_deref(),
                )
            })
            .collect()
    }
}

/// Requests and other single steps, loops counted once.
fn count(steps: &[Step]) -> usize {
    steps
        .iter()
        .map(|step| match &step.kind {
            StepKind::Group(steps) => count(steps),
            StepKind::Use(call) => call.flow.as_ref().map_or(1, |flow| {
                count(&flow.setup) + flow.tests.iter().map(|test| count(&test.steps)).sum::<usize>()
            }),
            StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => 1,
        })
        .sum()
}
