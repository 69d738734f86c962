//! Values inside text, and values in messages.

use serde_json::Value;
use suites::{Expr, Helper};

use super::FillError;

/// How a value is written inside text (FORMAT.md, section 13).
pub(crate) fn text_of(value: &Value, expr: &Expr) -> Result<String, FillError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            let what = match expr {
                Expr::Var(path) => format!("`{{{{{path}}}}}`"),
                Expr::Call { helper, .. } => format!("what `{}` gives", helper.as_str()),
                Expr::Literal(_) => "this".to_owned(),
            };
            let way = match expr {
                Expr::Var(path) => format!("{{{{{} {path}}}}}", Helper::Json.as_str()),
                Expr::Call { .. } | Expr::Literal(_) => "{{json …}}".to_owned(),
            };
            Err(FillError::Unfit(format!(
                "{what} is {} and cannot stand inside text; write `{way}` to send it as JSON",
                describe(value)
            )))
        }
    }
}

/// For messages: `the string "12.50"`, `the number 5`, `a list of 3`, `a map with id, total`.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        // Not cut: masking comes later, and would not know the beginning of a secret.
        Value::String(text) if text.chars().nth(120).is_some() => {
            format!("a string of {} characters", text.chars().count())
        }
        Value::String(text) => format!("the string {value}", value = Value::from(text.as_str())),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(map) if map.is_empty() => "an empty map".to_owned(),
        Value::Object(map) => {
            let keys: Vec<&str> = map.keys().take(8).map(String::as_str).collect();
            let more = if map.len() > keys.len() { ", …" } else { "" };
            format!("a map with {}{more}", keys.join(", "))
        }
    }
}
