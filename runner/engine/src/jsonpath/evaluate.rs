//! Segments and selectors.

use jsonpath_rust::parser::model::{Segment, Selector, SingularQuerySegment};
use serde_json::Value;

use super::bind::Bound;
use super::node::Node;
use super::pattern::Patterns;
use super::slice;

/// One evaluation of one path.
pub(super) struct Evaluation<'e, 'v> {
    /// What `$` is.
    pub(super) root: &'v Value,
    /// What stands for the placeholders.
    pub(super) bound: &'e [Bound],
    /// What was compiled so far.
    pub(super) patterns: Patterns,
}

/// What selects one child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key<'e> {
    Name(&'e str),
    Index(i64),
    /// A template whose value is neither.
    Nothing,
}

impl<'e, 'v: 'e> Evaluation<'e, 'v> {
    /// Of a path whose `$` is `root`.
    pub(super) fn new(bound: &'e [Bound], root: &'v Value) -> Self {
        Self { root, bound, patterns: Patterns::default() }
    }

    /// What `segments` select, from `start` on.
    pub(super) fn all<N: Node<'v>>(&self, segments: &'e [Segment], start: N) -> Vec<N> {
        let mut nodes = vec![start];
        for segment in segments {
            nodes = self.next(segment, &nodes);
            if nodes.is_empty() {
                break;
            }
        }
        nodes
    }

    /// What one segment selects from each of `nodes`.
    pub(super) fn next<N: Node<'v>>(&self, segment: &'e Segment, nodes: &[N]) -> Vec<N> {
        let mut selected = Vec::new();
        for node in nodes {
            self.segment(segment, node, &mut selected);
        }
        selected
    }

    /// What names and indexes alone select, without lists in between. `None` when there is more
    /// than those in `segments`.
    pub(super) fn one(
        &self,
        segments: &'e [Segment],
        start: &'v Value,
    ) -> Option<Option<&'v Value>> {
        let mut value = Some(start);
        for segment in segments {
            let key = match segment {
                Segment::Selector(Selector::Name(name)) => self.key(name),
                Segment::Selector(Selector::Index(index)) => Key::Index(*index),
                Segment::Selector(
                    Selector::Wildcard | Selector::Slice(..) | Selector::Filter(_),
                )
                | Segment::Selectors(_)
                | Segment::Descendant(_) => return None,
            };
            value = value.and_then(|value| child(&value, key));
        }
        Some(value)
    }

    /// What a query in a comparison selects.
    pub(super) fn singular(
        &self,
        segments: &'e [SingularQuerySegment],
        start: &'v Value,
    ) -> Option<&'v Value> {
        segments.iter().try_fold(start, |value, segment| match segment {
            SingularQuerySegment::Name(name) => child(&value, self.key(name)),
            SingularQuerySegment::Index(index) => child(&value, Key::Index(*index)),
        })
    }

    /// What a name selects: itself, unless it holds the place of a template.
    pub(super) fn key(&self, name: &'e str) -> Key<'e> {
        match self.bound_to(name) {
            None => Key::Name(name),
            Some(Value::String(name)) => Key::Name(name),
            Some(Value::Number(number)) => number.as_i64().map_or(Key::Nothing, Key::Index),
            Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Key::Nothing,
        }
    }

    /// The value of the template whose place `text` holds.
    pub(super) fn bound_to(&self, text: &str) -> Option<&'e Value> {
        self.bound.iter().find(|(placeholder, _)| placeholder == text).map(|(_, value)| value)
    }

    fn segment<N: Node<'v>>(&self, segment: &'e Segment, node: &N, selected: &mut Vec<N>) {
        match segment {
            Segment::Selector(selector) => self.selector(selector, node, selected),
            Segment::Selectors(selectors) => {
                for selector in selectors {
                    self.selector(selector, node, selected);
                }
            }
            // Parents before children, elements in order (section 2.5.2.2).
            Segment::Descendant(inner) => {
                let mut open = vec![node.clone()];
                while let Some(node) = open.pop() {
                    self.segment(inner, &node, selected);
                    let first = open.len();
                    each_child(&node, |child| open.push(child));
                    open[first..].reverse();
                }
            }
        }
    }

    fn selector<N: Node<'v>>(&self, selector: &'e Selector, node: &N, selected: &mut Vec<N>) {
        match selector {
            Selector::Name(name) => selected.extend(child(node, self.key(name))),
            Selector::Index(index) => selected.extend(child(node, Key::Index(*index))),
            Selector::Wildcard => each_child(node, |child| selected.push(child)),
            Selector::Slice(start, end, step) => {
                if let Value::Array(items) = node.value() {
                    let indexes = slice::indexes((*start, *end, *step), items.len());
                    selected.extend(indexes.map(|index| node.element(index, &items[index])));
                }
            }
            Selector::Filter(filter) => each_child(node, |child| {
                if self.holds(filter, child.value()) {
                    selected.push(child);
                }
            }),
        }
    }
}

/// The one child that a key selects.
fn child<'v, N: Node<'v>>(node: &N, key: Key<'_>) -> Option<N> {
    match (key, node.value()) {
        (Key::Name(name), Value::Object(members)) => {
            let (name, value) = members.get_key_value(name)?;
            Some(node.member(name, value))
        }
        (Key::Index(index), Value::Array(items)) => {
            let index = slice::element(index, items.len())?;
            Some(node.element(index, &items[index]))
        }
        (Key::Name(_) | Key::Index(_) | Key::Nothing, _) => None,
    }
}

/// All children, in order.
pub(super) fn each_child<'v, N: Node<'v>>(node: &N, mut take: impl FnMut(N)) {
    match node.value() {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                take(node.element(index, item));
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                take(node.member(name, value));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
