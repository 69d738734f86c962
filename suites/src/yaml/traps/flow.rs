//! Lists and maps in `[ ]` and `{ }`.

use super::line::{
    content_end, is_blank, key_colon, line_end, line_start, skip_blanks, template_end,
};
use super::survey::{Last, Survey};
use super::trap::insert;
use super::{Trap, quote, quoted_form};
use crate::diagnostics::Code;

/// Where the walk through a collection stands.
struct Flow {
    /// What was opened: the bracket and its place.
    open: Vec<(u8, usize)>,
    /// A key was read, and its `:`: a value comes.
    is_value: bool,
    /// A value or a key begins here.
    begins: bool,
    /// The first line that looks like one outside.
    outside: Option<Outside>,
}

/// A line that looks as if the collection had ended before it.
struct Outside {
    line: usize,
    /// How many traps were known before it.
    traps: usize,
    /// What was open before it.
    open: Vec<(u8, usize)>,
}

impl Survey<'_> {
    /// Walks through a collection below a key or dash in column `parent`.
    pub(super) fn flow(&mut self, at: usize, parent: Option<usize>) {
        let mut flow = Flow { open: Vec::new(), is_value: false, begins: true, outside: None };
        let mut here = at;
        while let Some(byte) = self.byte(here) {
            let before = here;
            here = match byte {
                b' ' | b'\t' | b'\r' => here + 1,
                b'\n' => {
                    self.look_outside(here + 1, parent, &mut flow);
                    here + 1
                }
                b']' | b'}' => {
                    flow.begins = false;
                    flow.is_value = false;
                    let opened = flow.open.pop().map(|(open, _)| open);
                    if opened != Some(if byte == b']' { b'[' } else { b'{' }) {
                        self.stopped = true;
                        return;
                    }
                    here + 1
                }
                b',' => {
                    (flow.begins, flow.is_value) = (true, false);
                    here + 1
                }
                b':' if self.ends_key(here) || !flow.begins => {
                    (flow.begins, flow.is_value) = (true, true);
                    here + 1
                }
                b'#' if is_blank(self.text, here - 1) => self.comment(here, &flow),
                _ => self.flow_node(here, parent, &mut flow),
            };
            if flow.open.is_empty() {
                self.at = here;
                return;
            }
            if here <= before || self.stopped {
                self.stopped = true;
                return;
            }
        }
        self.unclosed_flow(flow);
    }

    /// Walks over a key or a value.
    fn flow_node(&mut self, at: usize, parent: Option<usize>, flow: &mut Flow) -> usize {
        let is_value = flow.is_value;
        let begins = std::mem::replace(&mut flow.begins, false);
        match self.byte(at) {
            Some(b'{') if begins && template_end(self.text, at).is_some() => {
                self.flow_plain(at, is_value)
            }
            Some(open @ (b'{' | b'[')) => {
                flow.open.push((open, at));
                (flow.begins, flow.is_value) = (true, false);
                at + 1
            }
            Some(b'"' | b'\'') if begins => self.quoted(at, parent, true),
            Some(b'&' | b'!' | b'*') if begins => {
                flow.begins = true;
                let token = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
                self.text[at..].find(token).map_or(self.text.len(), |length| at + length)
            }
            Some(b'>' | b'|') if begins => {
                let end = self.word_end(at);
                self.operator(at, end);
                end
            }
            Some(b'@' | b'`' | b'%') if begins => {
                let end = self.word_end(at);
                self.reserved(at, end);
                end
            }
            _ if !is_value && self.text[at..].starts_with("css #") => {
                self.comment_in_selector(at).unwrap_or(at + 3)
            }
            _ => self.flow_plain(at, is_value),
        }
    }

    /// The end of a text without quotes, whatever it begins with.
    fn word_end(&self, at: usize) -> usize {
        let mut here = at;
        while let Some(byte) = self.byte(here) {
            if let Some(end) = template_end(self.text, here) {
                here = end;
            } else if matches!(byte, b',' | b']' | b'}' | b'\r' | b'\n') {
                break;
            } else {
                here += 1;
            }
        }
        at + self.part(at, here).trim_end().len()
    }

    /// `{ channel: #deploys }`: a comment that hides the rest of the line. Gives the place to go
    /// on from.
    fn comment(&mut self, at: usize, flow: &Flow) -> usize {
        let end = line_end(self.text, at);
        let text = self.part(at, end).trim_end();
        let written = text[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if !written || !flow.begins || !text.ends_with([']', '}']) {
            return end;
        }
        let word = self.word_end(at);
        let text = self.part(at, word);
        let message = format!("YAML reads `{}` as a comment", self.part(at, end).trim_end());
        let diagnostic = self
            .diagnostic(Code::E104, at, word, message)
            .help(format!("put it in quotes: `{}`", quoted_form(text)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, word)));
        word
    }

    /// Notes a line that looks like one outside of the collection.
    fn look_outside(&self, line: usize, parent: Option<usize>, flow: &mut Flow) {
        if flow.outside.is_some() {
            return;
        }
        let content = skip_blanks(self.text, line);
        let structural = self.text[content..].starts_with("- ")
            || self.byte(content).is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'$')
                && key_colon(self.text, content).is_some();
        if structural && parent.is_some_and(|parent| content - line <= parent) {
            let open = flow.open.clone();
            flow.outside = Some(Outside { line, traps: self.traps.len(), open });
        }
    }

    /// A bracket that nothing closes: it ends before the first line that looks like one outside,
    /// or else with the text.
    fn unclosed_flow(&mut self, flow: Flow) {
        let outside = flow.outside.unwrap_or(Outside {
            line: self.text.len(),
            traps: self.traps.len(),
            open: flow.open,
        });
        let Some(&(bracket, at)) = outside.open.last() else { return };
        self.traps.truncate(outside.traps);
        let message = format!("this `{}` is never closed", char::from(bracket));
        let diagnostic = self.diagnostic(Code::E100, at, at + 1, message);
        let above = self.text[..outside.line].trim_end().len();
        let end = content_end(self.text, line_start(self.text, above).max(at));
        let closing = |&(open, _): &(u8, usize)| if open == b'[' { ']' } else { '}' };
        let closing: String = outside.open.iter().rev().map(closing).collect();
        self.traps.push(Trap::guessed(diagnostic, vec![insert(self.file, end, &closing)]));
        self.last = Last::Closed;
        self.at = line_end(self.text, above);
    }
}
