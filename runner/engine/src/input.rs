//! Inputs from outside arrive as text; their type says what is meant.

use serde_json::Value;
use suites::{Input, InputType};

/// The value of an input that was given as text: `--set quantity=3`.
///
/// Without a known type the text stays text.
///
/// # Errors
/// The text is no value of the input's type; the message says which type it has.
pub fn read_input(input: &Input, text: &str) -> Result<Value, String> {
    let parsed = || serde_json::from_str::<Value>(text.trim()).ok();
    let (value, what) = match input.kind {
        None | Some(InputType::String) => return Ok(Value::String(text.to_owned())),
        Some(InputType::Number) => (parsed().filter(Value::is_number), "a number"),
        Some(InputType::Integer) => (parsed().filter(is_integer), "a whole number"),
        Some(InputType::Boolean) => (parsed().filter(Value::is_boolean), "true or false"),
        Some(InputType::Array) => (parsed().filter(Value::is_array), "a JSON list"),
        Some(InputType::Object) => (parsed().filter(Value::is_object), "a JSON object"),
    };
    value.ok_or_else(|| {
        let shown = if input.secret { "this text" } else { text };
        format!("`{}` is {what}, not \"{shown}\"", input.name.value)
    })
}

/// Digits only: numbers keep the spelling they were written with.
fn is_integer(value: &Value) -> bool {
    let digits = |number: &serde_json::Number| {
        number.to_string().trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit())
    };
    value.as_number().is_some_and(digits)
}
