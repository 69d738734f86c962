//! Keys that hold one value, or a list of them.

use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// The values of a list; of anything else, itself.
pub(crate) fn one_or_more(node: &Node) -> Vec<&Node> {
    match &node.kind {
        NodeKind::List(items) => items.iter().map(|item| &**item).collect(),
        NodeKind::Scalar(_) | NodeKind::Map(_) => vec![node],
    }
}

/// Those that are text. What is not is reported where the key is read.
pub(crate) fn texts(node: &Node) -> Vec<Spanned<String>> {
    let text = |node: &Node| {
        let scalar = node.scalar().filter(|scalar| scalar.value().is_string())?;
        Some(Spanned::new(scalar.text.clone(), node.span))
    };
    one_or_more(node).into_iter().filter_map(text).collect()
}
