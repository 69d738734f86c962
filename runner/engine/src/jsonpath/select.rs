//! What a path selects.

use serde_json::Value;
use suites::JsonPath;

use super::bind::Bound;
use super::evaluate::Evaluation;
use super::location::Location;
use super::node::Placed;

/// Everything that a path selects, in order.
pub(crate) fn select<'v>(path: &JsonPath, bound: &[Bound], root: &'v Value) -> Vec<&'v Value> {
    let evaluation = Evaluation::new(bound, root);
    match evaluation.one(&path.query.segments, root) {
        Some(value) => value.into_iter().collect(),
        None => evaluation.all(&path.query.segments, root),
    }
}

/// The first that a path selects. Without a detour when the path is singular.
pub(crate) fn select_one<'v>(
    path: &JsonPath,
    bound: &[Bound],
    root: &'v Value,
) -> Option<&'v Value> {
    let evaluation = Evaluation::new(bound, root);
    match evaluation.one(&path.query.segments, root) {
        Some(value) => value,
        None => evaluation.all(&path.query.segments, root).first().copied(),
    }
}

/// Where everything lies that a path selects, in order.
pub(crate) fn locate(path: &JsonPath, bound: &[Bound], root: &Value) -> Vec<Location> {
    let evaluation = Evaluation::new(bound, root);
    let placed = evaluation.all(&path.query.segments, Placed::root(root));
    placed.iter().map(|node| Location::of(&node.steps())).collect()
}
