//! The words of the command, as a text that mistakes can point at.

use std::path::Path;

use super::request::LoadRequest;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Sources, Span};

/// How the text is called.
const NAME: &str = "command line";

/// The paths and services of a command. They become a text when something is wrong with one.
pub(super) struct Command<'r> {
    request: &'r LoadRequest,
    file: Option<FileId>,
}

impl<'r> Command<'r> {
    pub(super) fn new(request: &'r LoadRequest) -> Self {
        Self { request, file: None }
    }

    /// What is wrong with the path of that number. Without any path, the folder is meant.
    pub(super) fn path(
        &mut self,
        index: usize,
        sources: &mut Sources,
        message: impl Into<String>,
    ) -> Diagnostic {
        self.word(index, sources, Code::E218, message)
    }

    /// What is wrong with the service of that number.
    pub(super) fn service(
        &mut self,
        index: usize,
        sources: &mut Sources,
        message: impl Into<String>,
    ) -> Diagnostic {
        let index = self.request.paths.len().max(1) + index;
        self.word(index, sources, Code::E401, message)
    }

    fn word(
        &mut self,
        index: usize,
        sources: &mut Sources,
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        let words = self.words();
        let file = *self.file.get_or_insert_with(|| {
            sources.add(SourceFile {
                path: self.request.current_dir.join(NAME),
                name: NAME.into(),
                text: words.join(" ").into(),
            })
        });
        let before: usize = words.iter().take(index).map(|word| word.len() + 1).sum();
        let length = words.get(index).map_or(0, String::len);
        let end = u32::try_from(before + length).unwrap_or(u32::MAX);
        let start = u32::try_from(before).unwrap_or(end);
        Diagnostic::new(code, Span { file, start, end }, message)
    }

    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.request.paths.iter().map(|path| written(path)).collect();
        if words.is_empty() {
            words.push(".".to_owned());
        }
        words.extend(self.request.services.iter().cloned());
        words
    }
}

/// A path as it was given.
pub(super) fn written(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
