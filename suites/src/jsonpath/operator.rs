//! Operators of filters, and what other languages write for them.

use super::cursor::{Cursor, Read, is_in_name};
use crate::diagnostics::Diagnostic;

/// Spellings of other languages, and ours. Longer ones first.
const MISSPELT: &[(&str, &str)] =
    &[("===", "=="), ("!==", "!="), ("<>", "!="), ("=<", "<="), ("=>", ">=")];

/// Words of other languages, and our operators.
const WORDS: &[(&str, &str)] = &[
    ("and", "&&"),
    ("or", "||"),
    ("eq", "=="),
    ("ne", "!="),
    ("lt", "<"),
    ("le", "<="),
    ("lte", "<="),
    ("gt", ">"),
    ("ge", ">="),
    ("gte", ">="),
    ("is", "=="),
];

/// RFC 9535's. Longer ones first.
const COMPARISONS: &[&str] = &["==", "!=", "<=", ">=", "<", ">"];

impl Cursor<'_, '_> {
    /// Reads an operator of a comparison, if one comes next, and writes it down.
    pub(super) fn comparison_operator(&mut self) -> Read<bool> {
        for (wrong, right) in MISSPELT {
            if self.rest().starts_with(wrong) {
                return Err(self.misspelt(wrong, right).into());
            }
        }
        if self.rest().starts_with("=~") || self.rest().starts_with("~=") {
            let mistake =
                self.wrong(self.at, 2, format!("`{}` is not in RFC 9535", &self.rest()[..2]));
            return Err(mistake
                .help("write `match(@.name, 'pattern')` for the whole text, `search` for a part")
                .into());
        }
        for operator in COMPARISONS {
            if self.take(operator) {
                self.write(operator);
                return Ok(true);
            }
        }
        if self.rest().starts_with('=') {
            return Err(self.misspelt("=", "==").into());
        }
        Ok(false)
    }

    /// After a condition comes `&&`, `||`, or the end of what it stands in.
    pub(super) fn condition_ends(&self) -> Read<()> {
        let rest = self.after_blanks();
        let at = self.source.len() - rest.len();
        let Some(c) = rest.chars().next() else { return Ok(()) };
        if matches!(c, ')' | ']' | ',') || rest.starts_with("&&") || rest.starts_with("||") {
            return Ok(());
        }
        Err(self.odd_after_condition(at, c).into())
    }

    fn odd_after_condition(&self, at: usize, c: char) -> Diagnostic {
        let rest = &self.source[at..];
        let word_length = rest.find(|c| !is_in_name(c)).unwrap_or(rest.len());
        let word = &rest[..word_length];
        let instead =
            |length: usize, new: &str| format!("write `{}`", self.rewritten(at, at + length, new));
        match c {
            '&' | '|' => {
                let double = format!("{c}{c}");
                self.wrong(at, 1, format!("`{c}` is no operator")).help(instead(1, &double))
            }
            '=' | '!' | '<' | '>' => self
                .wrong(at, 1, "a comparison has two sides")
                .help("join two comparisons with `&&`: `1 < @.a && @.a < 5`"),
            '+' | '-' | '*' | '/' | '%' => self.no_arithmetic(at, c),
            '?' => self
                .wrong(at, 1, "`?` stands at the beginning of a filter only")
                .help("join conditions with `&&` and `||`"),
            _ if word.is_empty() => {
                let message = format!("`&&`, `||` or an end is missing before `{c}`");
                self.wrong(at, c.len_utf8(), message)
            }
            _ => {
                let lower = word.to_ascii_lowercase();
                let mistake = self.wrong(at, word.len(), format!("`{word}` is no operator"));
                match WORDS.iter().find(|(wrong, _)| *wrong == lower) {
                    Some((_, right)) => mistake.help(instead(word.len(), right)),
                    None => mistake.help(no_such_operator(&lower)),
                }
            }
        }
    }

    /// `+`, `*`, … at a byte of a filter.
    pub(super) fn no_arithmetic(&self, at: usize, c: char) -> Diagnostic {
        self.wrong(at, 1, format!("`{c}`: a filter has no arithmetic"))
            .help("compare with a value worked out in `vars`: `@.total == {{expected}}`")
    }

    fn misspelt(&self, wrong: &str, right: &str) -> Diagnostic {
        let new = self.rewritten(self.at, self.at + wrong.len(), right);
        self.wrong(self.at, wrong.len(), format!("`{wrong}` is no operator"))
            .help(format!("write `{new}`"))
    }
}

/// The way out for a word that has no operator of ours.
pub(super) fn no_such_operator(word: &str) -> &'static str {
    match word {
        "in" | "anyof" | "any_of" => "join comparisons: `@.a == 'x' || @.a == 'y'`",
        "nin" | "noneof" | "none_of" => "join comparisons: `@.a != 'x' && @.a != 'y'`",
        "contains" | "like" | "matches" | "regex" => {
            "write `search(@.a, 'pattern')`, or for an element `@.a[?@ == 'x']`"
        }
        "size" | "empty" => "write `length(@.a) == 0`",
        _ => "operators are `==`, `!=`, `<`, `<=`, `>`, `>=`, `&&`, `||` and `!`",
    }
}
