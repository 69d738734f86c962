//! Reading suites, side by side.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use runner_model::SuiteId;

use super::display::shown;
use super::find::SUFFIX;
use super::parallel::in_parallel;
use super::text::read_all;
use crate::check::Unread;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::language::Suite;
use crate::source::{FileId, Sources};
use crate::yaml;

/// What the paths of suites are relative to.
pub(super) struct Reading<'l> {
    /// The folder of the project.
    pub(super) root: &'l Path,
    /// Where the command was given.
    pub(super) current_dir: &'l Path,
}

/// A suite, and what of it could not be read.
pub(super) struct ReadSuite {
    pub(super) suite: Suite,
    /// There when something is wrong with the file.
    pub(super) unread: Option<Unread>,
}

impl Reading<'_> {
    /// The suites at `paths`, in their order; `None` where one cannot be read.
    pub(super) fn read(
        &self,
        paths: &[PathBuf],
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Option<ReadSuite>> {
        let files = read_all(paths, self.current_dir, sources, diagnostics);
        let sources = &*sources;
        let read = in_parallel(&files, |file| {
            let mut found = Vec::new();
            let suite = file.and_then(|file| self.suite(file, sources, &mut found));
            (suite, found)
        });
        let mut suites = Vec::with_capacity(read.len());
        for (suite, found) in read {
            diagnostics.extend(found);
            suites.push(suite);
        }
        suites
    }

    fn suite(
        &self,
        file: FileId,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<ReadSuite> {
        let source = sources.file(file);
        let tree = yaml::parse(file, &source.text, found)?;
        let suite = crate::read::suite(&tree, file, self.id(&source.path), sources, found)?;
        let wrong = found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
        Some(ReadSuite { suite, unread: wrong.then(|| Unread::of(&tree)) })
    }

    /// The path below the project's folder, without the suffix.
    fn id(&self, path: &Path) -> SuiteId {
        let shown = shown(path, self.root).replace(['\n', '\r'], " ");
        let id = shown.strip_suffix(SUFFIX).filter(|id| !id.trim().is_empty()).unwrap_or(&shown);
        SuiteId::try_from(id).unwrap_or_else(|_| {
            SuiteId::try_from("suite").expect("it is one line of text, not empty")
        })
    }
}

/// Suites with the same id: history could not tell them apart.
pub(super) fn same_id<'s>(suites: impl Iterator<Item = &'s Suite>) -> Vec<Diagnostic> {
    let mut known: HashMap<&SuiteId, &Suite> = HashMap::new();
    let mut found = Vec::new();
    for suite in suites {
        match known.get(&suite.id) {
            None => {
                known.insert(&suite.id, suite);
            }
            Some(first) => {
                let message = format!("two suites have the id `{}`", suite.id);
                found.push(
                    Diagnostic::new(Code::E201, suite.name.span, message)
                        .related(first.name.span, "the other one")
                        .help("give one of them another `id`: history tells suites apart by it"),
                );
            }
        }
    }
    found
}
