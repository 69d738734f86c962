//! JSONPath (RFC 9535), parsed.

use jsonpath_rust::parser::model::JpQuery;

use crate::language::Expr;
use crate::source::{Span, Spanned};

/// A query into a JSON value.
#[derive(Clone, Debug)]
pub struct JsonPath {
    /// As written: `$.orders[0].id`.
    pub source: String,
    /// Where it stands.
    pub span: Span,
    /// Parsed.
    pub query: JpQuery,
    /// Names and indexes only (RFC 9535, section 2.3.5.1): at most one value; otherwise a list.
    pub singular: bool,
    /// Templates that stand where a literal stands.
    pub holes: Vec<PathHole>,
}

/// A template in a path, and the literal that holds its place in the parsed query.
#[derive(Clone, Debug, PartialEq)]
pub struct PathHole {
    /// The string literal in [`JsonPath::query`] that is to be replaced.
    pub placeholder: String,
    /// Whose value comes there.
    pub expr: Spanned<Expr>,
}

impl PartialEq for JsonPath {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
