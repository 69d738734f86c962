//! Who says what: an environment as written, its overlays and everything it extends.

use suites::yaml::Node;
use suites::{Project, Span};

/// More generations than that are not looked at (the reader refuses them).
const DEEPEST: usize = 100;

/// The environments that make one up; whoever comes first is right.
pub(super) struct Lineage<'p> {
    nodes: Vec<&'p Node>,
}

impl<'p> Lineage<'p> {
    /// Of `staging`, or `staging+ios`.
    pub(super) fn of(project: &'p Project, name: &str) -> Self {
        let mut nodes = Vec::new();
        name.rsplit('+').for_each(|part| follow(project, part, 0, &mut nodes));
        Self { nodes }
    }

    /// What is below a key, by whoever says so first.
    pub(super) fn get(&self, key: &str) -> Option<&'p Node> {
        self.nodes.iter().find_map(|node| node.get(key)).filter(|node| !is_null(node))
    }

    /// The entries below a key that merges by name, each by whoever says so first; `null` takes
    /// an entry away. Those who were there first come first.
    pub(super) fn entries(&self, key: &str) -> Vec<(&'p str, &'p Node)> {
        let mut found: Vec<(&str, &Node)> = Vec::new();
        for node in self.nodes.iter().rev() {
            for entry in node.get(key).and_then(Node::entries).unwrap_or_default() {
                let name = entry.key.value.as_str();
                match found.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                    Some(known) => *known = (name, &*entry.value),
                    None => found.push((name, &*entry.value)),
                }
            }
        }
        found.retain(|(_, node)| !is_null(node));
        found
    }

    /// Where a value was written.
    pub(super) fn place(&self, path: &[&str]) -> Option<Span> {
        self.nodes.iter().find_map(|node| below(node, path)).map(|node| node.span)
    }
}

fn follow<'p>(project: &'p Project, name: &str, depth: usize, nodes: &mut Vec<&'p Node>) {
    let Some((_, node)) = project.environments.iter().find(|(known, _)| known.value == name) else {
        return;
    };
    nodes.push(node);
    if depth < DEEPEST {
        parents(node).into_iter().for_each(|parent| follow(project, parent, depth + 1, nodes));
    }
}

/// What `extends` names.
pub(super) fn parents(node: &Node) -> Vec<&str> {
    let Some(extends) = node.get("extends") else { return Vec::new() };
    let nodes: Vec<&Node> = match extends.items() {
        Some(items) => items.iter().map(|item| &**item).collect(),
        None => vec![extends],
    };
    nodes.into_iter().filter_map(|node| Some(node.scalar()?.text.as_str())).collect()
}

/// Whether a key of this very environment is `true`.
pub(super) fn is(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(is_true)
}

pub(super) fn is_true(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| scalar.value().as_bool() == Some(true))
}

fn is_null(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| scalar.value().is_null())
}

fn below<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, key| node.get(key))
}
