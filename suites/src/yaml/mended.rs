//! A text with its traps mended in memory, which knows where each character came from.

use crate::diagnostics::{Diagnostic, Edit};
use crate::source::{FileId, Span};

/// A run of characters that the first text has as well.
#[derive(Clone, Copy, Debug)]
struct Kept {
    /// Where it begins here.
    here: usize,
    /// Where it began in the first text.
    first: usize,
    length: usize,
}

/// A text made from a first one by edits. It has as many lines.
pub(super) struct Mended<'a> {
    file: FileId,
    first: &'a str,
    /// Differs from the first text once something is mended.
    changed: Option<String>,
    kept: Vec<Kept>,
}

impl<'a> Mended<'a> {
    pub(super) fn new(file: FileId, first: &'a str) -> Self {
        let kept = vec![Kept { here: 0, first: 0, length: first.len() }];
        Self { file, first, changed: None, kept }
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// The text before anything was mended.
    pub(super) fn first(&self) -> &'a str {
        self.first
    }

    pub(super) fn text(&self) -> &str {
        self.changed.as_deref().unwrap_or(self.first)
    }

    /// A place of this text.
    pub(super) fn here(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: self.file, start: offset(start), end: offset(end) }
    }

    /// Where a place of this text is in the first one.
    pub(super) fn origin(&self, start: usize, end: usize) -> Span {
        if self.changed.is_none() {
            return self.here(start, end);
        }
        let (first, last) = (self.origin_of(start), self.origin_of(end));
        if start < end && last <= first && !self.is_written(start) {
            // Something that was put in place of something: that is meant.
            let next = self.kept.iter().find(|kept| kept.here >= end);
            return self.here(first, next.map_or(self.first.len(), |kept| kept.first));
        }
        self.here(first, last.max(first))
    }

    fn origin_of(&self, at: usize) -> usize {
        let index = self.kept.partition_point(|kept| kept.here <= at);
        let Some(kept) = index.checked_sub(1).map(|index| self.kept[index]) else { return 0 };
        kept.first + (at - kept.here).min(kept.length)
    }

    /// Whether the character at a place is one of the first text.
    pub(super) fn is_written(&self, at: usize) -> bool {
        let index = self.kept.partition_point(|kept| kept.here <= at);
        index.checked_sub(1).is_some_and(|index| {
            let kept = self.kept[index];
            at < kept.here + kept.length
        })
    }

    /// Moves a diagnostic about this text to the first one. A fix that would change what is not
    /// written there is dropped.
    pub(super) fn restore(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if self.changed.is_none() {
            return diagnostic;
        }
        let origin = |span: Span| self.origin(span.start as usize, span.end as usize);
        diagnostic.span = origin(diagnostic.span);
        for (span, _) in &mut diagnostic.related {
            *span = origin(*span);
        }
        let same = |edit: &Edit| {
            let there = origin(edit.span);
            let here = edit.span.start as usize..edit.span.end as usize;
            self.text().get(here) == self.first.get(there.start as usize..there.end as usize)
        };
        if diagnostic.fix.iter().all(same) {
            for edit in &mut diagnostic.fix {
                edit.span = origin(edit.span);
            }
        } else {
            diagnostic.fix.clear();
        }
        diagnostic
    }

    /// Applies edits of this text. Those that reach into an earlier one are left out.
    pub(super) fn mend(&mut self, mut edits: Vec<Edit>) {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let old = self.text();
        let mut text = String::with_capacity(old.len() + edits.len() * 2);
        let mut kept = Vec::with_capacity(self.kept.len() + edits.len());
        let mut done = 0;
        for edit in edits {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            if start < done || old.get(start..end).is_none() {
                continue;
            }
            self.keep(done, start, text.len(), &mut kept);
            text.push_str(&old[done..start]);
            text.push_str(&edit.text);
            done = end;
        }
        self.keep(done, old.len(), text.len(), &mut kept);
        text.push_str(&old[done..]);
        self.changed = Some(text);
        self.kept = kept;
    }

    /// Notes where `start..end` of this text came from, as it goes to `to` of the next.
    fn keep(&self, start: usize, end: usize, to: usize, next: &mut Vec<Kept>) {
        let from = self.kept.partition_point(|kept| kept.here + kept.length <= start);
        for kept in &self.kept[from..] {
            if kept.here >= end {
                break;
            }
            let begin = kept.here.max(start);
            let length = (kept.here + kept.length).min(end) - begin;
            let first = kept.first + (begin - kept.here);
            next.push(Kept { here: to + (begin - start), first, length });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span { file: FileId(0), start, end }, text: text.to_owned() }
    }

    #[test]
    fn places_lead_back_to_the_first_text_through_all_mendings() {
        let mut mended = Mended::new(FileId(0), "a: {{b}}\nc: d\n");
        mended.mend(vec![edit(3, 3, "\""), edit(8, 8, "\"")]);
        assert_eq!(mended.text(), "a: \"{{b}}\"\nc: d\n");
        mended.mend(vec![edit(14, 15, "{ x: 1 }")]);
        assert_eq!(mended.text(), "a: \"{{b}}\"\nc: { x: 1 }\n");
        let origin = |start, end| {
            let span = mended.origin(start, end);
            (span.start, span.end)
        };
        assert_eq!(origin(3, 10), (3, 8));
        assert_eq!(origin(4, 9), (3, 8));
        assert_eq!(origin(6, 7), (5, 6));
        assert_eq!(origin(14, 22), (12, 13));
        assert_eq!(origin(16, 17), (12, 13));
        assert_eq!(origin(22, 23), (13, 14));
        assert!(!mended.is_written(3));
        assert!(mended.is_written(4));
    }
}
