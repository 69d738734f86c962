//! Text with `{{expressions}}`: finding them.
//!
//! The `handlebars` crate parses what stands between the braces, one expression at a time: that
//! way each has its place, and one mistake does not hide the next.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Expr, Piece, Template};
use crate::read::Reader;
use crate::source::{Sources, Span, Spanned};

/// Whether the text may hold anything to fill in, or an escaped brace.
pub(crate) fn may_hold_expressions(text: &str) -> bool {
    text.contains("{{")
}

impl Reader<'_> {
    /// `text` (decoded) as a template; `span` is the scalar's, quotes included.
    ///
    /// What cannot be read is reported and stands as a `null` literal in the result.
    pub(crate) fn template(&mut self, text: &str, span: Span) -> Template {
        let mut template = Template { source: text.into(), span, pieces: Vec::new() };
        if !may_hold_expressions(text) {
            if !text.is_empty() {
                template.pieces = vec![Piece::Text(text.to_owned())];
            }
            return template;
        }
        let mut placer = Placer::new(self.sources(), text, span);
        let mut literal = String::new();
        for cut in cuts(text) {
            match cut {
                Cut::Text(part) => literal.push_str(part),
                Cut::Expr(range) => {
                    if !literal.is_empty() {
                        template.pieces.push(Piece::Text(std::mem::take(&mut literal)));
                    }
                    let source = &text[range.clone()];
                    let place = placer.place(range.start, source);
                    let expr = self.expression(source, place);
                    template.pieces.push(Piece::Expr(Spanned::new(expr, place)));
                }
                Cut::Unclosed(at) => {
                    let place = placer.place(at, "{{");
                    self.report(
                        Diagnostic::new(Code::E210, place, "`{{` without `}}`")
                            .help("close it with `}}`, or write `\\{{` for the braces themselves"),
                    );
                    literal.push_str(&text[at..]);
                    template.pieces.push(Piece::Expr(Spanned::new(
                        Expr::Literal(serde_json::Value::Null),
                        place,
                    )));
                }
            }
        }
        if !literal.is_empty() {
            template.pieces.push(Piece::Text(literal));
        }
        // Thousands of suites are kept for months.
        template.pieces.shrink_to_fit();
        template
    }
}

/// Finds the place of a part of a scalar in the file.
struct Placer<'s> {
    raw: &'s str,
    span: Span,
    /// Where the text begins in `raw`, when it stands there letter by letter.
    exact: Option<usize>,
    /// Where to go on looking, otherwise.
    cursor: usize,
}

impl<'s> Placer<'s> {
    fn new(sources: &'s Sources, text: &str, span: Span) -> Self {
        let raw = sources.text(span);
        let exact = if raw == text {
            Some(0)
        } else if raw.len() == text.len() + 2 && raw.get(1..).is_some_and(|r| r.starts_with(text)) {
            Some(1)
        } else {
            None
        };
        Self { raw, span, exact, cursor: 0 }
    }

    /// The place of `part`, which begins at byte `at` of the decoded text.
    fn place(&mut self, at: usize, part: &str) -> Span {
        if let Some(offset) = self.exact {
            return self.span.part(offset + at, part.len());
        }
        // Escapes and folding move what follows them; the expression itself rarely holds any.
        match self.raw.get(self.cursor..).and_then(|rest| rest.find(part)) {
            Some(found) => {
                let start = self.cursor + found;
                self.cursor = start + part.len();
                self.span.part(start, part.len())
            }
            None => self.span,
        }
    }
}

/// A stretch of a template.
#[derive(Debug, PartialEq)]
enum Cut<'t> {
    /// As it is.
    Text(&'t str),
    /// `{{…}}`, braces included.
    Expr(Range<usize>),
    /// `{{` at this byte, and no end.
    Unclosed(usize),
}

/// Cuts a template into text and expressions, by the rules of Handlebars: `\{{` is a literal
/// brace pair, and of several backslashes before an expression the first is dropped.
fn cuts(text: &str) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let mut from = 0;
    let mut search = 0;
    while let Some(found) = text[search..].find("{{") {
        let open = search + found;
        let slashes = text[from..open].bytes().rev().take_while(|&b| b == b'\\').count();
        match slashes {
            0 => cuts.push(Cut::Text(&text[from..open])),
            1 => {
                cuts.push(Cut::Text(&text[from..open - 1]));
                let braces = if text[open + 2..].starts_with("{{") { 4 } else { 2 };
                from = open + braces;
                cuts.push(Cut::Text(&text[open..from]));
                search = from;
                continue;
            }
            _ => {
                cuts.push(Cut::Text(&text[from..open - slashes]));
                cuts.push(Cut::Text(&text[open - slashes + 1..open]));
            }
        }
        let Some(end) = end_of_expression(text, open) else {
            cuts.push(Cut::Unclosed(open));
            return cuts;
        };
        cuts.push(Cut::Expr(open..end));
        from = end;
        search = end;
    }
    cuts.push(Cut::Text(&text[from..]));
    cuts.retain(|cut| *cut != Cut::Text(""));
    cuts
}

/// The byte after the `}}` that ends the expression at `open`.
fn end_of_expression(text: &str, open: usize) -> Option<usize> {
    let body = open + text[open..].bytes().take_while(|&b| b == b'{').count();
    let end =
        end_outside_quotes(text, body).or_else(|| text[body..].find("}}").map(|at| body + at));
    // `{{{x}}}` is one mistake, not an expression and a stray brace.
    let braces = if body - open >= 3 && text[end?..].starts_with("}}}") { 3 } else { 2 };
    Some(end? + braces)
}

/// Where `}}` stands, outside of text in quotes and of names in brackets.
fn end_outside_quotes(text: &str, body: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = body;
    let mut before = b' ';
    while at < bytes.len() {
        let byte = bytes[at];
        let begins_argument = matches!(before, b' ' | b'\t' | b'\n' | b'=' | b'(' | b'[' | b',');
        let begins_key = begins_argument || matches!(before, b'.' | b'/');
        match byte {
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            b'"' | b'\'' if begins_argument => at = end_of_quotes(bytes, at)?,
            b'[' if begins_key => at += text[at..].find(']')?,
            _ => {}
        }
        before = bytes[at];
        at += 1;
    }
    None
}

/// The byte of the closing quote.
fn end_of_quotes(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == bytes[open] => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests;
