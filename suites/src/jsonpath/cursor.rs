//! Where reading stands in a path, and what was read so far.

use super::segment::LastName;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Expr, PathHole};
use crate::source::{Span, Spanned};

/// A step of reading: what was read, or the mistake that ends it.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// Brackets and parentheses inside each other. What comes after recurses on them.
const MAX_DEPTH: usize = 32;

/// Reads a path from left to right and writes it down in the canonical spelling.
pub(super) struct Cursor<'s, 'e> {
    /// The path.
    pub(super) source: &'s str,
    /// Where it stands in its file.
    span: Span,
    /// The byte that is read next.
    pub(super) at: usize,
    depth: usize,
    /// How many filters are open.
    pub(super) filters: usize,
    /// What was read, as `jsonpath-rust` is given it.
    pub(super) canonical: String,
    /// The templates that were read.
    pub(super) holes: Vec<PathHole>,
    /// The name after a dot that was read last, for rewrites.
    pub(super) last_name: Option<LastName>,
    exprs: &'e mut dyn FnMut(&str, Span) -> Expr,
}

impl<'s, 'e> Cursor<'s, 'e> {
    /// At the start of `source`.
    pub(super) fn new(
        source: &'s str,
        span: Span,
        exprs: &'e mut dyn FnMut(&str, Span) -> Expr,
    ) -> Self {
        Self {
            source,
            span,
            at: 0,
            depth: 0,
            filters: 0,
            canonical: String::with_capacity(source.len() + 16),
            holes: Vec::new(),
            last_name: None,
            exprs,
        }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes `text` if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Passes the characters that `wanted` accepts.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Passes blanks; says where they began if there were any.
    pub(super) fn skip_blanks(&mut self) -> Option<usize> {
        let from = self.at;
        (!self.take_while(is_blank).is_empty()).then_some(from)
    }

    /// What comes after the blanks that come next.
    pub(super) fn after_blanks(&self) -> &'s str {
        self.rest().trim_start_matches(is_blank)
    }

    /// Writes `text` down.
    pub(super) fn write(&mut self, text: &str) {
        self.canonical.push_str(text);
    }

    /// One bracket or parenthesis deeper; `open` is where it stands.
    pub(super) fn enter(&mut self, open: usize) -> Read<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("over {MAX_DEPTH} brackets inside each other are not supported");
            return Err(self.wrong(open, 1, message).into());
        }
        Ok(())
    }

    /// One bracket or parenthesis less deep.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The expression of a template between two bytes, braces included.
    pub(super) fn expression(&mut self, from: usize, to: usize) -> Spanned<Expr> {
        let span = self.span.part(from, to - from);
        Spanned::new((self.exprs)(&self.source[from..to], span), span)
    }

    /// A mistake at `length` bytes from `at`.
    pub(super) fn wrong(&self, at: usize, length: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::E206, self.span.part(at, length), message)
    }

    /// A mistake at the next character, or where one is missing.
    pub(super) fn wrong_here(&self, message: impl Into<String>) -> Diagnostic {
        self.wrong(self.at, self.peek().map_or(0, char::len_utf8), message)
    }

    /// The path with `new` in place of the bytes `from..to`.
    pub(super) fn rewritten(&self, from: usize, to: usize, new: &str) -> String {
        format!("{}{new}{}", &self.source[..from], &self.source[to..])
    }
}

/// RFC 9535's `B`.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// RFC 9535's `name-first`.
pub(super) fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

/// RFC 9535's `name-char`.
pub(super) fn is_in_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit()
}

/// A name in single quotes, as one writes it by hand.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'"))
}
