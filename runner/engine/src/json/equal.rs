//! Equality of values: deep, numbers as decimals, keys in any order.

use std::fmt::Write as _;

use serde_json::Value;

use super::Decimal;

/// Whether two values are the same, and of the same type: `5` is `5.0` and not `"5"`.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => Decimal::of(a) == Decimal::of(b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => false,
    }
}

/// One text for all values that are equal.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, into: &mut String) {
    match value {
        Value::Null => into.push_str("null"),
        Value::Bool(value) => into.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => into.push_str(&Decimal::of(number).canonical()),
        Value::String(text) => quote(text, into),
        Value::Array(items) => {
            into.push('[');
            for item in items {
                write(item, into);
                into.push(',');
            }
            into.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            into.push('{');
            for key in keys {
                quote(key, into);
                into.push(':');
                write(&map[key], into);
                into.push(',');
            }
            into.push('}');
        }
    }
}

fn quote(text: &str, into: &mut String) {
    write!(into, "{text:?}").expect("a text takes everything");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::parse;

    fn value(text: &str) -> Value {
        parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn numbers_are_compared_as_decimals_and_types_are_kept_apart() {
        for (a, b) in [("5", "5.0"), ("[1e2]", "[100]"), (r#"{"a":1,"b":2}"#, r#"{"b":2.0,"a":1}"#)]
        {
            assert!(equal(&value(a), &value(b)), "{a} {b}");
            assert_eq!(canonical(&value(a)), canonical(&value(b)));
        }
        for (a, b) in [
            ("5", "\"5\""),
            ("0", "false"),
            ("null", "{}"),
            ("[1]", "[1,1]"),
            (r#"{"a":null}"#, "{}"),
            (r#"{"a":1}"#, r#"{"b":1}"#),
            ("12345678901234567890123", "12345678901234567890124"),
        ] {
            assert!(!equal(&value(a), &value(b)), "{a} {b}");
            assert_ne!(canonical(&value(a)), canonical(&value(b)));
        }
    }

    proptest! {
        #[test]
        fn a_value_is_equal_to_itself_and_has_one_canonical_text(
            a in crate::json::testing::values(), b in crate::json::testing::values(),
        ) {
            prop_assert!(equal(&a, &a));
            prop_assert_eq!(equal(&a, &b), canonical(&a) == canonical(&b));
        }
    }
}
