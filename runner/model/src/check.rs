//! A claim, checked.

use serde::{Deserialize, Serialize};

use crate::Place;

/// One check of an `expect`, `warn` or `check`, and how it came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The subject as written: `$.total`, `header content-type`, `status`.
    pub subject: String,
    /// Where the claim stands in the suite.
    pub place: Place,
    /// How it came out.
    pub verdict: CheckVerdict,
}

impl CheckResult {
    /// The claim holds.
    pub fn held(&self) -> bool {
        match self.verdict {
            CheckVerdict::Held => true,
            CheckVerdict::Broken { .. } => false,
        }
    }
}

/// How a check came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckVerdict {
    /// It is as claimed.
    Held,
    /// It is not.
    Broken {
        /// `a number over 0`; reads after "expected".
        expected: String,
        /// `the string "12.50"`; reads after "got".
        got: String,
        /// What helps: `the nearest path that exists is $.order, with the keys id, total`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hint: Option<String>,
    },
}
