//! What is to be run of the suites that were read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use runner_model::ServiceName;
use suites::{Environment, Suite, Test};
use thiserror::Error;

use super::PlannedSuite;

/// Which tests, cases and matrix entries; everything when it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `--only DIMENSION=VALUE`: several of one dimension are alternatives.
    pub only: Vec<Only>,
    /// At least one of these tags.
    pub tags: Vec<String>,
    /// None of these tags.
    pub exclude_tags: Vec<String>,
    /// Only tests that call this service, or one that depends on it.
    pub affected_by: Option<ServiceName>,
    /// `PATH::TEST`: of this file only these tests. Files that are not named are run whole.
    pub tests: Vec<(PathBuf, String)>,
}

/// `tenant=canary-eu`, `case=by card`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// A dimension of the matrix, or `case`.
    pub dimension: String,
    /// The entry's or case's name.
    pub value: String,
}

/// `--only` names something that does not exist.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{message}")]
pub struct UnknownSelection {
    /// What does not exist and what does: `no selected suite has the case `x`; there are a, b`.
    pub message: String,
}

impl Selection {
    /// Whether a test is chosen by tags and by name.
    pub(super) fn takes(&self, suite: &Suite, test: &Test) -> bool {
        let tags: BTreeSet<&String> = suite.tags.iter().chain(&test.tags).collect();
        let named: Vec<&String> = self
            .tests
            .iter()
            .filter(|(path, _)| *path == suite.path)
            .map(|(_, name)| name)
            .collect();
        (self.tags.is_empty() || self.tags.iter().any(|tag| tags.contains(tag)))
            && !self.exclude_tags.iter().any(|tag| tags.contains(tag))
            && (named.is_empty() || named.iter().any(|name| *name == test.name.as_str()))
    }

    /// Whether an entry of a dimension (or a case) is chosen.
    pub(super) fn takes_entry(&self, dimension: &str, name: &str) -> bool {
        let mut of_it = self.only.iter().filter(|only| only.dimension == dimension).peekable();
        of_it.peek().is_none() || of_it.any(|only| only.value == name)
    }

    /// Every `--only` must mean something: a typo must not run nothing and pass.
    pub(super) fn check_against(
        &self,
        planned: &[PlannedSuite],
        environment: Option<&Environment>,
    ) -> Result<(), UnknownSelection> {
        for only in &self.only {
            let known = known_names(&only.dimension, planned, environment);
            if !known.contains(&only.value) {
                return Err(UnknownSelection { message: unknown(only, &known, environment) });
            }
        }
        Ok(())
    }
}

fn known_names(
    dimension: &str,
    planned: &[PlannedSuite],
    environment: Option<&Environment>,
) -> BTreeSet<String> {
    if dimension == "case" {
        let variants = planned.iter().flat_map(|suite| &suite.variants);
        return variants.filter_map(|variant| variant.variant.case.clone()).collect();
    }
    let dimensions = environment.map(|e| e.matrix.as_slice()).unwrap_or_default();
    let entries = dimensions.iter().filter(|d| d.name == dimension).flat_map(|d| &d.entries);
    entries.map(|entry| entry.name.clone()).collect()
}

fn unknown(only: &Only, known: &BTreeSet<String>, environment: Option<&Environment>) -> String {
    let Only { dimension, value } = only;
    if !known.is_empty() {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let there = if known.len() == 1 { "there is only" } else { "there are" };
        return format!("there is no {dimension} `{value}`; {there} {}", known.join(", "));
    }
    if dimension == "case" {
        return format!("no selected test has the case `{value}`");
    }
    match environment {
        Some(environment) => {
            let name = &environment.name;
            format!("the environment `{name}` has no dimension `{dimension}` in its `matrix`")
        }
        None => format!("without an environment there is no `{dimension}`; choose one with `-e`"),
    }
}
