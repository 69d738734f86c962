//! From text to tree.

use std::sync::Arc;

use super::Node;
use super::build::Builder;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// No file is larger.
const MAX_BYTES: usize = 10_000_000;

/// Reads a file's text. `None` when nothing of it could be made out; then, as with any mistake,
/// `diagnostics` says why. A tree that comes with mistakes has what could be made out.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    let start = Span { file, start: 0, end: 0 };
    if text.len() > MAX_BYTES {
        diagnostics.push(
            Diagnostic::new(Code::E110, start, "this file is over 10 MB").help("split it up"),
        );
        return None;
    }
    let built = Builder::new(file, text).build();
    diagnostics.extend(built.diagnostics);
    if let Some((error, at)) = built.error {
        let span = Span { file, start: at, end: at };
        diagnostics.push(Diagnostic::new(Code::E100, span, error.info()));
        return None;
    }
    if built.root.is_none() {
        diagnostics.push(Diagnostic::new(Code::E115, start, "this file is empty"));
    }
    built.root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_knows_where_each_value_stands() {
        let mut diagnostics = Vec::new();
        let text = "name: größe\nsteps:\n  - get: \"/x\"\n    n: [1, 2.50]\n";
        let root = parse(FileId(0), text, &mut diagnostics).unwrap();
        assert_eq!(diagnostics, []);
        let step = &root.get("steps").unwrap().items().unwrap()[0];
        let get = step.get("get").unwrap();
        assert_eq!(&text[get.span.start as usize..get.span.end as usize], "\"/x\"");
        let n = step.get("n").unwrap();
        assert_eq!(&text[n.span.start as usize..n.span.end as usize], "[1, 2.50]");
    }
}
