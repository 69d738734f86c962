//! Lists and maps in `[ ]` and `{ }`.

use super::line::{BLANKS, is_blank, key_colon, line_end, skip_blanks, template_end};
use super::survey::{Last, MOST, Survey};
use super::trap::{insert, replace};
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
    /// Where the last key, value or bracket ends.
    done: usize,
    /// The first line that looks like one outside.
    outside: Option<Outside>,
}

/// A line that looks as if the collection had ended before it.
struct Outside {
    line: usize,
    /// Where what comes before it ends.
    done: usize,
    /// How many traps were known before it.
    traps: usize,
    /// What was open before it.
    open: Vec<(u8, usize)>,
}

impl Survey<'_> {
    /// Walks through a collection below a key or dash in column `parent`.
    pub(super) fn flow(&mut self, at: usize, parent: Option<usize>) {
        let mut flow =
            Flow { open: Vec::new(), is_value: false, begins: true, done: at, outside: None };
        let mut here = at;
        while let Some(byte) = self.byte(here) {
            let before = here;
            here = match byte {
                b' ' | b'\t' | b'\r' => here + 1,
                b'\n' => {
                    self.tab_in_flow(here + 1, parent);
                    if self.new_line(here + 1, parent, &mut flow) {
                        return;
                    }
                    here + 1
                }
                b']' | b'}' => {
                    flow.begins = false;
                    flow.is_value = false;
                    if !self.close_bracket(here, byte, &mut flow) {
                        return;
                    }
                    flow.done = here + 1;
                    here + 1
                }
                b',' => {
                    self.comma(here, &flow);
                    (flow.begins, flow.is_value) = (true, false);
                    flow.done = here + 1;
                    here + 1
                }
                b':' if self.ends_key(here) || !flow.begins => {
                    (flow.begins, flow.is_value) = (true, true);
                    flow.done = here + 1;
                    here + 1
                }
                b'#' if is_blank(self.text, here - 1) => self.comment(here, &flow),
                _ => {
                    let end = self.flow_node(here, parent, &mut flow);
                    flow.done = here + self.text[here..end].trim_end_matches(BLANKS).len();
                    end
                }
            };
            if flow.open.is_empty() {
                self.at = here;
                return;
            }
            if here <= before || self.stopped || self.traps.len() >= MOST {
                self.stopped = true;
                return;
            }
        }
        self.unclosed_flow(&mut flow);
    }

    /// Looks whether a key or a value stands before a comma.
    fn comma(&mut self, at: usize, flow: &Flow) {
        if flow.begins && !flow.is_value {
            let message = "nothing stands before this `,`";
            let diagnostic = self.diagnostic(Code::E100, at, at + 1, message).help("remove it");
            self.traps.push(Trap::guessed(diagnostic, vec![replace(self.file, at, at + 1, "")]));
        }
    }

    /// A bracket too many behind a collection.
    pub(super) fn bracket_behind(&mut self, at: usize) {
        if let Some(bracket @ (b']' | b'}')) = self.byte(at) {
            let message = format!("this `{}` closes nothing that is open", char::from(bracket));
            let diagnostic = self.diagnostic(Code::E100, at, at + 1, message).help("remove it");
            self.traps.push(Trap::guessed(diagnostic, vec![replace(self.file, at, at + 1, "")]));
        }
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
            Some(b'"' | b'\'') => {
                // Where a quote begins inside or behind a value, the scanner knows better.
                self.stopped = true;
                at
            }
            Some(b'&' | b'!' | b'*') if begins => self.flow_property(at, flow),
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

    /// Walks over an anchor, a tag or an alias.
    fn flow_property(&mut self, at: usize, flow: &mut Flow) -> usize {
        let ends = |c: char| BLANKS.contains(&c) || matches!(c, ',' | '[' | ']' | '{' | '}');
        let end = self.text[at..].find(ends).map_or(self.text.len(), |length| at + length);
        // Glued to what follows it, it is something else.
        self.stopped |= matches!(self.byte(end), Some(b'[' | b'{'));
        flow.begins = true;
        end
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
        at + self.part(at, here).trim_end_matches(BLANKS).len()
    }

    /// `{ channel: #deploys }`: a comment that hides the rest of the line. Gives the place to go
    /// on from.
    fn comment(&mut self, at: usize, flow: &Flow) -> usize {
        let end = line_end(self.text, at);
        let text = self.part(at, end).trim_end_matches(BLANKS);
        let written = text[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if !written || !flow.begins || !text.ends_with([']', '}']) {
            return end;
        }
        let word = self.word_end(at);
        let text = self.part(at, word);
        let message =
            format!("YAML reads `{}` as a comment", self.part(at, end).trim_end_matches(BLANKS));
        let diagnostic = self
            .diagnostic(Code::E104, at, word, message)
            .help(format!("put it in quotes: `{}`", quoted_form(text)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, word)));
        word
    }

    /// Looks at the line that begins. `true`: it is no part of the collection any more.
    fn new_line(&mut self, line: usize, parent: Option<usize>, flow: &mut Flow) -> bool {
        let content = skip_blanks(self.text, line);
        let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'$' | b'"' | b'\'');
        let is_key = self.byte(content).is_some_and(letter) && self.plain_key(content);
        let structural = is_key || self.text[content..].starts_with("- ");
        if !structural {
            return false;
        }
        let outside = parent.is_some_and(|parent| content - line <= parent);
        if outside && flow.outside.is_none() {
            let open = flow.open.clone();
            flow.outside = Some(Outside { line, done: flow.done, traps: self.traps.len(), open });
        }
        if flow.begins {
            return false;
        }
        if outside {
            self.unclosed_flow(flow);
            return true;
        }
        let in_map = flow.open.last().is_some_and(|&(open, _)| open == b'{');
        if is_key && in_map {
            let above = flow.done;
            let message = "a `,` is missing at the end of this line";
            let diagnostic = self.diagnostic(Code::E100, above, above, message);
            let diagnostic = diagnostic.help("inside `{ }`, a `,` separates one key from the next");
            self.traps.push(Trap::fixed(diagnostic, vec![insert(self.file, above, ",")]));
            (flow.begins, flow.is_value) = (true, false);
        }
        false
    }

    fn plain_key(&self, at: usize) -> bool {
        self.quoted_key(at).or_else(|| key_colon(self.text, at)).is_some()
    }

    /// Closes a bracket. `false`: the survey cannot go on.
    fn close_bracket(&mut self, at: usize, byte: u8, flow: &mut Flow) -> bool {
        let opener = if byte == b']' { b'[' } else { b'{' };
        while let Some((open, place)) = flow.open.pop() {
            if open == opener {
                return true;
            }
            flow.open.push((open, place));
            if flow.outside.is_some() {
                self.unclosed_flow(flow);
                return false;
            }
            if !flow.open.iter().any(|&(open, _)| open == opener) {
                break;
            }
            flow.open.pop();
            let message = format!("this `{}` is never closed", char::from(open));
            let end = self.text[..at].trim_end_matches(BLANKS).len();
            let closing = if open == b'[' { "]" } else { "}" };
            let diagnostic = self
                .diagnostic(Code::E100, place, place + 1, message)
                .help(format!("close it with `{closing}`"));
            self.traps.push(Trap::guessed(diagnostic, vec![insert(self.file, end, closing)]));
        }
        self.stopped |= !flow.open.is_empty();
        false
    }

    /// A bracket that nothing closes: it ends before the first line that looks like one outside,
    /// or else with the text.
    fn unclosed_flow(&mut self, flow: &mut Flow) {
        let outside = flow.outside.take().unwrap_or(Outside {
            line: self.text.len(),
            done: flow.done,
            traps: self.traps.len(),
            open: std::mem::take(&mut flow.open),
        });
        let Some(&(bracket, at)) = outside.open.last() else { return };
        self.traps.truncate(outside.traps);
        let message = format!("this `{}` is never closed", char::from(bracket));
        let closing = if bracket == b'[' { "]" } else { "}" };
        let diagnostic = self
            .diagnostic(Code::E100, at, at + 1, message)
            .help(format!("close it with `{closing}`"));
        let closing = |&(open, _): &(u8, usize)| if open == b'[' { ']' } else { '}' };
        let closing: String = outside.open.iter().rev().map(closing).collect();
        self.traps.push(Trap::guessed(diagnostic, vec![insert(self.file, outside.done, &closing)]));
        self.last = Last::Closed;
        self.at = line_end(self.text, self.text[..outside.line].trim_end_matches(BLANKS).len());
    }
}
