//! Values in a few words.

use serde_json::Value;

/// No text and no name is quoted when it is longer. It is not cut either: masking comes later, and
/// would not know the beginning of a secret.
const LONGEST: usize = 40;

/// `a list of 3`, `the text "x"`, `null`, …
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) if is_long(number.as_str()) => "a long number".to_owned(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) if is_long(text) => {
            format!("a text of {} characters", text.chars().count())
        }
        Value::String(text) => format!("the text {text:?}"),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) if members.is_empty() => "an empty map".to_owned(),
        Value::Object(members) => format!("a map with the {}", keys(members.keys())),
    }
}

/// `keys id, total`, `keys a, b, … and 12 more`
pub(super) fn keys<'k>(names: impl Iterator<Item = &'k String>) -> String {
    const MOST: usize = 10;
    let names: Vec<_> = names.collect();
    let noun = if names.len() == 1 { "key" } else { "keys" };
    let shown: Vec<&str> =
        names.iter().take(MOST).map(|name| if is_long(name) { "…" } else { name }).collect();
    match names.len().saturating_sub(MOST) {
        0 => format!("{noun} {}", shown.join(", ")),
        more => format!("{noun} {}, … and {more} more", shown.join(", ")),
    }
}

fn is_long(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some()
}
