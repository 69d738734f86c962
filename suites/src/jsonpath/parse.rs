//! From text to path.

use jsonpath_rust::parser::parse_json_path;

use super::cursor::{Cursor, Read};
use super::plain::plain;
use crate::diagnostics::Diagnostic;
use crate::language::{Expr, JsonPath};
use crate::read::Reader;
use crate::source::{Sources, Span};

/// No path is longer. It keeps what comes after from recursing or growing without end.
const MAX_BYTES: usize = 8_000;

/// Reads a path. `span` is where its text stands, without quotes.
pub fn parse(source: &str, span: Span) -> Result<JsonPath, Box<Diagnostic>> {
    let sources = Sources::default();
    let mut mistakes = Vec::new();
    let mut reader = Reader::new(&sources, &mut mistakes);
    let path = parse_with(source, span, &mut |expr, span| reader.expression(expr, span))?;
    match mistakes.into_iter().next() {
        Some(mistake) => Err(Box::new(mistake)),
        None => Ok(path),
    }
}

/// Reads a path. `exprs` reads the templates in it (given with their braces), and reports what is
/// wrong with them itself.
pub fn parse_with(
    source: &str,
    span: Span,
    exprs: &mut dyn FnMut(&str, Span) -> Expr,
) -> Result<JsonPath, Box<Diagnostic>> {
    let mut cursor = Cursor::new(source, span, exprs);
    let singular = whole_path(&mut cursor)?;
    let query = match plain(&cursor.canonical) {
        Some(query) => query,
        None => parse_json_path(&cursor.canonical)
            .map_err(|_| Box::new(cursor.wrong(0, source.len(), "this path is not supported")))?,
    };
    let holes = cursor.holes;
    Ok(JsonPath { source: source.to_owned(), span, query, singular, holes })
}

/// Reads all of it; answers whether it is singular.
fn whole_path(cursor: &mut Cursor<'_, '_>) -> Read<bool> {
    if cursor.source.len() > MAX_BYTES {
        let message = format!("a path of over {MAX_BYTES} characters is not supported");
        return Err(cursor.wrong_here(message).into());
    }
    if cursor.peek() != Some('$') {
        return Err(cursor.no_dollar().into());
    }
    let shape = cursor.query()?;
    if cursor.at < cursor.source.len() {
        return Err(cursor.trailing().into());
    }
    Ok(shape.several.is_none())
}
