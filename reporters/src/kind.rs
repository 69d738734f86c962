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
    /// For a build server: [`Junit`](crate::Junit).
    Junit,
}

impl ReportKind {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Console, Self::Json, Self::Junit];

    /// Names of reports that people will look for and that do not exist yet.
    const NOT_YET: [&'static str; 4] = ["tap", "html", "jsonl", "github"];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Json => "json",
            Self::Junit => "junit",
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
pub enum UnknownReport {
    /// It is planned.
    #[error("{name} reports are not supported yet; there are {known}", known = known())]
    NotYet {
        /// The name that was asked for.
        name: &'static str,
    },
    /// Nobody has heard of it.
    #[error(
        "there is no report named `{name}`; there are {known} ({planned} are not supported yet)",
        known = known(),
        planned = listed(&ReportKind::NOT_YET)
    )]
    Unknown {
        /// The name that was asked for.
        name: String,
    },
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
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.as_str() == text) {
            return Ok(kind);
        }
        match Self::NOT_YET.into_iter().find(|name| *name == text) {
            Some(name) => Err(UnknownReport::NotYet { name }),
            None => Err(UnknownReport::Unknown { name: text.to_owned() }),
        }
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
    fn what_is_unknown_or_not_there_yet_says_so() {
        let message = |name: &str| name.parse::<ReportKind>().unwrap_err().to_string();
        assert_eq!(
            message("html"),
            "html reports are not supported yet; there are console, json and junit"
        );
        assert_eq!(
            message("xml"),
            "there is no report named `xml`; there are console, json and junit \
             (tap, html, jsonl and github are not supported yet)"
        );
    }
}
