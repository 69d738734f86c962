//! What is to be loaded, and what came of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::check::Names;
use crate::diagnostics::{Diagnostic, Severity};
use crate::language::{Environment, Project, Suite};
use crate::source::Sources;

/// What is to be loaded.
#[derive(Clone, Debug, Default)]
pub struct LoadRequest {
    /// Files, folders or globs, relative to `current_dir` or absolute; the suites of the project
    /// when there is none.
    pub paths: Vec<PathBuf>,
    /// Where the command was given, absolute.
    pub current_dir: PathBuf,
    /// Services whose hosts are given on the command line.
    pub services: Vec<String>,
}

/// Everything that could be read, and everything that is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The texts.
    pub sources: Sources,
    /// The project, when there is a project file.
    pub project: Option<Project>,
    /// The environments of the project that can be run alone, in the order of the file.
    pub environments: Vec<Environment>,
    /// The suites that were asked for, in the order of their paths. Flows are joined to the steps
    /// that use them.
    pub suites: Vec<Arc<Suite>>,
    /// Every suite that is used as a flow, by its path.
    pub flows: BTreeMap<PathBuf, Arc<Suite>>,
    /// What the project and its environments define.
    pub names: Names,
    /// All mistakes of all files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Something is wrong that keeps the suites from being run.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}
