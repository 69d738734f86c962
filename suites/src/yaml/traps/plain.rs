//! Text without quotes, and templates in it.

use super::line::{BLANKS, template_end};
use super::survey::Survey;
use super::{Trap, quote, quoted_form};
use crate::diagnostics::Code;

impl Survey<'_> {
    /// `{{url}}/x` without quotes, where YAML sees a map.
    pub(super) fn template(&mut self, at: usize, end: usize) {
        let text = self.part(at, end);
        let message = if text.starts_with("{{") {
            format!("`{text}` needs quotes: YAML takes its `{{` for a map")
        } else {
            format!(
                "`{text}` needs quotes: inside `{{ }}` and `[ ]`, YAML takes its `{{` for a map"
            )
        };
        self.needs_quotes(Code::E101, at, end, &message);
    }

    pub(super) fn needs_quotes(&mut self, code: Code, at: usize, end: usize, message: &str) {
        let text = self.part(at, end);
        let diagnostic =
            self.diagnostic(code, at, end, message).help(format!("write `{}`", quoted_form(text)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, end)));
    }

    /// Walks over text without quotes inside `{ }` or `[ ]` and gives the place after it. With
    /// `is_value`, a `: ` is part of it: a key stands before it already.
    pub(super) fn flow_plain(&mut self, at: usize, is_value: bool) -> usize {
        let (mut template, mut bracket, mut colon) = (false, false, false);
        let mut here = at;
        while let Some(byte) = self.byte(here) {
            match byte {
                b'{' => {
                    let Some(end) = template_end(self.text, here) else { break };
                    template = true;
                    here = end;
                    continue;
                }
                b'[' => {
                    let Some(end) = self.bracket_end(here) else { break };
                    bracket = true;
                    here = end;
                    continue;
                }
                b',' | b']' | b'}' | b'\n' | b'\r' => break,
                b'#' if here > at && self.text.as_bytes()[here - 1].is_ascii_whitespace() => break,
                b':' if self.ends_key(here) => {
                    if !is_value || colon_ends_value(&self.text[here + 1..]) {
                        break;
                    }
                    colon = true;
                }
                _ => {}
            }
            here += 1;
        }
        let end = at + self.part(at, here).trim_end_matches(BLANKS).len();
        self.judge(at, end, template, bracket, colon);
        here
    }

    fn judge(&mut self, at: usize, end: usize, template: bool, bracket: bool, colon: bool) {
        let text = self.part(at, end);
        if template {
            self.template(at, end);
        } else if bracket {
            let message = format!("`{text}` needs quotes inside `{{ }}`: its `[` ends the word");
            let diagnostic = self
                .diagnostic(Code::E102, at, end, message)
                .help(format!("write `{}`, or give it a line of its own", quoted_form(text)));
            self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, end)));
        } else if colon {
            let message = format!("`{text}` needs quotes: its `: ` ends a key");
            self.needs_quotes(Code::E105, at, end, &message);
        }
    }

    /// A `:` here ends a key inside `{ }` or `[ ]`.
    pub(super) fn ends_key(&self, colon: usize) -> bool {
        matches!(
            self.byte(colon + 1),
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
        )
    }

    /// The place after the `]` that closes a bracket on its line, quotes in it passed over.
    fn bracket_end(&self, at: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut quote = None;
        for (offset, byte) in self.text.as_bytes()[at..].iter().take(1_000).enumerate() {
            match (quote, byte) {
                (_, b'\n') => return None,
                (Some(mark), byte) if mark == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[') => depth += 1,
                (None, b']') if depth == 1 => return Some(at + offset + 1),
                (None, b']') => depth -= 1,
                (None, _) => {}
            }
        }
        None
    }
}

/// Nothing of the value comes after its `:`.
fn colon_ends_value(after: &str) -> bool {
    after.trim_start_matches([' ', '\t']).starts_with([',', ']', '}', '\r', '\n'])
}
