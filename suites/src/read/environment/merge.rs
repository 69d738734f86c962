//! Merging environments as written: a child over its parents, an overlay over all.
//!
//! Maps merge by key; lists and single values are replaced whole, and so is each entry of
//! `services` and `secrets`, and `auth`. `null` removes a key. It stays in the tree as the mark
//! that it does, since what it removes may also come from further up (`defaults`).

use std::sync::Arc;

use crate::source::Span;
use crate::yaml::{Entry, Node, NodeKind};

/// Keys that speak of the environment they stand in, and are not handed down.
const OWN: &[&str] = &["extends", "abstract", "overlay"];

/// How deep maps merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// The keys of an environment.
    Environment,
    /// By key, all the way down.
    Deep,
    /// By key; what is below a key is replaced whole.
    Entries,
    /// By key in any case, as headers are.
    Headers,
    /// Replaced whole.
    Whole,
}

impl Rule {
    /// The rule for what is below `key`.
    fn below(self, key: &str) -> Self {
        match self {
            Self::Environment => match key {
                "vars" => Self::Deep,
                "services" | "secrets" | "matrix" | "tls" => Self::Entries,
                "headers" => Self::Headers,
                _ => Self::Whole,
            },
            Self::Deep => Self::Deep,
            Self::Entries | Self::Headers | Self::Whole => Self::Whole,
        }
    }

    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Headers => one.eq_ignore_ascii_case(other),
            Self::Environment | Self::Deep | Self::Entries | Self::Whole => one == other,
        }
    }
}

/// A key about which two parents disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Disagreement {
    /// `vars`, `currency`.
    pub(super) path: Vec<String>,
    /// What one says.
    pub(super) one: Span,
    /// What the other says.
    pub(super) other: Span,
}

/// The environment `top`, over what it is built on.
pub(super) fn over(base: &Node, top: &Node) -> Node {
    merged(base, top, Rule::Environment)
}

fn merged(base: &Node, top: &Node, rule: Rule) -> Node {
    let (Some(below), Some(above)) = (base.entries(), top.entries()) else { return top.clone() };
    if rule == Rule::Whole {
        return top.clone();
    }
    let mut entries = inherited(below, rule);
    for entry in above {
        match entries.iter_mut().find(|known| rule.same(&known.key.value, &entry.key.value)) {
            Some(known) => {
                let value = merged(&known.value, &entry.value, rule.below(&entry.key.value));
                *known = Entry { key: entry.key.clone(), value: Arc::new(value) };
            }
            None => entries.push(entry.clone()),
        }
    }
    Node { span: top.span, kind: NodeKind::Map(entries) }
}

/// What two parents say together. Where they disagree, `child` must decide.
pub(super) fn beside(
    one: &Node,
    other: &Node,
    child: &Node,
    found: &mut Vec<Disagreement>,
) -> Node {
    let mut path = Vec::new();
    together(one, other, Some(child), Rule::Environment, &mut path, found)
}

fn together(
    one: &Node,
    other: &Node,
    child: Option<&Node>,
    rule: Rule,
    path: &mut Vec<String>,
    found: &mut Vec<Disagreement>,
) -> Node {
    let (Some(first), Some(second)) = (one.entries(), other.entries()) else { return one.clone() };
    let mut entries = inherited(first, rule);
    for entry in inherited(second, rule) {
        let key = &entry.key.value;
        let Some(known) = entries.iter_mut().find(|known| rule.same(&known.key.value, key)) else {
            entries.push(entry);
            continue;
        };
        let below = rule.below(key);
        let decided = child.and_then(Node::entries).and_then(|entries| {
            entries.iter().find(|entry| rule.same(&entry.key.value, key)).map(|found| &*found.value)
        });
        let both_maps = known.value.entries().is_some() && entry.value.entries().is_some();
        let merge = below != Rule::Whole && both_maps;
        if says_the_same(&known.value, &entry.value) {
            continue;
        }
        path.push(key.clone());
        if merge && decided.is_none_or(|decided| decided.entries().is_some()) {
            known.value =
                Arc::new(together(&known.value, &entry.value, decided, below, path, found));
        } else if decided.is_none() {
            let (one, other) = (known.value.span, entry.value.span);
            found.push(Disagreement { path: path.clone(), one, other });
        }
        path.pop();
    }
    Node { span: one.span, kind: NodeKind::Map(entries) }
}

/// What is handed down.
fn inherited(entries: &[Entry], rule: Rule) -> Vec<Entry> {
    let handed_down =
        |entry: &&Entry| rule != Rule::Environment || !OWN.contains(&entry.key.value.as_str());
    entries.iter().filter(handed_down).cloned().collect()
}

/// They say the same, wherever they are written and however they are quoted.
fn says_the_same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Scalar(one), NodeKind::Scalar(other)) => one.value() == other.value(),
        (NodeKind::List(one), NodeKind::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| says_the_same(one, other))
        }
        (NodeKind::Map(one), NodeKind::Map(other)) => {
            one.len() == other.len()
                && one.iter().all(|entry| {
                    let same = other.iter().find(|found| found.key.value == entry.key.value);
                    same.is_some_and(|found| says_the_same(&entry.value, &found.value))
                })
        }
        (NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_), _) => false,
    }
}

/// It is `null`: it removes its key.
pub fn removes(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| scalar.value().is_null())
}

#[cfg(test)]
mod tests;
