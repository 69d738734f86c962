//! A trap that somebody walked into, and how it is mended.

use crate::diagnostics::{Diagnostic, Edit};
use crate::source::{FileId, Span};

/// A mistake, with edits that let the scanner read on.
#[derive(Debug)]
pub(in crate::yaml) struct Trap {
    /// What is said.
    pub(in crate::yaml) diagnostic: Diagnostic,
    /// Applied in memory. Empty when reading cannot go on.
    pub(in crate::yaml) mend: Vec<Edit>,
}

impl Trap {
    /// Mended in memory the same way as `check --fix` mends the file.
    pub(in crate::yaml) fn fixed(diagnostic: Diagnostic, edits: Vec<Edit>) -> Self {
        let mend = edits.clone();
        Self { diagnostic: Diagnostic { fix: edits, ..diagnostic }, mend }
    }

    /// Mended in memory only, because the mending is a guess.
    pub(in crate::yaml) fn guessed(diagnostic: Diagnostic, mend: Vec<Edit>) -> Self {
        Self { diagnostic, mend }
    }
}

/// Edits that put a part of a text in quotes and leave its characters where they are.
pub(in crate::yaml) fn quote(file: FileId, text: &str, start: usize, end: usize) -> Vec<Edit> {
    let mark = mark(&text[start..end]);
    let mut edits = vec![insert(file, start, mark)];
    if mark == "'" {
        let inner = text[start..end].match_indices('\'');
        edits.extend(inner.map(|(at, _)| insert(file, start + at, "'")));
    }
    edits.push(insert(file, end, mark));
    edits
}

/// A text in quotes, as [`quote`] puts it.
pub(in crate::yaml) fn quoted_form(text: &str) -> String {
    match mark(text) {
        "'" => format!("'{}'", text.replace('\'', "''")),
        mark => format!("{mark}{text}{mark}"),
    }
}

/// Double quotes, unless what is inside would have to be escaped.
fn mark(text: &str) -> &'static str {
    if text.contains(['"', '\\']) { "'" } else { "\"" }
}

/// An edit that puts something between two characters.
pub(super) fn insert(file: FileId, at: usize, text: &str) -> Edit {
    Edit { span: span(file, at, at), text: text.to_owned() }
}

/// An edit that puts something in place of something.
pub(super) fn replace(file: FileId, start: usize, end: usize, text: &str) -> Edit {
    Edit { span: span(file, start, end), text: text.to_owned() }
}

pub(super) fn span(file: FileId, start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset(end) }
}
