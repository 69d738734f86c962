//! What was meant by names, dots and ends that RFC 9535 does not have.

use super::cursor::{Cursor, begins_name, is_blank, is_in_name, quoted};
use super::segment::LastName;
use crate::diagnostics::Diagnostic;

impl Cursor<'_, '_> {
    /// `$a`, `@a`, `$'a'`, `$0`: nothing between the root and what comes next.
    pub(super) fn no_dot(&self, root: &str) -> Diagnostic {
        let mistake = self.wrong_here(format!("`{root}` is followed by `.` or `[`"));
        let rest = self.rest();
        let word = self.word_at(self.at);
        let end = self.at + word.len();
        if rest.starts_with(begins_name) {
            mistake.help(format!("write `{}`", self.rewritten(self.at, self.at, ".")))
        } else if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
            let index = format!("[{word}]");
            mistake.help(format!("write `{}`", self.rewritten(self.at, end, &index)))
        } else {
            mistake
        }
    }

    /// No name after the dots at `from`.
    pub(super) fn no_name(&self, from: usize, dots: &str) -> Diagnostic {
        let after = self.at;
        // In brackets a name needs no dot; after two it keeps them.
        let kept = if dots == ".." { dots } else { "" };
        let write = |end: usize, new: &str| {
            format!("write `{}`", self.rewritten(from, end, &format!("{kept}{new}")))
        };
        let Some(c) = self.peek() else {
            return self
                .wrong(from, dots.len(), format!("the path ends after `{dots}`"))
                .help("name a key, or write `*` for all of them");
        };
        if self.rest().starts_with("{{") {
            return self.template_after_dot(from, kept);
        }
        let word = self.word_at(after);
        let end = after + word.len();
        match c {
            '.' => self
                .wrong_here("at most two dots stand together")
                .help("write `.` for a key of this level, `..` for one of any level below"),
            '[' => self.wrong(from, 1, "no dot stands before `[`").help(write(after, "")),
            '\'' | '"' => {
                let closing = self.source[after + 1..].find(c).map(|at| after + 1 + at + 1);
                let mistake = self.wrong_here("a quoted name stands in `[ ]`");
                match closing {
                    Some(end) => {
                        mistake.help(write(end, &format!("[{}]", &self.source[after..end])))
                    }
                    None => mistake,
                }
            }
            c if is_blank(c) => {
                let gap = self.rest().len() - self.after_blanks().len();
                self.wrong(after, 1, format!("no blank stands after `{dots}`"))
                    .help(format!("write `{}`", self.rewritten(after, after + gap, "")))
            }
            c if c.is_ascii_digit() && word.chars().all(|c| c.is_ascii_digit()) => self
                .wrong(after, word.len(), "a name after a dot does not begin with a digit")
                .help(format!(
                    "{} for an element of a list, `['{word}']` for a key",
                    write(end, &format!("[{word}]"))
                )),
            c if word.is_empty() || is_after_query(c) => {
                self.wrong_here(format!("a name or `*` is missing after `{dots}`"))
            }
            c => self
                .wrong_here(format!("a name after a dot does not begin with `{c}`"))
                .help(write(end, &format!("[{}]", quoted(word)))),
        }
    }

    /// A name that goes on with `c`.
    pub(super) fn odd_in_name(&self, name: LastName, text: &str, c: char) -> Diagnostic {
        let kept = if name.dots == ".." { name.dots } else { "" };
        if c == '(' {
            return self.method(name, text);
        }
        if self.rest().starts_with("{{") {
            return self
                .wrong(self.at, 2, "a template stands for a whole name, not for a part of it")
                .help("work the name out in `vars` and write `[{{name}}]`");
        }
        if self.filters > 0 && matches!(c, '+' | '*' | '/' | '%') {
            return self.no_arithmetic(self.at, c);
        }
        let start = name.end - text.len();
        let word = self.word_at(start);
        if word.len() == text.len() + 1
            && let Some(help) = not_in_the_rfc(c)
        {
            return self.wrong_here(format!("`{c}` does not belong to the path")).help(help);
        }
        let new = format!("{kept}[{}]", quoted(word));
        self.wrong_here(format!("`{c}` cannot stand in a name after a dot"))
            .help(format!("write `{}`", self.rewritten(name.dots_at, start + word.len(), &new)))
    }

    /// `$.items.length()`
    fn method(&self, name: LastName, text: &str) -> Diagnostic {
        let before = &self.source[..name.dots_at];
        let mistake = self.wrong(self.at, 1, "a path has no methods");
        match text {
            "length" | "size" | "count" if self.filters > 0 => {
                mistake.help("in a filter a function stands before its path: `length(@.items)`")
            }
            "length" | "size" | "count" => mistake
                .help(format!("`count` or `length` in the matcher: `{before}: {{ count: … }}`")),
            "first" => mistake.help(format!("write `{before}[0]`")),
            "last" => mistake.help(format!("write `{before}[-1]`")),
            "keys" | "values" => mistake.help(format!("`{before}.*` selects the values")),
            _ => mistake.help("judge the value in the matcher"),
        }
    }

    /// Something after the end of the path.
    pub(super) fn trailing(&self) -> Diagnostic {
        let rest = self.rest();
        let at = self.at + (rest.len() - self.after_blanks().len());
        let Some(c) = self.source[at..].chars().next() else {
            return self
                .wrong(self.at, rest.len(), "a path does not end with a blank")
                .help(format!("write `{}`", &self.source[..self.at]));
        };
        let mistake = self.wrong(at, c.len_utf8(), format!("`{c}` does not belong to the path"));
        match (c, self.last_name) {
            ('=' | '!' | '<' | '>', _) => mistake.help(format!(
                "compare in the matcher, `{}: …`, or in a filter, `[?@.name == 'x']`",
                &self.source[..self.at]
            )),
            (c, Some(name)) if at > self.at && is_in_name(c) => {
                let start = name.dots_at + name.dots.len();
                let words = self.source[start..].split(['.', '[']).next().unwrap_or_default();
                let words = words.trim_end_matches(is_blank);
                let kept = if name.dots == ".." { name.dots } else { "" };
                let new = format!("{kept}[{}]", quoted(words));
                let end = start + words.len();
                mistake.help(format!("write `{}`", self.rewritten(name.dots_at, end, &new)))
            }
            (c, _) if begins_name(c) && at == self.at => {
                mistake.help(format!("write `{}`", self.rewritten(at, at, ".")))
            }
            (c, _) => match not_in_the_rfc(c) {
                Some(help) => mistake.help(help),
                None => mistake,
            },
        }
    }

    /// What was meant to be one name, from `start`.
    fn word_at(&self, start: usize) -> &str {
        let rest = &self.source[start..];
        let end = rest.find(|c| matches!(c, '.' | '[' | '(') || is_blank(c) || is_after_query(c));
        &rest[..end.unwrap_or(rest.len())]
    }
}

/// The way out for what other dialects write after a segment.
fn not_in_the_rfc(c: char) -> Option<&'static str> {
    match c {
        '~' => Some("a path selects values; it cannot select the names of keys"),
        '^' => Some("a path goes down only; it cannot select a parent"),
        '?' => Some("a filter stands in brackets: `[?@.name == 'x']`"),
        '(' => Some("functions stand in filters only: `[?length(@.name) > 0]`"),
        _ => None,
    }
}

/// What may follow a query in a filter.
fn is_after_query(c: char) -> bool {
    matches!(c, '=' | '!' | '<' | '>' | '&' | '|' | ')' | ']' | ',')
}
