//! What the engine says out loud.

use crate::{EnvironmentName, Run, StepResult, SuiteResult, TestRef};

/// What happens during a run. The only thing the engine says out loud; everything in it is
/// masked. Suites run side by side, so events of different suites may be interleaved; within a
/// test they are in order.
#[derive(Clone, Copy, Debug)]
pub enum RunEvent<'a> {
    /// Before the first step.
    Started(&'a PlanSummary),
    /// A step begins.
    StepStarted {
        /// The test it belongs to.
        test: &'a TestRef,
        /// Its name.
        step: &'a str,
    },
    /// A step has ended.
    StepDone {
        /// The test it belongs to.
        test: &'a TestRef,
        /// How.
        step: &'a StepResult,
    },
    /// All tests of a suite have ended.
    SuiteDone(&'a SuiteResult),
    /// After the last suite.
    Done(&'a Run),
}

/// What is going to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// How many suites.
    pub suites: usize,
    /// How many tests, cases and matrix entries multiplied out.
    pub tests: usize,
    /// How many steps, loops counted once.
    pub steps: usize,
    /// The environment, when one was chosen.
    pub environment: Option<EnvironmentName>,
    /// The seed of every random value.
    pub seed: String,
}
