//! The reports that can be asked for by name.

use std::str::FromStr;

use thiserror::Error;

/// A report that can be asked for, as in `--report junit=report.xml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// For a person at a terminal: [`Console`](crate::Console).
    Console,
    /// For a program: [`Json`](crate::Json).
    Json,
    /// For a program that listens: [`Jsonl`](crate::Jsonl).
    Jsonl,
    /// For a build server: [`Junit`](crate::Junit).
    Junit,
    /// For a harness: [`Tap`](crate::Tap).
    Tap,
    /// For a person with a browser: [`Html`](crate::Html).
    Html,
    /// For GitHub Actions: [`GithubAnnotations`](crate::GithubAnnotations) and
    /// [`GithubSummary`](crate::GithubSummary).
    Github,
}

impl ReportKind {
    /// All there are.
    pub const ALL: [Self; 7] =
        [Self::Console, Self::Json, Self::Jsonl, Self::Junit, Self::Tap, Self::Html, Self::Github];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Junit => "junit",
            Self::Tap => "tap",
            Self::Html => "html",
            Self::Github => "github",
        }
    }
}

impl std::fmt::Display for ReportKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no report.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no report named `{name}`; there are {known}", known = known())]
pub struct UnknownReport {
    /// The name that was asked for.
    pub name: String,
}

fn known() -> String {
    listed(&ReportKind::ALL.map(ReportKind::as_str))
}

/// `a, b and c`
fn listed(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.join(", "),
    }
}

impl FromStr for ReportKind {
    type Err = UnknownReport;

    fn from_str(text: &str) -> Result<Self, UnknownReport> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownReport { name: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in ReportKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
    }

    #[test]
    fn what_is_unknown_says_what_there_is() {
        assert_eq!(
            "xml".parse::<ReportKind>().unwrap_err().to_string(),
            "there is no report named `xml`; there are console, json, jsonl, junit, tap, html and github"
        );
    }
}
