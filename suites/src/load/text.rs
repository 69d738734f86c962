//! Files to texts.

use std::fs;
use std::path::{Path, PathBuf};

use super::display::shown;
use super::parallel::in_parallel;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::yaml::{NotText, decode};

/// A file that is larger is not read at all.
const LARGEST: u64 = 10_000_000;

/// Why a file has no text.
enum Unreadable {
    Missing(std::io::Error),
    NotText(NotText),
    TooLarge,
}

/// Reads files side by side and takes their texts in, in their order. A file that cannot be read
/// is taken in without text, and what is wrong with it is reported.
pub(super) fn read_all(
    paths: &[PathBuf],
    current_dir: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<FileId>> {
    let texts = in_parallel(paths, |path| read(path));
    let mut files = Vec::with_capacity(paths.len());
    for (path, text) in paths.iter().zip(texts) {
        let name = shown(path, current_dir);
        let mut add = |text: String| {
            sources.add(SourceFile {
                path: path.clone(),
                name: name.as_str().into(),
                text: text.into(),
            })
        };
        match text {
            Ok(text) => files.push(Some(add(text))),
            Err(why) => {
                let file = add(String::new());
                diagnostics.push(why.diagnostic(file, &name));
                files.push(None);
            }
        }
    }
    files
}

fn read(path: &Path) -> Result<String, Unreadable> {
    let length = fs::metadata(path).map_err(Unreadable::Missing)?.len();
    if length > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let bytes = fs::read(path).map_err(Unreadable::Missing)?;
    decode(bytes).map_err(Unreadable::NotText)
}

impl Unreadable {
    fn diagnostic(&self, file: FileId, name: &str) -> Diagnostic {
        let start = Span { file, start: 0, end: 0 };
        match self {
            Self::Missing(error) => {
                Diagnostic::new(Code::E116, start, format!("`{name}` cannot be read: {error}"))
            }
            Self::NotText(not_text) => not_text.diagnostic(file),
            Self::TooLarge => {
                Diagnostic::new(Code::E110, start, "this file is over 10 MB").help("split it up")
            }
        }
    }
}
