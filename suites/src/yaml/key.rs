//! Keys of maps.

use super::{Node, NodeKind};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

/// A key whose value has not come yet.
pub(super) struct Key {
    pub(super) text: Spanned<String>,
    /// Where it ends in the mended text.
    pub(super) end: usize,
    /// It is `<<`, without quotes.
    pub(super) is_merge: bool,
}

impl Key {
    /// A value as a key: only text can be one. With anything else comes the mistake.
    pub(super) fn new(
        node: &Node,
        span: Span,
        text: &str,
        place: (usize, usize),
    ) -> (Self, Option<Diagnostic>) {
        let source = || text[place.0..place.1].to_owned();
        let (value, what) = match &node.kind {
            NodeKind::Scalar(scalar) if !scalar.text.is_empty() || scalar.is_quoted() => {
                (scalar.text.clone(), None)
            }
            NodeKind::Scalar(_) => (String::new(), Some("a key is missing before this `:`")),
            NodeKind::List(_) => (source(), Some("a list cannot be a key")),
            NodeKind::Map(_) => (source(), Some("a map cannot be a key")),
        };
        let is_merge = value == "<<" && node.scalar().is_some_and(|scalar| !scalar.is_quoted());
        let key = Self { text: Spanned::new(value, span), end: place.1, is_merge };
        (key, what.map(|what| Diagnostic::new(Code::E100, span, what)))
    }
}
