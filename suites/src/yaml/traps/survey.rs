//! The survey of a text.

use super::Trap;
use super::indentation::Level;
use super::line::{is_comment, line_end, next_line, skip_blanks};
use super::tab::Indented;
use super::trap::span;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::FileId;

/// More traps than a file's author wants to see at once.
pub(super) const MOST: usize = 1_000;

/// Finds the traps in a text that a scanner could not make out.
pub(in crate::yaml) fn survey(file: FileId, text: &str) -> Vec<Trap> {
    let mut survey = Survey {
        file,
        text,
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        traps: Vec::new(),
        levels: Vec::new(),
        last: Last::Open,
        bare: None,
        tabs: false,
        indented: Vec::new(),
        stopped: false,
    };
    while survey.at < text.len() && !survey.stopped && survey.traps.len() < MOST {
        survey.line();
    }
    if survey.tabs {
        survey.tabs();
    }
    survey.traps
}

/// A walk through a text, line by line.
pub(super) struct Survey<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// How far it got.
    pub(super) at: usize,
    pub(super) traps: Vec<Trap>,
    /// The maps and lists around the line.
    pub(super) levels: Vec<Level>,
    pub(super) last: Last,
    /// The line before is text without a key, and begins here.
    pub(super) bare: Option<usize>,
    /// Some line is indented by a tab: columns mean nothing until that is mended.
    pub(super) tabs: bool,
    /// How the lines so far are indented.
    pub(super) indented: Vec<Indented>,
    /// What follows would be misread until the last trap is mended.
    pub(super) stopped: bool,
}

/// How the line before ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// With a `:` or `-` that has no value yet: deeper lines are the value.
    Open,
    /// With text without quotes: deeper lines go on with it.
    Plain,
    /// With a value that is complete.
    Closed,
}

impl<'a> Survey<'a> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn part(&self, start: usize, end: usize) -> &'a str {
        &self.text[start..end]
    }

    pub(super) fn diagnostic(
        &self,
        code: Code,
        start: usize,
        end: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, span(self.file, start, end), message)
    }

    /// Walks over one line, and over the lines below that go on with its value.
    fn line(&mut self) {
        let start = self.at;
        let content = skip_blanks(self.text, start);
        let end = line_end(self.text, content);
        self.at = end;
        let marker = matches!(self.text.get(start..start + 3), Some("---" | "..."));
        if marker || self.byte(start) == Some(b'%') {
            self.levels.clear();
            self.last = Last::Open;
        } else if content < end && !is_comment(self.text, content) {
            self.indented(start, content);
            let bare = self.bare;
            self.structure(content, start);
            if self.bare == bare {
                self.bare = None;
            }
        }
        self.at = next_line(self.text, self.at);
    }
}
