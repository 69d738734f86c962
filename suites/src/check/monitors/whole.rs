//! A whole project: its file, its environments, all of its suites.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::in_environments::in_environments;
use super::mentioned::mentioned;
use super::targets::targets;
use crate::check::Names;
use crate::diagnostics::Diagnostic;
use crate::language::{Environment, Project, Suite};
use crate::source::Sources;

/// A whole project.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'a> {
    /// Its file.
    pub(crate) project: &'a Project,
    /// Those that can be run alone.
    pub(crate) environments: &'a [Environment],
    /// The files of its suites, sorted.
    pub(crate) paths: &'a [PathBuf],
    /// Those of them that could be read.
    pub(crate) suites: &'a [Arc<Suite>],
    /// What is used as a flow.
    pub(crate) flows: &'a BTreeMap<PathBuf, Arc<Suite>>,
    /// What the project and its environments define.
    pub(crate) names: &'a Names,
    /// The texts.
    pub(crate) sources: &'a Sources,
}

impl Whole<'_> {
    /// Every suite could be read: what is not there is nowhere.
    pub(super) fn is_read(&self) -> bool {
        self.suites.len() == self.paths.len()
    }
}

/// What is wrong with what monitors run, and with what is said of it.
pub(crate) fn monitors(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let mut found = targets(whole);
    found.extend(mentioned(whole));
    found.extend(in_environments(whole));
    found
}
