//! Templates in a path: `$.repos[?@.name == {{repo}}].id`.

use super::cursor::{Cursor, Read};
use crate::diagnostics::Diagnostic;
use crate::language::PathHole;

/// What a template in a path stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A key or an index: `[{{name}}]`.
    Key,
    /// A value to compare with, or an argument.
    Value,
    /// The pattern of `match` or `search`.
    Pattern,
}

impl Role {
    /// What placeholders begin with. A string of the author's that begins so is refused: no
    /// placeholder can be mistaken for text.
    fn mark(self) -> &'static str {
        match self {
            Self::Key => "\u{0}key ",
            Self::Value => "\u{0}value ",
            Self::Pattern => "\u{0}pattern ",
        }
    }

    /// What the template behind a placeholder stands for.
    pub fn of(placeholder: &str) -> Option<Self> {
        [Self::Key, Self::Value, Self::Pattern]
            .into_iter()
            .find(|role| placeholder.starts_with(role.mark()))
    }
}

impl Cursor<'_, '_> {
    /// Reads `{{…}}` and writes a string literal down that holds its place.
    pub(super) fn hole(&mut self, role: Role) -> Read<()> {
        let from = self.at;
        let Some(length) = template_length(self.rest()) else {
            let mistake = self.wrong(from, 2, "`{{` is never closed");
            return Err(mistake.help("write `}}` after the expression").into());
        };
        self.at += length;
        let expr = self.expression(from, self.at);
        let placeholder = format!("{}{}", role.mark(), self.holes.len());
        self.write_string(&placeholder);
        self.holes.push(PathHole { placeholder, expr });
        Ok(())
    }

    /// Refuses text that looks like a placeholder.
    pub(super) fn check_no_placeholder(&self, text: &str, from: usize) -> Read<()> {
        if Role::of(text).is_some() {
            let length = self.at - from;
            return Err(self.wrong(from, length, "this text is not supported in a path").into());
        }
        Ok(())
    }

    /// `$.{{name}}`; `kept` is `..` when it stands there.
    pub(super) fn template_after_dot(&self, from: usize, kept: &str) -> Diagnostic {
        let mistake = self.wrong(self.at, 2, "a template stands in brackets, not after a dot");
        match template_length(self.rest()) {
            Some(length) => {
                let end = self.at + length;
                let new = format!("{kept}[{}]", &self.source[self.at..end]);
                mistake.help(format!("write `{}`", self.rewritten(from, end, &new)))
            }
            None => mistake,
        }
    }

    /// `'{{name}}'`, the text of which begins at `from` and would be taken as it is.
    pub(super) fn template_in_quotes(&self, at: usize, from: usize, quote: char) -> Diagnostic {
        let mistake = self.wrong(at, 2, "a template in quotes is not filled in");
        let whole = template_length(&self.source[at..])
            .map(|length| at + length)
            .filter(|&end| at == from + 1 && self.source[end..].starts_with(quote));
        match whole {
            Some(end) => {
                let new = &self.source[at..end];
                mistake.help(format!(
                    "leave the quotes out, it keeps its type: `{}`",
                    self.rewritten(from, end + 1, new)
                ))
            }
            None => mistake.help("put the text together in `vars`, and write `{{name}}` alone"),
        }
    }
}

/// How long the template is that `text` begins with: up to `}}` outside quotes.
fn template_length(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut at = 2;
    while at < text.len() {
        let c = text[at..].chars().next()?;
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), '\\') => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '}') if text[at..].starts_with("}}") => {
                let braces = text[at..].bytes().take(3).take_while(|&b| b == b'}').count();
                // `{{{x}}}` is one template, although suites have none such.
                return Some(at + if text.starts_with("{{{") { braces } else { 2 });
            }
            (None, _) => {}
        }
        at += c.len_utf8();
    }
    None
}
