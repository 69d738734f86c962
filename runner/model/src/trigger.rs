//! Why a run took place.

use serde::{Deserialize, Serialize};

/// Why a run took place. Only scheduled runs enter an availability or a reliability: probing more
/// often while something is down would count the same outage several times (SLO.md, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Its time had come.
    Schedule,
    /// The run before had failed and was repeated before it counted.
    Confirmation,
    /// Somebody asked for it.
    Manual,
    /// A deploy was to be judged.
    Deploy,
}

impl Trigger {
    /// Whether the run enters an availability or a reliability.
    pub fn counts(self) -> bool {
        match self {
            Self::Schedule => true,
            Self::Confirmation | Self::Manual | Self::Deploy => false,
        }
    }

    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Confirmation => "confirmation",
            Self::Manual => "manual",
            Self::Deploy => "deploy",
        }
    }
}
