//! What a file says in places that could not be read.

use std::collections::BTreeSet;

use crate::yaml::{Node, NodeKind};

/// Keys below which names are given values.
const GIVING: &[&str] = &["inputs", "vars", "save", "set", "for_each"];

/// The names to which a file gives values, right or wrong. A step with a mistake may be missing
/// from its suite; what it would have saved is not unknown for that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    names: BTreeSet<String>,
}

impl Unread {
    /// Of the tree of a suite.
    pub fn of(tree: &Node) -> Self {
        let mut unread = Self::default();
        unread.look(tree);
        unread
    }

    pub(super) fn gives_a_value_to(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    fn look(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Scalar(_) => {}
            NodeKind::List(items) => items.iter().for_each(|item| self.look(item)),
            NodeKind::Map(entries) => {
                for entry in entries {
                    if GIVING.contains(&entry.key.value.as_str()) {
                        self.take(&entry.value);
                    }
                    self.look(&entry.value);
                }
            }
        }
    }

    fn take(&mut self, node: &Node) {
        let keys = node.entries().into_iter().flatten().map(|entry| entry.key.value.clone());
        let items = node.items().into_iter().flatten();
        let words = items.filter_map(|item| item.scalar()).map(|scalar| scalar.text.clone());
        self.names.extend(keys.chain(words));
    }
}
