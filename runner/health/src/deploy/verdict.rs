//! The five words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is said about a deploy, or about one test of it. A later one is worse: the verdict on a
/// deploy is that on its worst test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeployVerdict {
    /// It works.
    Passed,
    /// It fails, and did so before the deploy.
    AlreadyFailing,
    /// It works, and takes clearly longer than before.
    Slower,
    /// What was seen does not suffice to say.
    CannotTell,
    /// It fails, and did not before.
    Worse,
}

impl DeployVerdict {
    /// The word, everywhere: `already_failing`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::AlreadyFailing => "already_failing",
            Self::Slower => "slower",
            Self::CannotTell => "cannot_tell",
            Self::Worse => "worse",
        }
    }
}

impl fmt::Display for DeployVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
