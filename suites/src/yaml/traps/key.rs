//! Keys that YAML reads otherwise than they are meant.

use super::line::{BLANKS, content_end, is_blank, is_comment, key_colon, line_end, template_end};
use super::survey::Survey;
use super::{Trap, quote, quoted_form};
use crate::diagnostics::Code;

impl Survey<'_> {
    /// The `:` of the key that begins here, when one does. Traps in it are noted.
    pub(super) fn key(&mut self, at: usize) -> Option<usize> {
        match self.byte(at)? {
            b'"' | b'\'' => self.quoted_key(at),
            b'{' if template_end(self.text, at).is_some() => {
                let colon = key_colon(self.text, at)?;
                self.template(at, colon);
                Some(colon)
            }
            b'{' | b'[' | b'|' | b'>' | b'@' | b'`' | b'%' => None,
            _ if self.text[at..].starts_with("css ") => {
                self.comment_in_selector(at).or_else(|| key_colon(self.text, at))
            }
            _ if self.text[at..].starts_with("regex /") => {
                self.colon_in_regex(at).or_else(|| key_colon(self.text, at))
            }
            _ => key_colon(self.text, at),
        }
    }

    pub(super) fn quoted_key(&self, at: usize) -> Option<usize> {
        let mark = self.byte(at)?;
        let rest = &self.text.as_bytes()[at + 1..line_end(self.text, at)];
        let mut escaped = false;
        let length = rest.iter().position(|&byte| {
            let closes = byte == mark && !escaped;
            escaped = mark == b'"' && byte == b'\\' && !escaped;
            closes
        })?;
        let after = at + 1 + length + 1;
        let colon = super::line::skip_blanks(self.text, after);
        (self.byte(colon) == Some(b':') && is_blank(self.text, colon + 1)).then_some(colon)
    }

    /// `css #price: 5`: YAML takes the selector for a comment.
    pub(super) fn comment_in_selector(&mut self, at: usize) -> Option<usize> {
        let hash = content_end(self.text, at);
        let hash = super::line::skip_blanks(self.text, hash);
        let end = line_end(self.text, at);
        if self.part(at, hash).trim_end_matches(BLANKS) != "css" || !is_comment(self.text, hash) {
            return None;
        }
        let colon = selector_colon(self.text, hash + 1, end)?;
        let comment = self.part(hash, colon);
        let subject = self.part(at, colon);
        let message = format!("YAML reads `{comment}` as a comment");
        let diagnostic = self
            .diagnostic(Code::E104, hash, colon, message)
            .help(format!("put the subject in quotes: `{}`", quoted_form(subject)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, colon)));
        Some(colon)
    }

    /// `regex /total: (\d+)/: 7`: YAML takes the first `: ` for the end of the key.
    fn colon_in_regex(&mut self, at: usize) -> Option<usize> {
        let end = content_end(self.text, at);
        let slash = self.part(at, end).rfind("/:")?;
        let colon = at + slash + 1;
        if !is_blank(self.text, colon + 1) || key_colon(self.text, at)? >= colon {
            return None;
        }
        let subject = self.part(at, colon);
        let message = format!("`{subject}` needs quotes: its `: ` ends the key");
        let diagnostic = self
            .diagnostic(Code::E105, at, colon, message)
            .help(format!("write `{}`", quoted_form(subject)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, colon)));
        Some(colon)
    }
}

/// The `:` that ends a selector: the first that a blank follows.
fn selector_colon(text: &str, from: usize, end: usize) -> Option<usize> {
    let first = text[from..].chars().next()?;
    if BLANKS.contains(&first) {
        return None;
    }
    text[from..end]
        .match_indices(':')
        .map(|(at, _)| from + at)
        .find(|&colon| is_blank(text, colon + 1))
}
