//! Keys that stand twice, and merge keys: `<<: *base`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Entry, Node, NodeKind};
use crate::diagnostics::{Code, Diagnostic};

/// More mistakes than anybody wants to see at once.
const MOST: usize = 1_000;
/// Smaller maps are searched key by key.
const SMALL: usize = 16;

/// The entries of a map, each key once: of two, the first. Those at `merges` are `<<` and give
/// way to what they bring in, as far as the map has no such key of its own.
pub(super) fn settle(
    entries: Vec<Entry>,
    merges: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let twice = twice(&entries);
    if twice.is_empty() && merges.is_empty() {
        return entries;
    }
    for &(first, second) in twice.iter().take(MOST) {
        diagnostics.push(written_twice(
            &entries[first],
            &entries[second],
            merges.contains(&second),
        ));
    }
    let dropped: HashSet<usize> = twice.into_iter().map(|(_, second)| second).collect();
    let mut known: HashSet<String> = if merges.is_empty() {
        HashSet::new()
    } else {
        entries.iter().map(|entry| entry.key.value.clone()).collect()
    };
    let mut settled = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        if dropped.contains(&index) {
            continue;
        }
        if !merges.contains(&index) {
            settled.push(entry);
            continue;
        }
        let Some(brought) = brought(&entry.value) else {
            let message = "`<<` takes a map, or a list of maps";
            let help = "write `<<: *name`, where `&name` marks a map above";
            diagnostics.push(Diagnostic::new(Code::E204, entry.value.span, message).help(help));
            continue;
        };
        for entry in brought {
            if known.insert(entry.key.value.clone()) {
                settled.push(Entry { key: entry.key.clone(), value: Arc::clone(&entry.value) });
            }
        }
    }
    settled
}

/// Pairs of entries with the same key: the first, and one that follows.
fn twice(entries: &[Entry]) -> Vec<(usize, usize)> {
    let key = |index: usize| entries[index].key.value.as_str();
    if entries.len() <= SMALL {
        let first = |second: usize| (0..second).find(|&first| key(first) == key(second));
        return (1..entries.len()).filter_map(|at| first(at).map(|first| (first, at))).collect();
    }
    let mut seen = HashMap::with_capacity(entries.len());
    let mut twice = Vec::new();
    for index in 0..entries.len() {
        match seen.get(key(index)) {
            Some(&first) => twice.push((first, index)),
            None => {
                seen.insert(key(index), index);
            }
        }
    }
    twice
}

fn written_twice(first: &Entry, second: &Entry, merge: bool) -> Diagnostic {
    let key = &second.key.value;
    let help = match merge {
        true => "merge several maps with a list: `<<: [*a, *b]`",
        false => "remove or rename one of them",
    };
    Diagnostic::new(Code::E107, second.key.span, format!("the key `{key}` stands here twice"))
        .related(first.key.span, "first here")
        .help(help)
}

/// The entries that the value of `<<` brings in, or `None` when it is neither a map nor a list
/// of maps. Of maps in a list, the earlier one wins.
fn brought(value: &Node) -> Option<Vec<&Entry>> {
    match &value.kind {
        NodeKind::Map(entries) => Some(entries.iter().collect()),
        NodeKind::List(maps) => {
            let maps: Option<Vec<&[Entry]>> = maps.iter().map(|map| map.entries()).collect();
            Some(maps?.into_iter().flatten().collect())
        }
        NodeKind::Scalar(_) => None,
    }
}
