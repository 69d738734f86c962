//! Selectors in `[ ]`: names, `*`, indexes, slices, filters, templates.

use super::cursor::{Cursor, Read, begins_name, is_blank, quoted};
use super::hole::Role;
use super::segment::Shape;
use crate::diagnostics::Diagnostic;

/// What a selector may select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Selects {
    One,
    Several,
}

impl Cursor<'_, '_> {
    /// Reads `[…]` and writes it down.
    pub(super) fn bracketed(&mut self, shape: &mut Shape) -> Read<()> {
        let open = self.at;
        self.enter(open)?;
        self.at += 1;
        self.write("[");
        let mut blank = self.skip_blanks();
        let mut selects = self.selector(open)?;
        loop {
            blank = blank.or(self.skip_blanks());
            match self.peek() {
                Some(']') => break,
                Some(',') => {
                    self.at += 1;
                    self.write(",");
                    self.skip_blanks();
                    if self.peek() == Some(']') {
                        let mistake = self.wrong_here("a selector is missing after `,`");
                        return Err(mistake.help("leave the `,` out").into());
                    }
                    self.selector(open)?;
                    selects = Selects::Several;
                }
                Some(c) => return Err(self.after_selector(c).into()),
                None => return Err(self.unclosed(open).into()),
            }
        }
        self.at += 1;
        self.write("]");
        self.leave();
        if selects == Selects::Several {
            let length = self.at - open;
            shape.several.get_or_insert((open, length));
        } else {
            shape.blank = shape.blank.or(blank);
        }
        Ok(())
    }

    fn selector(&mut self, open: usize) -> Read<Selects> {
        match self.peek() {
            None => Err(self.unclosed(open).into()),
            Some('\'' | '"') => {
                self.string()?;
                Ok(Selects::One)
            }
            Some('*') => {
                self.at += 1;
                self.write("*");
                Ok(Selects::Several)
            }
            Some('?') => {
                self.at += 1;
                self.write("?");
                self.filters += 1;
                let name = self.last_name.take();
                self.filter()?;
                self.last_name = name;
                self.filters -= 1;
                Ok(Selects::Several)
            }
            Some('{') if self.rest().starts_with("{{") => {
                self.hole(Role::Key)?;
                if self.after_blanks().starts_with(':') {
                    return Err(self.no_template_in_slice(open).into());
                }
                Ok(Selects::One)
            }
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | ':') => {
                self.index_or_slice(open)
            }
            Some(c) => Err(self.no_selector(open, c).into()),
        }
    }

    fn index_or_slice(&mut self, open: usize) -> Read<Selects> {
        if self.peek() != Some(':') {
            self.integer()?;
            if !self.after_blanks().starts_with(':') {
                return Ok(Selects::One);
            }
            self.skip_blanks();
        }
        for colon in [":", ""] {
            if !self.take(":") {
                break;
            }
            // The second is written when a step follows; without one it says nothing.
            self.write(colon);
            self.skip_blanks();
            match self.peek() {
                Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+') => {
                    if colon.is_empty() {
                        self.write(":");
                    }
                    self.integer()?;
                }
                Some('{') => return Err(self.no_template_in_slice(open).into()),
                Some(_) | None => {}
            }
            // A blank before `]` or `,` is passed there.
            if self.after_blanks().starts_with(':') {
                self.skip_blanks();
            }
        }
        Ok(Selects::Several)
    }

    fn no_template_in_slice(&self, open: usize) -> Diagnostic {
        let at = self.source[open..].find("{{").map_or(self.at, |at| open + at);
        self.wrong(at, 2, "a template stands for a name or an index, not for a part of a slice")
    }

    fn unclosed(&self, open: usize) -> Diagnostic {
        self.wrong(open, 1, "`[` is never closed").help("end the selectors with `]`")
    }

    /// Something after a selector that is neither `,` nor `]`.
    fn after_selector(&self, c: char) -> Diagnostic {
        let mistake = self.wrong_here(format!("`,` or `]` is missing before `{c}`"));
        match c {
            ':' => mistake.help("a slice has at most two `:`: `[start:end:step]`"),
            '\'' | '"' => mistake.help("separate selectors with `,`"),
            _ => mistake,
        }
    }

    /// Something that begins no selector.
    fn no_selector(&self, open: usize, c: char) -> Diagnostic {
        let end = self.rest().find([']', ',']).map_or(self.source.len(), |at| self.at + at);
        let word = self.source[self.at..end].trim_end_matches(is_blank);
        let write =
            |new: &str| format!("write `{}`", self.rewritten(self.at, self.at + word.len(), new));
        match c {
            ']' => self
                .wrong(open, self.at + 1 - open, "`[]` selects nothing")
                .help("write `[*]` for every element, `[0]` for the first"),
            ',' => self.wrong_here("a selector is missing before `,`"),
            '@' | '!' => {
                self.wrong_here("a filter begins with `?`").help(write(&format!("?{word}")))
            }
            '(' if word.contains("length") => self
                .wrong_here("`[(…)]` is not in RFC 9535")
                .help("an index may count from the end: `[-1]` is the last element"),
            '(' => self.wrong_here("`[(…)]` is not in RFC 9535").help("a filter is `[?…]`"),
            '$' => self
                .wrong_here("a path cannot stand for a name or an index")
                .help("save the value first, and write `[{{name}}]`"),
            '“' | '”' | '„' | '‘' | '’' | '‚' => {
                let name = word.trim_matches(['“', '”', '„', '‘', '’', '‚']);
                self.wrong_here(format!("`{c}` is no quote of a path"))
                    .help(format!("use straight quotes: {}", write(&quoted(name))))
            }
            c if begins_name(c) => self
                .wrong(self.at, word.len(), "a name in `[ ]` stands in quotes")
                .help(write(&quoted(word))),
            c => self
                .wrong_here(format!("`{c}` begins no selector"))
                .help("in `[ ]` stand names in quotes, `*`, indexes, slices and `?` filters"),
        }
    }
}
