//! Keys, dashes and their values on lines of their own.

use super::indentation::Level;
use super::line::{
    BLANKS, content_end, is_blank, is_comment, is_done, line_end, line_start, next_line,
    skip_blanks, template_end,
};
use super::survey::{Last, Survey};
use super::trap::{insert, replace};
use super::{Trap, operator, quote, quoted_form};
use crate::diagnostics::Code;

impl Survey<'_> {
    /// Reads a line from its first character on.
    pub(super) fn structure(&mut self, content: usize, start: usize) {
        let mut at = content;
        let mut inline = false;
        while self.byte(at) == Some(b'-') && is_blank(self.text, at + 1) {
            let level = Level { column: at - start, is_map: false };
            if inline {
                self.levels.push(level);
            } else if !self.enter(at, level) {
                return;
            }
            inline = true;
            self.last = Last::Open;
            at = skip_blanks(self.text, at + 1);
            if is_done(self.text, at) {
                return;
            }
        }
        if matches!(self.byte(at), Some(b'?' | b':')) && is_blank(self.text, at + 1) {
            // A key on lines of its own: nobody writes that by accident.
            self.stopped = true;
            return;
        }
        let at = self.skip_properties(at);
        if is_done(self.text, at) {
            self.last = Last::Open;
            return;
        }
        self.entry(at, at - start, inline);
    }

    /// Reads `key: value`, or a value without a key.
    fn entry(&mut self, at: usize, column: usize, inline: bool) {
        let outside = self.levels.last().is_some_and(|level| column > level.column);
        let Some(colon) = self.key(at) else {
            if inline || self.levels.is_empty() || self.last == Last::Open {
                let parent = self.levels.last().map(|level| level.column);
                self.value(at, parent);
                self.bare = Some(at).filter(|_| self.last == Last::Plain);
            } else if !(outside && self.last == Last::Plain) {
                self.without_colon(at);
            }
            return;
        };
        let level = Level { column, is_map: true };
        if inline {
            self.levels.push(level);
        } else if !self.enter(at, level) {
            return;
        }
        let value = skip_blanks(self.text, colon + 1);
        if is_done(self.text, value) {
            self.last = Last::Open;
            return;
        }
        let value = self.skip_properties(value);
        if is_done(self.text, value) {
            self.last = Last::Open;
            return;
        }
        self.value(value, Some(column));
    }

    /// The first place after anchors and tags.
    fn skip_properties(&self, mut at: usize) -> usize {
        while let Some(mark @ (b'&' | b'!')) = self.byte(at) {
            if mark == b'&' && is_blank(self.text, at + 1) {
                break;
            }
            let token = self.text[at..].find(BLANKS).map_or(self.text.len(), |end| at + end);
            at = skip_blanks(self.text, token);
        }
        at
    }

    /// Reads a value below a key or a dash that stands in column `parent`.
    fn value(&mut self, at: usize, parent: Option<usize>) {
        self.last = Last::Closed;
        match self.byte(at) {
            Some(b'{') if template_end(self.text, at).is_some() => {
                self.template(at, content_end(self.text, at));
                self.last = Last::Plain;
            }
            Some(b'{' | b'[') => {
                self.flow(at, parent);
                self.bracket_behind(skip_blanks(self.text, self.at));
            }
            Some(b'"' | b'\'') => {
                self.at = self.quoted(at, parent, false);
            }
            Some(b'|' | b'>') => self.block_text(at, parent),
            Some(b'@' | b'`' | b'%') => {
                self.reserved(at, content_end(self.text, at));
                self.last = Last::Plain;
            }
            Some(b'*' | b'&') if is_blank(self.text, at + 1) => {
                self.reserved(at, content_end(self.text, at));
                self.last = Last::Plain;
            }
            Some(b'*') => {}
            Some(b'-') if is_blank(self.text, at + 1) => self.list_behind_key(at),
            _ => {
                self.plain_value(at);
                self.last = Last::Plain;
            }
        }
    }

    /// Text without quotes that takes the rest of its line.
    fn plain_value(&mut self, at: usize) {
        let end = content_end(self.text, at);
        if self.part(at, end) == "css" && self.comment_in_selector(at).is_some() {
            return;
        }
        let inner = self.part(at, end).find(": ").or_else(|| self.part(at, end).find(":\t"));
        if inner.is_none() && !self.part(at, end).ends_with(':') {
            return;
        }
        let text = self.part(at, end);
        if inner.is_none() && self.nests(end) {
            let message = format!("`{text}` stands behind a key: it needs a line of its own");
            let help = "begin it on the next line, indented below its key";
            let diagnostic = self.diagnostic(Code::E105, at, end, message).help(help);
            self.traps.push(Trap::guessed(diagnostic, Vec::new()));
            self.stopped = true;
            return;
        }
        let message = format!("`{text}` needs quotes: its `:` ends a key");
        let diagnostic = self
            .diagnostic(Code::E105, at, end, message)
            .help(format!("write `{}`", quoted_form(text)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, end)));
    }

    /// `a: - b`: a list begins on a line of its own.
    fn list_behind_key(&mut self, at: usize) {
        let end = content_end(self.text, at);
        let item = self.part(skip_blanks(self.text, at + 1).min(end), end);
        let message = "a list cannot begin behind a key";
        let diagnostic = self
            .diagnostic(Code::E100, at, end, message)
            .help(format!("write `[{item}]`, or begin the list on the next line"));
        let simple = !item.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'']);
        let mend = match simple && !item.is_empty() {
            true => vec![replace(self.file, at, at + 1, "["), insert(self.file, end, "]")],
            false => Vec::new(),
        };
        self.stopped |= mend.is_empty();
        self.traps.push(Trap::guessed(diagnostic, mend));
    }

    /// The next line is deeper than this one.
    fn nests(&self, at: usize) -> bool {
        let start = line_start(self.text, at);
        let next = next_line(self.text, at);
        skip_blanks(self.text, next) - next > skip_blanks(self.text, start) - start
    }

    /// `|` or `>`, with its lines below; or an operator.
    fn block_text(&mut self, at: usize, parent: Option<usize>) {
        let end = content_end(self.text, at);
        let header = self.part(at + 1, end);
        let legal = |c: char| matches!(c, '+' | '-' | '1'..='9');
        if header.chars().count() > 2 || !header.chars().all(legal) {
            self.operator(at, end);
            self.last = Last::Plain;
            return;
        }
        let mut here = next_line(self.text, at);
        while here < self.text.len() {
            let content = skip_blanks(self.text, here);
            let indent = self.text[here..content].len() - {
                let blanks = &self.text[here..content];
                blanks.trim_start_matches(' ').len()
            };
            let empty = content >= line_end(self.text, content);
            if !empty && parent.is_none_or(|parent| indent <= parent) {
                break;
            }
            self.at = line_end(self.text, content);
            here = next_line(self.text, content);
        }
    }

    /// `> 5`, where YAML sees the beginning of a text.
    pub(super) fn operator(&mut self, at: usize, end: usize) {
        let text = self.part(at, end);
        let Some(comparison) = operator::read(text) else {
            let sign = &text[..1];
            let message = format!("`{sign}` begins a text on the lines below it");
            let diagnostic = self
                .diagnostic(Code::E103, at, end, message)
                .help(format!("quote it: `{}`, or begin it on the next line", quoted_form(text)));
            let mend = quote(self.file, self.text, at, end);
            self.traps.push(Trap::guessed(diagnostic, mend));
            return;
        };
        let rewritten = comparison.rewritten();
        let message = format!("`{text}` is no comparison in YAML");
        let diagnostic = self
            .diagnostic(Code::E103, at, end, message)
            .label("read as the beginning of a text on the lines below")
            .help(format!("write `{rewritten}`"));
        let edit = replace(self.file, at, end, &rewritten);
        self.traps.push(Trap::fixed(diagnostic, vec![edit]));
    }

    /// A line that should have a key, and has none.
    pub(super) fn without_colon(&mut self, at: usize) {
        let end = content_end(self.text, at);
        let text = self.part(at, end);
        if is_comment(self.text, at) || !text.starts_with(|c: char| c.is_alphabetic() || c == '$') {
            return;
        }
        let word = text.find([':', ' ']).map_or(end, |length| at + length);
        let key = self.part(at, word);
        let glued = self.byte(word) == Some(b':') && !is_blank(self.text, word + 1);
        if glued && !self.text[word..].starts_with("://") {
            let message = format!("a space is missing after `{key}:`");
            let diagnostic = self
                .diagnostic(Code::E100, at, end, message)
                .help(format!("write `{key}: {}`", self.part(word + 1, end)));
            self.traps.push(Trap::fixed(diagnostic, vec![insert(self.file, word + 1, " ")]));
            return;
        }
        let message = format!("a `:` is missing after `{key}`");
        let rest = self.part(word, end).trim_start_matches(BLANKS);
        let help = format!("write `{key}: {}`", if rest.is_empty() { "…" } else { rest });
        let diagnostic = self.diagnostic(Code::E100, at, end, message).help(help);
        let value = if rest.is_empty() { ": null" } else { ":" };
        let mend = match content_end(self.text, word) == end && !rest.contains(": ") {
            true => vec![insert(self.file, word, value)],
            false => Vec::new(),
        };
        self.traps.push(Trap::guessed(diagnostic, mend));
    }
}
