//! The matrix: over what tests fan out.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Dimension, MatrixEntry};
use crate::read::Reader;
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// A dimension: its name, and entries with names of their own.
    pub(super) fn dimension(&mut self, entry: &Entry) -> Option<Dimension> {
        let name = self.dimension_name(&entry.key);
        let Some(items) = entry.value.items() else {
            self.expected("a list of maps, each with a `name`", &entry.value);
            return None;
        };
        if items.is_empty() {
            let message = format!("`{}` has no entries: nothing would be run", entry.key.value);
            self.report(Diagnostic::new(Code::E211, entry.value.span, message));
        }
        let mut entries: Vec<MatrixEntry> = Vec::with_capacity(items.len());
        for item in items {
            let Some(read) = self.matrix_entry(item) else { continue };
            if let Some(first) = entries.iter().find(|known| known.name == read.name) {
                let message = format!("two entries are named `{}`", read.name);
                let place = item.get("name").map_or(read.span, |name| name.span);
                self.report(
                    Diagnostic::new(Code::E201, place, message)
                        .related(first.span, "the other one")
                        .help("give it a name of its own: results are told apart by it"),
                );
            }
            entries.push(read);
        }
        Some(Dimension { name: name?.value, entries, span: entry.key.span })
    }

    fn matrix_entry(&mut self, node: &Node) -> Option<MatrixEntry> {
        let Some(entries) = node.entries() else {
            self.expected("a map with a `name`", node);
            return None;
        };
        let Some(name) = node.get("name") else {
            let message = "an entry of the matrix needs a `name`".to_owned();
            let span = self.first_line(node.span);
            self.mistake(Code::E208, span, message, "add `name`: results are told apart by it");
            return None;
        };
        let name = self.some_text(name, "`name`")?;
        let canary = node.get("canary").and_then(|node| self.boolean(node)).unwrap_or_default();
        let values = entries
            .iter()
            .map(|entry| (entry.key.value.clone(), self.value(&entry.value)))
            .collect();
        Some(MatrixEntry { name: name.value, canary, values, span: name.span })
    }
}
