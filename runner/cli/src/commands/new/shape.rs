//! Of which type a value is, as narrowly as can be said safely.

use serde_json::{Number, Value};
use suites::ValueType;

/// The narrowest type that surely holds, as the matcher `type` names it.
pub(super) fn of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if is_whole(number) => "integer",
        Value::Number(_) => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(_) => of_text(value),
    }
}

/// The narrowest type of all of them, if they share one.
pub(super) fn of_all<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<&'static str> {
    let mut shapes = values.into_iter().map(of);
    let first = shapes.next()?;
    shapes.try_fold(first, common)
}

fn common(one: &'static str, other: &'static str) -> Option<&'static str> {
    const NUMBERS: [&str; 2] = ["integer", "number"];
    const OTHERS: [&str; 4] = ["array", "boolean", "null", "object"];
    let is_text = |shape: &str| !NUMBERS.contains(&shape) && !OTHERS.contains(&shape);
    if one == other {
        Some(one)
    } else if NUMBERS.contains(&one) && NUMBERS.contains(&other) {
        Some("number")
    } else if is_text(one) && is_text(other) {
        Some("string")
    } else {
        None
    }
}

/// Written without a fraction: `5.0` may be 5.5 the next time.
fn is_whole(number: &Number) -> bool {
    let text = number.to_string();
    text.strip_prefix('-').unwrap_or(&text).bytes().all(|byte| byte.is_ascii_digit())
}

fn of_text(value: &Value) -> &'static str {
    let narrow =
        [ValueType::Uuid, ValueType::Datetime, ValueType::Date, ValueType::Url, ValueType::Email];
    let found = narrow.into_iter().find(|kind| runner_engine::is_of_type(*kind, value));
    match found {
        // `me@home` is an address, too, but hardly meant as one.
        Some(ValueType::Email) if !value.as_str().is_some_and(|text| text.contains('.')) => {
            ValueType::String
        }
        Some(kind) => kind,
        None => ValueType::String,
    }
    .as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_have_the_narrowest_safe_type() {
        for (value, shape) in [
            (json!(5), "integer"),
            (json!(5.0), "number"),
            (json!(-7), "integer"),
            (json!("123e4567-e89b-12d3-a456-426614174000"), "uuid"),
            (json!("2026-07-31T12:30:00Z"), "datetime"),
            (json!("2026-07-31T12:30:00.123+02:00"), "datetime"),
            (json!("2026-07-31T12:30:00"), "string"),
            (json!("2026-07-31T12:30:61Z"), "string"),
            (json!("2026-07-31"), "date"),
            (json!("2026-02-30"), "string"),
            (json!("https://example.com/a?b"), "url"),
            (json!("https://"), "string"),
            (json!("ada@example.com"), "email"),
            (json!("@example.com"), "string"),
            (json!("me@home"), "string"),
            (json!("Ada"), "string"),
            (json!(""), "string"),
            (json!("äääääääääTbbbbbbbb"), "string"),
        ] {
            assert_eq!(of(&value), shape, "{value}");
        }
    }

    #[test]
    fn several_values_share_what_holds_for_each() {
        let all = |values: Value| of_all(values.as_array().unwrap());
        assert_eq!(all(json!([1, 2.5])), Some("number"));
        assert_eq!(all(json!(["2026-07-31", "soon"])), Some("string"));
        assert_eq!(all(json!([1, "1"])), None);
        assert_eq!(all(json!([1, null])), None);
        assert_eq!(all(json!([])), None);
    }
}
