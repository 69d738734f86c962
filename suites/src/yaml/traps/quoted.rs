//! Text in quotes: escapes that are none, and quotes inside quotes.

use super::line::{BLANKS, content_end, is_blank, is_done, line_end, skip_blanks};
use super::survey::Survey;
use super::trap::{insert, replace};
use super::{Trap, quote, quoted_form};
use crate::diagnostics::{Code, Edit};

/// Where a quoted text ends, and what is odd about it.
struct Close {
    /// The place after the closing quote; `None` when there is no such quote.
    after: Option<usize>,
    /// The first `\` with a character that it cannot escape.
    bad_escape: Option<usize>,
    /// Some `\` has a character that it can escape.
    escapes: bool,
    /// The text goes on where no text of its place can be: its quote is forgotten.
    runs_away: bool,
}

impl Survey<'_> {
    /// Walks over the quoted text that begins here and gives the place after it.
    pub(super) fn quoted(&mut self, at: usize, parent: Option<usize>, in_flow: bool) -> usize {
        let close = self.close(at, parent);
        let Some(after) = close.after.filter(|_| !close.runs_away) else {
            return self.unclosed(at, in_flow);
        };
        let cut = in_flow && has_open_template(self.part(at, after));
        if (cut || !self.may_follow(after, in_flow))
            && let Some(end) = self.quotes_inside(at, after, in_flow)
        {
            return end;
        }
        if !in_flow && !self.may_follow(after, in_flow) {
            return self.words_behind(at, after);
        }
        if let Some(escape) = close.bad_escape {
            self.bad_escape(at, after, escape, close.escapes);
        }
        after
    }

    fn close(&self, at: usize, parent: Option<usize>) -> Close {
        let mut close = Close { after: None, bad_escape: None, escapes: false, runs_away: false };
        let double = self.byte(at) == Some(b'"');
        let mark = if double { b'"' } else { b'\'' };
        let mut here = at + 1;
        while let Some(byte) = self.byte(here) {
            if byte == b'\\' && double {
                if is_escape(&self.text[here + 1..]) {
                    close.escapes = true;
                } else {
                    close.bad_escape.get_or_insert(here);
                }
                here += 1 + self.text[here + 1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            if byte == mark && !double && self.byte(here + 1) == Some(mark) {
                here += 2;
                continue;
            }
            if byte == mark {
                close.after = Some(here + 1);
                return close;
            }
            if byte == b'\n' && self.leaves(here + 1, parent) {
                close.runs_away = true;
                return close;
            }
            here += 1;
        }
        close
    }

    /// The line has content, in a column where what is inside `parent` cannot go on.
    fn leaves(&self, line: usize, parent: Option<usize>) -> bool {
        let content = skip_blanks(self.text, line);
        let empty = matches!(self.byte(content), None | Some(b'\r' | b'\n'));
        !empty && parent.is_some_and(|parent| content - line <= parent)
    }

    /// What comes after a quoted text may stand there.
    fn may_follow(&self, after: usize, in_flow: bool) -> bool {
        let next = skip_blanks(self.text, after);
        is_done(self.text, after)
            || match self.byte(next) {
                Some(b':') => in_flow || is_blank(self.text, next + 1),
                Some(b',' | b']' | b'}') => in_flow,
                _ => false,
            }
    }

    /// `"{{now offset="-2d"}}"`, `'it's'`: the text ends earlier than meant. The place after its
    /// true end, when that can be made out.
    fn quotes_inside(&mut self, at: usize, after: usize, in_flow: bool) -> Option<usize> {
        let end = self.true_end(at, after, in_flow)?;
        let text = self.part(at + 1, end - 1);
        let double = self.byte(at) == Some(b'"');
        if !double {
            return self.apostrophes(at, after, end);
        }
        if text.contains('\\') {
            return None;
        }
        let help = format!("use single quotes outside: `'{}'`", text.replace('\'', "''"));
        let message = "the text ends at the second `\"`";
        let diagnostic = self.diagnostic(Code::E112, at, end, message).help(help);
        let inner = text.match_indices('\'');
        let mut edits: Vec<Edit> =
            inner.map(|(quote, _)| insert(self.file, at + 1 + quote, "'")).collect();
        edits.push(replace(self.file, at, at + 1, "'"));
        edits.push(replace(self.file, end - 1, end, "'"));
        self.traps.push(Trap::fixed(diagnostic, edits));
        Some(end)
    }

    /// `"a" b`: a value is quoted as a whole.
    fn words_behind(&mut self, at: usize, after: usize) -> usize {
        let end = content_end(self.text, after);
        let behind = skip_blanks(self.text, after);
        let message = format!("`{}` follows the closing quote", self.part(behind, end));
        let help = format!("quote all of it: `{}`", quoted_form(self.part(at, end)));
        let diagnostic = self.diagnostic(Code::E100, behind, end, message);
        if self.part(at, after).contains('\n') {
            self.traps.push(Trap::guessed(diagnostic, Vec::new()));
            self.stopped = true;
            return end;
        }
        let mend = quote(self.file, self.text, at, end);
        self.traps.push(Trap::guessed(diagnostic.help(help), mend));
        end
    }

    /// `'it's'`: a quote inside single quotes is written twice.
    fn apostrophes(&mut self, at: usize, after: usize, end: usize) -> Option<usize> {
        let text = self.part(at + 1, end - 1);
        let mut lone = Vec::new();
        let mut here = 0;
        while let Some(quote) = text[here..].find('\'').map(|length| here + length) {
            here = quote + 1;
            if text[here..].starts_with('\'') {
                here += 1;
            } else {
                lone.push(quote);
            }
        }
        if lone.is_empty() {
            return None;
        }
        let mut written = text.to_owned();
        for &quote in lone.iter().rev() {
            written.insert(quote, '\'');
        }
        let message = format!("the text ends at the `'` inside `{}`", self.part(at, end));
        let diagnostic = self
            .diagnostic(Code::E100, after - 1, after, message)
            .help(format!("write `'{written}'`, or use double quotes"));
        let edits = lone.iter().map(|quote| insert(self.file, at + 1 + quote, "'")).collect();
        self.traps.push(Trap::fixed(diagnostic, edits));
        Some(end)
    }

    /// The place after the quote that was meant to end a text: the first outside of templates
    /// that something may follow; on a line of its own, the one that ends the line.
    fn true_end(&self, at: usize, after: usize, in_flow: bool) -> Option<usize> {
        let mark = self.byte(at)?;
        let end = line_end(self.text, after);
        let mut depth = 0usize;
        let mut here = at + 1;
        while here < end {
            let rest = &self.text.as_bytes()[here..end];
            if rest.starts_with(b"{{") {
                depth += 1;
                here += 2;
            } else if rest.starts_with(b"}}") && depth > 0 {
                depth -= 1;
                here += 2;
            } else if mark == b'\'' && rest.starts_with(b"''") {
                here += 2;
            } else {
                let closes = rest[0] == mark && depth == 0 && here >= after;
                if closes && self.may_follow(here + 1, in_flow) {
                    return Some(here + 1);
                }
                here += 1;
            }
        }
        None
    }

    fn bad_escape(&mut self, at: usize, after: usize, escape: usize, escapes: bool) {
        let character = self.text[escape + 1..].chars().next().unwrap_or(' ');
        let shown = if character.is_control() { String::new() } else { character.to_string() };
        let message = format!("`\\{shown}` means nothing in double quotes");
        let end = escape + 1 + character.len_utf8();
        let diagnostic = self.diagnostic(Code::E108, escape, end.min(after), message);
        let digits = match character {
            'x' => Some("two"),
            'u' => Some("four"),
            'U' => Some("eight"),
            _ => None,
        };
        if let Some(digits) = digits {
            let help = format!("`\\{character}` takes {digits} hexadecimal digits");
            let mend = self.bad_escapes(at, after).map(|at| insert(self.file, at, "\\"));
            self.traps.push(Trap::guessed(diagnostic.help(help), mend.collect()));
            return;
        }
        let text = self.part(at + 1, after - 1);
        if escapes || text.contains('\'') {
            let help = "write the `\\` twice, or use single quotes";
            let edits = self.bad_escapes(at, after).map(|at| insert(self.file, at, "\\"));
            let edits = edits.collect();
            self.traps.push(Trap::fixed(diagnostic.help(help), edits));
            return;
        }
        let diagnostic = diagnostic.help(format!("use single quotes: `'{text}'`"));
        let edits =
            vec![replace(self.file, at, at + 1, "'"), replace(self.file, after - 1, after, "'")];
        self.traps.push(Trap::fixed(diagnostic, edits));
    }

    fn bad_escapes(&self, at: usize, after: usize) -> impl Iterator<Item = usize> {
        let mut here = at + 1;
        let mut bad = Vec::new();
        while here < after {
            if self.byte(here) == Some(b'\\') {
                if !is_escape(&self.text[here + 1..]) {
                    bad.push(here);
                }
                here += 1;
            }
            here += self.text[here..].chars().next().map_or(1, char::len_utf8);
        }
        bad.into_iter()
    }

    /// A quote that nothing closes. Gives the end of its line.
    fn unclosed(&mut self, at: usize, in_flow: bool) -> usize {
        let end = line_end(self.text, at);
        let mark = self.part(at, at + 1);
        let message = format!("this `{mark}` is never closed");
        let diagnostic = self.diagnostic(Code::E100, at, at + 1, message);
        let text = self.part(at + 1, end).trim_end_matches(BLANKS);
        let diagnostic = match in_flow {
            true => diagnostic,
            false => diagnostic.help(format!("close it: `{mark}{text}{mark}`")),
        };
        let clean = !in_flow && !text.contains('\\');
        let mend = insert(self.file, at + 1 + text.len(), mark);
        self.traps.push(Trap::guessed(diagnostic, if clean { vec![mend] } else { Vec::new() }));
        self.stopped |= !clean;
        end
    }

    /// A value that begins with a character YAML keeps for itself.
    pub(super) fn reserved(&mut self, at: usize, end: usize) {
        let text = self.part(at, end);
        let message = match &text[..1] {
            "`" => "a value cannot begin with a backtick".to_owned(),
            first => format!("a value cannot begin with `{first}`"),
        };
        let diagnostic = self
            .diagnostic(Code::E100, at, end, message)
            .help(format!("write `{}`", quoted_form(text)));
        self.traps.push(Trap::fixed(diagnostic, quote(self.file, self.text, at, end)));
    }
}

/// A template begins in a text, and does not end.
pub(in crate::yaml) fn has_open_template(text: &str) -> bool {
    text.rfind("{{").is_some_and(|begin| !text[begin..].contains("}}"))
}

/// What follows a `\` makes an escape of double-quoted text.
fn is_escape(after: &str) -> bool {
    let digits = |length: usize| {
        after
            .as_bytes()
            .get(1..=length)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    match after.as_bytes().first() {
        Some(b'x') => digits(2),
        Some(b'u') => digits(4),
        Some(b'U') => digits(8),
        Some(byte) => b"0abt\tnvfre \"/\\N_LP\r\n".contains(byte),
        None => false,
    }
}
