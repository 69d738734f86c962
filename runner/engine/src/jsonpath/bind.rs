//! What stands for the templates of a path.

use serde_json::Value;
use suites::jsonpath::{Role, float, iregexp};
use suites::{JsonPath, Span};
use thiserror::Error;

use super::wording::describe;

/// A placeholder of [`JsonPath::holes`] and the value of its template.
pub(crate) type Bound = (String, Value);

/// The value of a template that cannot stand where the template stands.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{message}")]
pub(crate) struct CannotStandThere {
    /// Where the template is written.
    pub(crate) place: Span,
    /// One sentence.
    pub(crate) message: String,
}

/// Whether each value can stand where its template stands: otherwise a path would select
/// something else, or nothing, and not say so.
pub(crate) fn check_bound(path: &JsonPath, bound: &[Bound]) -> Result<(), CannotStandThere> {
    for hole in &path.holes {
        let value = bound.iter().find(|(placeholder, _)| *placeholder == hole.placeholder);
        let Some((_, value)) = value else { continue };
        let why = match Role::of(&hole.placeholder) {
            Some(Role::Key) => no_key(value),
            Some(Role::Pattern) => no_pattern(value),
            Some(Role::Value) | None => not_exact(value),
        };
        if let Some(why) = why {
            let message = format!("a template in `{}` is {}; {why}", path.source, describe(value));
            return Err(CannotStandThere { place: hole.expr.span, message });
        }
    }
    Ok(())
}

fn no_key(value: &Value) -> Option<String> {
    let fits = match value {
        Value::String(_) => true,
        Value::Number(number) => number.as_i64().is_some(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    };
    (!fits).then(|| "in `[ ]` stands the name of a key, or an index".to_owned())
}

fn no_pattern(value: &Value) -> Option<String> {
    let Some(pattern) = value.as_str() else {
        return Some("a pattern is text".to_owned());
    };
    let mistake = iregexp::compile(pattern, iregexp::Extent::Part).err()?;
    Some(format!("that is no pattern: {}", mistake.message))
}

fn not_exact(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if !float::holds(number.as_str()) => Some(format!(
            "a filter compares 64-bit floats, and {number} is none: compare it in the matcher"
        )),
        Value::Array(items) => items.iter().find_map(not_exact),
        Value::Object(members) => members.values().find_map(not_exact),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
