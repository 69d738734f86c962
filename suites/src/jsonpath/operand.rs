//! What conditions are made of: literals, queries, functions.

use super::cursor::{Cursor, Read, begins_name, is_blank, is_in_name, quoted};
use super::hole::Role;
use super::segment::Shape;
use super::string::Text;
use crate::diagnostics::Diagnostic;

/// Something that was read, and where.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    /// Its first byte.
    pub(super) from: usize,
    /// The byte after its last.
    pub(super) to: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// The string, when it is one.
    pub(super) text: Option<Text>,
}

/// What an operand is, for the typing rules of RFC 9535, section 2.4.3.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A string, number, `true`, `false`, `null`, or a template.
    Literal,
    /// `@…` or `$…`
    Query(Shape),
    /// A function that gives a value.
    Value,
    /// A function that answers yes or no.
    Logical,
}

impl Cursor<'_, '_> {
    /// Reads an operand and writes it down. A template here stands for what `templates` says.
    pub(super) fn operand(&mut self, templates: Role) -> Read<Operand> {
        let from = self.at;
        let mut text = None;
        let kind = match self.peek() {
            Some('@' | '$') => Kind::Query(self.query()?),
            Some('\'' | '"') => {
                text = Some(self.string()?);
                Kind::Literal
            }
            Some(c) if c.is_ascii_digit() || c == '-' => {
                self.number()?;
                Kind::Literal
            }
            Some('{') if self.rest().starts_with("{{") => {
                self.hole(templates)?;
                Kind::Literal
            }
            Some(c) if begins_name(c) && !is_odd_quote(c) => self.word()?,
            Some(_) | None => return Err(self.no_operand().into()),
        };
        Ok(Operand { from, to: self.at, kind, text })
    }

    /// `true`, `false`, `null`, or a function.
    fn word(&mut self) -> Read<Kind> {
        let from = self.at;
        let word = self.take_while(is_in_name);
        if self.after_blanks().starts_with('(') {
            return self.function(from, word);
        }
        if matches!(word, "true" | "false" | "null") {
            self.write(word);
            return Ok(Kind::Literal);
        }
        Err(self.bare_word(from, word).into())
    }

    fn bare_word(&self, from: usize, word: &str) -> Diagnostic {
        let instead =
            |new: &str| format!("write `{}`", self.rewritten(from, from + word.len(), new));
        let mistake = |message: String| self.wrong(from, word.len(), message);
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "true" | "false" | "null" => {
                mistake(format!("`{word}` is written in small letters")).help(instead(&lower))
            }
            "nil" | "none" | "undefined" => {
                mistake(format!("`{word}` is not in RFC 9535")).help(instead("null"))
            }
            "not" => mistake("`not` is no operator".to_owned()).help("write `!`"),
            _ if self.stands_after_operator(from) => {
                mistake("text in a filter stands in quotes".to_owned()).help(instead(&quoted(word)))
            }
            _ => mistake(format!("`{word}` is no path, text or number"))
                .help(instead(&format!("@.{word}"))),
        }
    }

    /// Whether the right side of a comparison begins at `from`.
    fn stands_after_operator(&self, from: usize) -> bool {
        self.source[..from].trim_end_matches(is_blank).ends_with(['=', '<', '>'])
    }

    /// Nothing that begins an operand.
    fn no_operand(&self) -> Diagnostic {
        let Some(c) = self.peek() else {
            let mistake = self.wrong(self.at.saturating_sub(1), 1, "the filter ends too early");
            return mistake.help("a condition is missing: `[?@.name == 'x']`");
        };
        match c {
            ']' | ')' | ',' | '&' | '|' | '=' | '<' | '>' | '!' => self
                .wrong_here(format!("a condition or value is missing before `{c}`"))
                .help("a filter compares or tests: `[?@.name == 'x']`, `[?@.name]`"),
            '/' => self
                .wrong_here("patterns are not written `/…/`")
                .help("write `match(@.name, 'pattern')` for the whole text, `search` for a part"),
            '[' | '{' => self
                .wrong_here("lists and maps cannot be written in a filter")
                .help("compare with a path or a template: `@.tags == {{tags}}`"),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self
                .wrong_here("a number begins with a digit")
                .help(format!("write `{}`", self.rewritten(self.at, self.at, "0"))),
            '.' => self
                .wrong_here("a path in a filter begins with `@` or `$`")
                .help(format!("write `{}`", self.rewritten(self.at, self.at, "@"))),
            '+' => self.wrong_here("a number has no `+` before it").help("leave it out"),
            '(' => self
                .wrong_here("a value does not stand in parentheses")
                .help("leave the parentheses out"),
            c if is_odd_quote(c) => {
                let end = self.rest()[c.len_utf8()..].find(is_odd_quote);
                let mistake = self.wrong_here(format!("`{c}` is no quote of a path"));
                match end {
                    Some(length) => {
                        let start = self.at + c.len_utf8();
                        let text = quoted(&self.source[start..start + length]);
                        mistake.help(format!("use straight quotes: `{text}`"))
                    }
                    None => mistake.help("use straight quotes: `'`"),
                }
            }
            c => self.wrong_here(format!("`{c}` begins no condition")),
        }
    }

    /// What is compared, or given to a function that takes one value, selects at most one.
    pub(super) fn check_singular(&self, shape: Shape, operand: &Operand) -> Read<()> {
        let text = &self.source[operand.from..operand.to];
        if let Some((at, length)) = shape.several {
            let message = format!("`{text}` may select several values, and only one can be taken");
            let mistake = self.wrong(at, length, message);
            let help = format!("`count({text})` counts them, `value({text})` takes the only one");
            return Err(mistake.help(help).into());
        }
        if let Some(at) = shape.blank {
            let message = "no blank stands inside `[ ]` of a path that is compared";
            return Err(self.wrong(at, 1, message).help("leave it out").into());
        }
        Ok(())
    }
}

/// Quotes that word processors make of `'` and `"`.
pub(super) fn is_odd_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚')
}
