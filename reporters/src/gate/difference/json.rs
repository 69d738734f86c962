//! Two JSON documents, side by side.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::answers::Raw;

/// Calls `found` for everything that differs, by path. Deeper than a document may nest it does not
/// go: they come from a parser that stops there.
pub(super) fn compare(path: &str, before: &Value, after: &Value, found: &mut dyn FnMut(Raw<'_>)) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) if are_related(before, after) => {
            maps(path, before, after, found);
        }
        (Value::Array(before), Value::Array(after)) => lists(path, before, after, found),
        (before, after) if before == after => {}
        (before, after) => found(Raw::new(path, Some(before), Some(after))),
    }
}

/// Documents without a key in common are better shown whole.
fn are_related(before: &Map<String, Value>, after: &Map<String, Value>) -> bool {
    before.is_empty() || after.is_empty() || before.keys().any(|key| after.contains_key(key))
}

fn maps(
    path: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    found: &mut dyn FnMut(Raw<'_>),
) {
    for (key, value) in before {
        let path = below(path, key);
        match after.get(key) {
            Some(after) => compare(&path, value, after, found),
            None => found(Raw::new(&path, Some(value), None)),
        }
    }
    for (key, value) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        found(Raw::new(&below(path, key), None, Some(value)));
    }
}

fn lists(path: &str, before: &[Value], after: &[Value], found: &mut dyn FnMut(Raw<'_>)) {
    for (index, (before, after)) in before.iter().zip(after).enumerate() {
        let path = format!("{path}[{index}]");
        compare(&path, before, after, found);
    }
    let common = before.len().min(after.len());
    for (index, value) in before.iter().enumerate().skip(common) {
        found(Raw::new(&format!("{path}[{index}]"), Some(value), None));
    }
    for (index, value) in after.iter().enumerate().skip(common) {
        found(Raw::new(&format!("{path}[{index}]"), None, Some(value)));
    }
}

/// `$.a`, or `$['an odd key']` as RFC 9535 writes it.
fn below(path: &str, key: &str) -> String {
    let is_plain = key.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_plain {
        return format!("{path}.{key}");
    }
    let mut quoted = format!("{path}['");
    for c in key.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                write!(quoted, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
            }
            c => quoted.push(c),
        }
    }
    quoted + "']"
}
