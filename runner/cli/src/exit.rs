//! How the process ends.

use std::process::ExitCode;

use runner_model::{Outcome, Run};

/// Scripts depend on these numbers: add, never renumber (FORMAT.md, section 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Every test passed (degraded too, unless `--strict`).
    Passed = 0,
    /// The service failed at least one test.
    Failed = 1,
    /// The files have problems; nothing was sent.
    Invalid = 2,
    /// No verdict: we could not carry something out.
    Unknown = 3,
    /// The command line was not understood, or asks for what does not exist.
    Usage = 64,
    /// Stopped from outside, after cleanup.
    Interrupted = 130,
}

impl Exit {
    /// What a run ends with.
    pub(crate) fn of(run: &Run, strict: bool) -> Self {
        match run.outcome {
            Outcome::Failed => Self::Failed,
            Outcome::Errored => Self::Unknown,
            Outcome::Degraded if strict => Self::Failed,
            Outcome::Degraded | Outcome::Passed | Outcome::Skipped => Self::Passed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
