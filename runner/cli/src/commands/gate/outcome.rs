//! How the process ends, by the verdict.

use runner_health::deploy::DeployVerdict;

use crate::args::gate::FailOn;
use crate::exit::Exit;

/// 0 for what does not speak against the deploy, 1 for `worse` and what the pipeline chose to fail
/// on, 3 when nobody can tell.
pub(super) fn exit(verdict: DeployVerdict, fail_on: &[FailOn]) -> Exit {
    let chosen = |verdict: FailOn| fail_on.contains(&verdict);
    match verdict {
        DeployVerdict::Worse => Exit::Failed,
        DeployVerdict::Slower if chosen(FailOn::Slower) => Exit::Failed,
        DeployVerdict::AlreadyFailing if chosen(FailOn::AlreadyFailing) => Exit::Failed,
        DeployVerdict::CannotTell if chosen(FailOn::CannotTell) => Exit::Failed,
        DeployVerdict::CannotTell => Exit::Unknown,
        DeployVerdict::Passed | DeployVerdict::AlreadyFailing | DeployVerdict::Slower => {
            Exit::Passed
        }
    }
}
