//! What a path selects.

use serde_json::Value;
use suites::JsonPath;

use super::bind::Bound;
use super::evaluate::Evaluation;
use super::location::Location;
use super::node::Placed;

/// Everything that a path selects, in order. Names and indexes alone take a direct walk.
pub(crate) fn select<'v>(path: &JsonPath, bound: &[Bound], root: &'v Value) -> Vec<&'v Value> {
    let evaluation = Evaluation::new(bound, root);
    match evaluation.one(&path.query.segments, root) {
        Some(value) => value.into_iter().collect(),
        None => evaluation.all(&path.query.segments, root),
    }
}

/// Where everything lies that a path selects, in order.
pub(crate) fn locate(path: &JsonPath, bound: &[Bound], root: &Value) -> Vec<Location> {
    let evaluation = Evaluation::new(bound, root);
    let placed = evaluation.all(&path.query.segments, Placed::root(root));
    placed.iter().map(|node| Location::of(&node.steps())).collect()
}
