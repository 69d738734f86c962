//! Merge keys: `<<: *base`.

use std::sync::Arc;

use super::{Entry, Node, NodeKind};

/// The entries that the value of `<<` brings in, or `None` when it is neither a map nor a list
/// of maps. Of maps in a list, the earlier one wins.
pub(super) fn merged(value: &Node) -> Option<Vec<&Entry>> {
    match &value.kind {
        NodeKind::Map(entries) => Some(entries.iter().collect()),
        NodeKind::List(maps) => {
            let maps: Option<Vec<&[Entry]>> = maps.iter().map(|map| map.entries()).collect();
            Some(maps?.into_iter().flatten().collect())
        }
        NodeKind::Scalar(_) => None,
    }
}

/// The value of `<<` is itself an alias, or a list of them: shared, so nothing is copied but the
/// entries.
pub(super) fn share(entry: &Entry) -> Entry {
    Entry { key: entry.key.clone(), value: Arc::clone(&entry.value) }
}
