//! Mending a file.

use std::ops::Range;

use super::{Diagnostic, Edit};
use crate::source::{FileId, Sources};

/// The text of a file with the edits of its diagnostics applied, or `None` when there is none.
///
/// A diagnostic is mended whole or not at all: one that reaches into what an earlier one mends
/// waits for the next time. Nothing outside the edits changes.
pub fn apply(sources: &Sources, file: FileId, diagnostics: &[Diagnostic]) -> Option<String> {
    let text = &*sources.file(file).text;
    let mut mending: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| !diagnostic.fix.is_empty() && fits(diagnostic, file, text))
        .collect();
    mending.sort_by_key(|diagnostic| (reach(&diagnostic.fix).start, diagnostic.code));
    let mut edits: Vec<&Edit> = Vec::new();
    let mut reached = None;
    for diagnostic in mending {
        let reach = reach(&diagnostic.fix);
        if reached.is_none_or(|reached| reach.start > reached) {
            reached = Some(reach.end);
            edits.extend(&diagnostic.fix);
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut mended = String::with_capacity(text.len() + edits.len() * 2);
    let mut done = 0;
    for edit in edits {
        mended.push_str(&text[done..edit.span.start as usize]);
        mended.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    mended.push_str(&text[done..]);
    (mended != text).then_some(mended)
}

/// All edits lie in this file and between characters.
fn fits(diagnostic: &Diagnostic, file: FileId, text: &str) -> bool {
    diagnostic.fix.iter().all(|edit| {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        edit.span.file == file && text.get(start..end).is_some()
    })
}

/// From the first character that some edits change to the last.
fn reach(edits: &[Edit]) -> Range<u32> {
    let start = edits.iter().map(|edit| edit.span.start).min().unwrap_or_default();
    start..edits.iter().map(|edit| edit.span.end).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::source::{SourceFile, Span};

    fn mended(text: &str, fixes: &[&[(u32, u32, &str)]]) -> Option<String> {
        let mut sources = Sources::default();
        let name = "a.yaml".to_owned();
        let file =
            sources.add(SourceFile { path: "a".into(), name: name.into(), text: text.into() });
        let diagnostics: Vec<Diagnostic> = fixes
            .iter()
            .map(|edits| {
                let span = Span { file, start: 0, end: 0 };
                edits.iter().fold(Diagnostic::new(Code::E100, span, ""), |all, &(a, b, text)| {
                    all.fix(Span { file, start: a, end: b }, text)
                })
            })
            .collect();
        apply(&sources, file, &diagnostics)
    }

    #[test]
    fn edits_that_do_not_meet_are_applied_together() {
        let fixes: &[&[_]] = &[&[(6, 7, "X")], &[(0, 0, "<"), (2, 2, ">")]];
        assert_eq!(mended("abcdefgh", fixes).as_deref(), Some("<ab>cdefXh"));
    }

    #[test]
    fn a_mistake_inside_another_waits() {
        let fixes: &[&[_]] = &[&[(0, 0, "<"), (6, 6, ">")], &[(2, 3, "X")], &[(2, 3, "Y")]];
        assert_eq!(mended("abcdefgh", fixes).as_deref(), Some("<abcdef>gh"));
    }

    #[test]
    fn edits_outside_the_text_or_inside_a_character_are_left_alone() {
        assert_eq!(mended("aé", &[&[(2, 2, "x")], &[(7, 9, "x")]]), None);
        assert_eq!(mended("a", &[]), None);
    }
}
