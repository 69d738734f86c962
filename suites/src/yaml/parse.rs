//! From text to tree: read, mend what is known, and read again.

use std::collections::HashSet;
use std::sync::Arc;

use serde_saphyr::granit_parser::ErrorKind;

use super::Node;
use super::build::{Builder, Built};
use super::mended::Mended;
use super::traps::{Trap, survey};
use super::unreadable;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// No file is larger.
const MAX_BYTES: usize = 10_000_000;
/// A text is not mended more often.
const MAX_ROUNDS: usize = 50;
/// Nor when that takes more reading than this, in bytes.
const MAX_READING: usize = 50_000_000;

/// Reads a file's text. `None` when it cannot be made out as a whole; then, as with any mistake,
/// `diagnostics` says why. A tree that comes with mistakes has what was meant, as far as that can
/// be told.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    let start = Span { file, start: 0, end: 0 };
    if text.len() > MAX_BYTES {
        let large = Diagnostic::new(Code::E110, start, "this file is over 10 MB");
        diagnostics.push(large.help("split it up"));
        return None;
    }
    let (source, built) = mended(Mended::new(file, text), diagnostics);
    let null = |root: &Node| {
        root.scalar().is_some_and(|scalar| scalar.text.is_empty() && !scalar.is_quoted())
    };
    let empty = built.root.as_deref().is_none_or(null);
    if empty && built.error.is_none() && built.diagnostics.is_empty() {
        diagnostics.push(Diagnostic::new(Code::E115, start, "this file is empty"));
    }
    diagnostics.extend(built.diagnostics);
    if let Some((kind, at)) = built.error {
        unread(&kind, at, &source, diagnostics);
        return None;
    }
    built.root.filter(|_| !empty)
}

/// Reads, mends what is known, and reads again until there is nothing to mend.
fn mended<'a>(mut source: Mended<'a>, diagnostics: &mut Vec<Diagnostic>) -> (Mended<'a>, Built) {
    let mut known: HashSet<(Code, Span)> = HashSet::new();
    let rounds = MAX_ROUNDS.min(MAX_READING / source.text().len().max(1));
    let mut built = Builder::new(&source).build();
    for round in 0.. {
        let mut mend = Vec::new();
        for trap in traps(&mut built, &source) {
            let diagnostic = source.restore(trap.diagnostic);
            if known.insert((diagnostic.code, diagnostic.span)) {
                diagnostics.push(diagnostic);
                mend.extend(trap.mend);
            }
        }
        if mend.is_empty() || round >= rounds {
            break;
        }
        source.mend(mend);
        built = Builder::new(&source).build();
    }
    (source, built)
}

/// What is to be mended before anything else. What was read up to an error, or with a template
/// taken for a map, says little about the rest.
fn traps(built: &mut Built, source: &Mended<'_>) -> Vec<Trap> {
    let found = match &built.error {
        Some((ErrorKind::RecursionLimitExceeded, _)) => Vec::new(),
        Some(_) => survey(source.file(), source.text()),
        None if built.odd => survey(source.file(), source.text()),
        None => Vec::new(),
    };
    if found.is_empty() { std::mem::take(&mut built.traps) } else { found }
}

/// Says what the scanner stumbled over, and that it did not read on.
fn unread(kind: &ErrorKind, at: usize, source: &Mended<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let text = source.text();
    let at = text.floor_char_boundary(at);
    let at = if text[at..].trim().is_empty() { text.trim_end().len() } else { at };
    let end =
        at + text[at..].chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    let diagnostic = if *kind == ErrorKind::RecursionLimitExceeded {
        let message = "this lies more than 100 levels deep";
        Diagnostic::new(Code::E110, source.origin(at, end), message).help("put less into one file")
    } else {
        let words = unreadable::words(kind);
        let diagnostic = Diagnostic::new(Code::E100, source.origin(at, end), words.message);
        match words.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    };
    let below = text[end..].find('\n').map_or("", |length| &text[end + length..]);
    let content = text.len() - below.trim_start().len();
    if content == text.len() {
        diagnostics.push(diagnostic);
        return;
    }
    let line = text[content..].lines().next().unwrap_or_default().trim_end();
    let place = source.origin(content, content + line.len());
    diagnostics.push(diagnostic.related(place, "not read from here on"));
}

#[cfg(test)]
mod tests;
