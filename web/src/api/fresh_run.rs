//! The id of a run that is asked for.

use jiff::Timestamp;
use runner_model::RunId;

use crate::problem::Problem;

/// Names a run that is asked for at `now`.
pub(super) fn fresh_run(now: Timestamp) -> Result<RunId, Problem> {
    let mut random = [0; 10];
    match getrandom::fill(&mut random) {
        Ok(()) => Ok(RunId::at(now, random)),
        Err(error) => {
            tracing::warn!(%error, "a run could not be named");
            let why = "this machine has no random numbers at present: try again";
            Err(Problem::Unavailable { why })
        }
    }
}
