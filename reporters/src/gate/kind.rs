//! The reports of a gate that can be asked for by name.

use std::str::FromStr;

use thiserror::Error;

/// A report of a gate, as in `--report markdown=comment.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateReportKind {
    /// For a person at a terminal.
    Console,
    /// For a program.
    Json,
    /// For a comment on a pull request.
    Markdown,
    /// The same Markdown, on the page of a job of GitHub Actions.
    Github,
}

/// The text names no report of a gate.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "there is no report of a gate named `{name}`; there are console, json, markdown and github"
)]
pub struct UnknownGateReport {
    /// The name that was asked for.
    pub name: String,
}

impl FromStr for GateReportKind {
    type Err = UnknownGateReport;

    fn from_str(text: &str) -> Result<Self, UnknownGateReport> {
        Ok(match text {
            "console" => Self::Console,
            "json" => Self::Json,
            "markdown" => Self::Markdown,
            "github" => Self::Github,
            name => return Err(UnknownGateReport { name: name.to_owned() }),
        })
    }
}
