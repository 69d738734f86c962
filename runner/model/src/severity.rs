//! How urgent something is.

use serde::{Deserialize, Serialize};

/// How urgent something is, from news to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// News: nobody has to act.
    Info,
    /// A ticket: somebody has to act, in working hours.
    Warning,
    /// A page: somebody has to act at once.
    Critical,
}

impl Severity {
    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}
