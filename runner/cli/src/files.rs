//! Suites and project, read; their problems, printed.

use std::path::PathBuf;

use runner_model::human;
use suites::{Diagnostic, LoadRequest, Loaded, Severity, Sources};

use crate::outside::Outside;
use crate::say;

/// Reads files, folders or globs; the project's suites when there are none. `services` have
/// hosts that are given on the command line.
pub(crate) fn load(paths: Vec<PathBuf>, services: Vec<String>, outside: &Outside) -> Loaded {
    let current_dir = outside.current_dir.clone();
    suites::load::load(&LoadRequest { paths, current_dir, services })
}

/// How many problems there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

impl Count {
    /// Counts problems.
    pub(crate) fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
        Self { errors, warnings: diagnostics.len() - errors }
    }
}

impl std::fmt::Display for Count {
    /// `2 errors, 1 warning`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| human::count(number, what))
            .collect();
        f.write_str(&parts.join(", "))
    }
}

/// Prints problems for people, on standard error.
pub(crate) fn print(diagnostics: &[Diagnostic], sources: &Sources, outside: &Outside) -> Count {
    if !diagnostics.is_empty() {
        let text = suites::diagnostics::render(diagnostics, sources, outside.colour_on_stderr);
        say::err(text.trim_end());
    }
    Count::of(diagnostics)
}
