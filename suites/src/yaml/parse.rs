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

/// More mistakes of one file are not told.
const MAX_MISTAKES: usize = 1_000;
/// Mending adds quotes and spaces. What grows by more than this and its own length is not mended
/// but blown up.
const MAX_GROWTH: usize = 10_000;

/// Reads a file's text. `None` when it cannot be made out as a whole; then, as with any mistake,
/// `diagnostics` says why. A tree that comes with mistakes has what was meant, as far as that can
/// be told.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    let mut found = Vec::new();
    let root = read(file, text, &mut found);
    diagnostics.extend(found.into_iter().take(MAX_MISTAKES));
    root
}

fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    let start = Span { file, start: 0, end: 0 };
    if text.len() > MAX_BYTES {
        let large = Diagnostic::new(Code::E110, start, "this file is over 10 MB");
        diagnostics.push(large.help("split it up"));
        return None;
    }
    let Reading { source, built, stuck } = mended(Mended::new(file, text), diagnostics);
    let null = |root: &Node| {
        root.scalar().is_some_and(|scalar| scalar.text.is_empty() && !scalar.is_quoted())
    };
    let empty = built.root.as_deref().is_none_or(null);
    if empty && built.error.is_none() && built.diagnostics.is_empty() {
        diagnostics.push(Diagnostic::new(Code::E115, start, "this file is empty"));
    }
    diagnostics.extend(built.diagnostics);
    if let Some((kind, at)) = built.error {
        let diagnostic = match stuck {
            Some(index) => diagnostics.remove(index),
            None => stumbled(&kind, at, &source),
        };
        diagnostics.extend(built.traps.into_iter().map(|trap| source.restore(trap.diagnostic)));
        diagnostics.push(unread(diagnostic, text));
        return None;
    }
    built.root.filter(|_| !empty)
}

/// How far the reading of a text came.
struct Reading<'a> {
    source: Mended<'a>,
    built: Built,
    /// The last diagnostic whose trap could not be mended.
    stuck: Option<usize>,
}

/// Reads, mends what is known, and reads again until there is nothing to mend.
fn mended<'a>(mut source: Mended<'a>, diagnostics: &mut Vec<Diagnostic>) -> Reading<'a> {
    let mut known: HashSet<(Code, Span)> = HashSet::new();
    let rounds = MAX_ROUNDS.min(MAX_READING / source.text().len().max(1));
    let mut built = Builder::new(&source).build();
    let mut stuck = None;
    // What is found behind a guess is no ground for changing the file.
    let mut guessed = false;
    for round in 0.. {
        let mut mend = Vec::new();
        let sure = !guessed;
        for trap in traps(&mut built, &source) {
            let mut diagnostic = source.restore(trap.diagnostic);
            guessed |= diagnostic.fix.is_empty() && !trap.mend.is_empty();
            if !sure {
                diagnostic.fix.clear();
            }
            if !known.insert((diagnostic.code, diagnostic.span)) {
                continue;
            }
            if !follows_a_tab(&diagnostic, source.first(), &known) {
                if trap.mend.is_empty() {
                    stuck = Some(diagnostics.len());
                }
                diagnostics.push(diagnostic);
            }
            mend.extend(trap.mend);
        }
        let grown = source.text().len() > 2 * source.first().len() + MAX_GROWTH;
        if mend.is_empty() || grown || round >= rounds {
            break;
        }
        source.mend(mend);
        built = Builder::new(&source).build();
    }
    Reading { source, built, stuck }
}

/// The line begins in a wrong column because a tab indents it, which is said already.
fn follows_a_tab(diagnostic: &Diagnostic, text: &str, known: &HashSet<(Code, Span)>) -> bool {
    let before = &text[..diagnostic.span.start as usize];
    let content = before.trim_end_matches([' ', '\t']);
    diagnostic.code == Code::E100
        && before[content.len()..].contains('\t')
        && (content.is_empty() || content.ends_with('\n'))
        && known
            .iter()
            .any(|(code, span)| *code == Code::E109 && span.start as usize >= content.len())
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

/// What the scanner stumbled over.
fn stumbled(kind: &ErrorKind, at: usize, source: &Mended<'_>) -> Diagnostic {
    let text = source.text();
    let at = text.floor_char_boundary(at);
    let at = if text[at..].trim().is_empty() { text.trim_end().len() } else { at };
    let first = text[at..].chars().next().filter(|first| !first.is_whitespace());
    let place = source.origin(at, at + first.map_or(0, char::len_utf8));
    if *kind == ErrorKind::RecursionLimitExceeded {
        return Diagnostic::new(Code::E110, place, "this lies more than 100 levels deep")
            .help("put less into one file");
    }
    let words = unreadable::words(kind);
    let diagnostic = Diagnostic::new(Code::E100, place, words.message);
    match words.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Adds that the lines below were not read, if there are any.
fn unread(diagnostic: Diagnostic, text: &str) -> Diagnostic {
    let end = diagnostic.span.end as usize;
    let below = text[end..].find('\n').map_or("", |length| &text[end + length..]);
    let content = text.len() - below.trim_start().len();
    let Some(line) = text[content..].lines().next().map(str::trim_end) else { return diagnostic };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let place = Span {
        file: diagnostic.span.file,
        start: offset(content),
        end: offset(content + line.len()),
    };
    diagnostic.related(place, "not read from here on")
}

#[cfg(test)]
mod tests;
