//! What was computed, in the form of the vectors.

use std::time::Duration;

use runner_health::exact::{Fraction, decimal_text, seconds};
use serde_json::{Number, Value, json};

/// `{ "frac": "9/10", "dec": "0.900000000000" }`
pub(crate) fn number(number: &Fraction) -> Value {
    let frac = format!("{}/{}", number.numer(), number.denom());
    json!({ "frac": frac, "dec": decimal_text(number, 12) })
}

/// As [`number`], or `null`.
pub(crate) fn perhaps(value: Option<&Fraction>) -> Value {
    value.map_or(Value::Null, number)
}

/// Each as [`number`].
pub(crate) fn numbers(values: impl IntoIterator<Item = Fraction>) -> Value {
    values.into_iter().map(|value| number(&value)).collect()
}

/// A number of seconds: `60`, `2.5`.
pub(crate) fn secs(duration: Duration) -> Value {
    plain(&seconds(duration))
}

/// `60`, `2.5`
pub(crate) fn plain(value: &Fraction) -> Value {
    let text = decimal_text(value, 12);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Value::Number(text.parse::<Number>().unwrap())
}
