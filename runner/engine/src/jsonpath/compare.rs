//! Equal and less (RFC 9535, section 2.3.5.2.2).

use serde_json::{Number, Value};

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand<'a> {
    /// A query that selected nothing, or a function without a result.
    Nothing,
    Null,
    Bool(bool),
    Number(f64),
    Text(&'a str),
    /// A list or a map.
    Structure(&'a Value),
}

impl<'a> Operand<'a> {
    /// What a query selected.
    pub(super) fn of(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Nothing,
            Some(Value::Null) => Self::Null,
            Some(Value::Bool(value)) => Self::Bool(*value),
            Some(Value::Number(number)) => Self::Number(float(number)),
            Some(Value::String(text)) => Self::Text(text),
            Some(value @ (Value::Array(_) | Value::Object(_))) => Self::Structure(value),
        }
    }

    /// `==`
    pub(super) fn equals(&self, other: &Operand<'_>) -> bool {
        match (self, other) {
            (Self::Nothing, Operand::Nothing) | (Self::Null, Operand::Null) => true,
            (Self::Bool(a), Operand::Bool(b)) => a == b,
            (Self::Number(a), Operand::Number(b)) => same(*a, *b),
            (Self::Text(a), Operand::Text(b)) => a == b,
            (Self::Structure(a), Operand::Structure(b)) => equal(a, b),
            (
                Self::Nothing
                | Self::Null
                | Self::Bool(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::Structure(_),
                _,
            ) => false,
        }
    }

    /// `<`: of two numbers or two texts. UTF-8 sorts by code point.
    pub(super) fn is_less_than(&self, other: &Operand<'_>) -> bool {
        match (self, other) {
            (Self::Number(a), Operand::Number(b)) => a < b,
            (Self::Text(a), Operand::Text(b)) => a < b,
            (
                Self::Nothing
                | Self::Null
                | Self::Bool(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::Structure(_),
                _,
            ) => false,
        }
    }
}

/// The nearest float; beyond its range, infinity.
fn float(number: &Number) -> f64 {
    number.as_str().parse().unwrap_or(f64::NAN)
}

#[expect(clippy::float_cmp, reason = "the RFC asks for normal mathematical equality")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

/// Lists element by element, maps name by name.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        (Value::Number(a), Value::Number(b)) => same(float(a), float(b)),
        (a, b) => a == b,
    }
}
