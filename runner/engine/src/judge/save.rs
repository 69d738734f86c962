//! Values that are taken out of an answer.

use serde_json::{Number, Value};
use suites::{Cast, Save};

use super::Facts;
use super::body::first_match;
use super::found::{Found, Lack};
use super::subject;
use super::words::Words;
use crate::json;
use crate::request::Fault;

/// Why there is no value to save.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TakeError {
    /// The answer has none.
    Missing {
        /// Why, and what is there instead.
        message: String,
    },
    /// Something of ours.
    Fault(Fault),
}

impl From<Fault> for TakeError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Takes a value out of an answer.
///
/// # Errors
///
/// There is none, nor a default.
pub(crate) fn take(save: &Save, facts: &Facts<'_>) -> Result<Value, TakeError> {
    let words = subject::words(&save.from.value, facts);
    match taken(save, facts, &words)? {
        Ok(value) => Ok(value),
        Err(message) => match &save.default {
            Some(default) => {
                let span = save.name.span;
                Ok(facts.filler.value(default).map_err(|error| Fault { error, span })?)
            }
            None => Err(TakeError::Missing { message }),
        },
    }
}

fn taken(
    save: &Save,
    facts: &Facts<'_>,
    words: &Words<'_>,
) -> Result<Result<Value, String>, Fault> {
    let found = subject::find(&save.from, facts)?;
    Ok(value_of(&found)
        .and_then(|value| if save.first { first(value, words) } else { Ok(value) })
        .and_then(|value| match &save.regex {
            Some(pattern) => {
                let text = plain_text(&value).ok_or_else(|| {
                    format!("`regex` reads text, and this is {}", words.long(&value))
                })?;
                first_match(pattern, &text).map(Value::from).ok_or_else(|| {
                    format!("/{}/ does not match {}", pattern.source, words.quoted(&text))
                })
            }
            None => Ok(value),
        })
        .and_then(|value| match save.cast {
            Some(kind) => cast(kind, value, words),
            None => Ok(value),
        }))
}

fn value_of(found: &Found<'_>) -> Result<Value, String> {
    match (found.as_value(), found) {
        (Some(value), _) => Ok(value.into_owned()),
        (None, Found::Absent(lack) | Found::Unreadable(lack) | Found::Binary(lack)) => {
            Err(lack.sentence())
        }
        (None, Found::Value(_) | Found::List(_) | Found::Body(_)) => {
            Err(Lack::nothing("there is no value").sentence())
        }
    }
}

fn first(value: Value, words: &Words<'_>) -> Result<Value, String> {
    let Value::Array(items) = value else {
        return Err(format!("`first` takes from a list, and this is {}", words.long(&value)));
    };
    items.into_iter().next().ok_or_else(|| "the list is empty: there is no first".to_owned())
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn cast(kind: Cast, value: Value, words: &Words<'_>) -> Result<Value, String> {
    let not = |what: &str, value: &Value| format!("{} is not {what}", words.long(value));
    match (kind, value) {
        (Cast::String, value) => {
            plain_text(&value).map(Value::String).ok_or_else(|| not("a single value", &value))
        }
        (Cast::Number, Value::Number(number)) => Ok(Value::Number(number)),
        (Cast::Number, Value::String(text)) => match text.trim().parse::<Number>() {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) => Err(not("a number", &Value::String(text))),
        },
        (Cast::Number, other) => Err(not("a number", &other)),
        (Cast::Boolean, Value::Bool(value)) => Ok(Value::Bool(value)),
        (Cast::Boolean, Value::String(text)) => match text.trim() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(not("`true` or `false`", &Value::String(text))),
        },
        (Cast::Boolean, other) => Err(not("`true` or `false`", &other)),
        (Cast::Json, Value::String(text)) => json::parse(text.as_bytes())
            .map_err(|why| format!("{} cannot be read as JSON: {why}", words.beginning(&text))),
        (Cast::Json, other) => Ok(other),
    }
}
