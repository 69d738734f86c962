//! Classes: `[a-z]`, `[^\n]`, `[\p{L}-]`.

use super::NotIRegexp;
use super::translate::{Escape, Pattern, literal, wrong};

impl Pattern {
    /// What follows the `[` at `open`.
    pub(super) fn class(&mut self, open: usize) -> Result<(), NotIRegexp> {
        self.out.push('[');
        if self.peek() == Some('^') {
            self.at += 1;
            self.out.push('^');
        }
        let first = self.at;
        loop {
            let at = self.at;
            match self.next() {
                None => {
                    return Err(wrong(open, 1, "`[` is never closed".to_owned())
                        .help(r"write `\\[` for the character".to_owned()));
                }
                Some(']') if at == first => {
                    return Err(wrong(open, at + 1 - open, "the class is empty".to_owned())
                        .help(r"write `\\]` for the character".to_owned()));
                }
                Some(']') => break,
                Some('-') if at == first || self.peek() == Some(']') => {
                    self.out.push_str(&literal('-'));
                }
                Some(c @ ('-' | '[')) => {
                    return Err(wrong(at, 1, format!("`{c}` has a backslash in a class"))
                        .help(format!("write `\\\\{c}`")));
                }
                Some('\\') => match self.escape(at)? {
                    Escape::Char(c) => self.range(c, at)?,
                    category @ Escape::Category(_) => self.out.push_str(&category.in_regex()),
                },
                Some(c) => self.range(c, at)?,
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// `from`, or a range that begins with it.
    fn range(&mut self, from: char, at: usize) -> Result<(), NotIRegexp> {
        self.out.push_str(&literal(from));
        let second = self.peek_second();
        if self.peek() != Some('-') || matches!(second, None | Some(']')) {
            return Ok(());
        }
        self.at += 1;
        let to_at = self.at;
        let to = match self.next() {
            Some('\\') => match self.escape(to_at)? {
                Escape::Char(c) => Some(c),
                Escape::Category(_) => None,
            },
            Some('-' | '[') | None => None,
            Some(c) => Some(c),
        };
        match to {
            Some(to) if from <= to => {
                self.out.push('-');
                self.out.push_str(&literal(to));
                Ok(())
            }
            Some(_) => Err(wrong(at, self.at - at, "the range is upside down".to_owned())),
            None => Err(wrong(at, self.at - at, "the range has no end".to_owned())
                .help(r"write `\\-` for the character".to_owned())),
        }
    }
}
