//! Outcomes of steps, rolled up.

use runner_model::{Outcome, SkipReason, StepOutcome, StepResult};

/// The worst of steps; what cleanup does is looked at elsewhere. A chain that was stopped before
/// it began says nothing.
pub(super) fn outcome_of(steps: &[StepResult]) -> Outcome {
    Outcome::worst(steps.iter().map(|step| step.outcome.summary()))
}

/// A cleanup that does not pass leaves something behind: degraded, never failed.
pub(super) fn cleanup_outcome(steps: &[StepResult]) -> Outcome {
    Outcome::worst(steps.iter().map(|step| match &step.outcome {
        StepOutcome::Passed => Outcome::Passed,
        StepOutcome::Degraded | StepOutcome::Failed(_) | StepOutcome::Errored(_) => {
            Outcome::Degraded
        }
        StepOutcome::Skipped(
            SkipReason::Condition { .. }
            | SkipReason::EarlierStep { .. }
            | SkipReason::Unset { .. }
            | SkipReason::NothingToLoopOver,
        ) => Outcome::Skipped,
    }))
}
