//! What a subject turned out to be.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::Value;

use crate::json;

/// The body of a message as JSON, parsed when first asked for.
pub(super) type Parsed = OnceCell<Result<Value, String>>;

/// What is there to be judged.
#[derive(Debug)]
pub(super) enum Found<'v> {
    /// A value.
    Value(Cow<'v, Value>),
    /// What a path or selector found that may find several.
    List(Vec<Cow<'v, Value>>),
    /// A body: text, which some matchers read as JSON.
    Body(BodyText<'v>),
    /// It is not there. Only `exists: false`, `empty: true` and `count: 0` accept that.
    Absent(Lack),
    /// Nothing can be said of it: no claim holds.
    Unreadable(Lack),
    /// It is there, but is no text: it exists and is not empty, no other claim holds.
    Binary(Lack),
}

/// A body that is text.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyText<'v> {
    pub(super) text: &'v str,
    parsed: &'v Parsed,
}

/// Why there is no value, in the words of a failure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lack {
    /// Reads after "got".
    pub(super) got: String,
    pub(super) hint: Option<String>,
}

impl Lack {
    /// Nothing is there; `hint` says what is.
    pub(super) fn nothing(hint: impl Into<String>) -> Self {
        Self { got: "nothing".to_owned(), hint: Some(hint.into()) }
    }

    /// As one sentence, for what cannot be saved.
    pub(super) fn sentence(&self) -> String {
        match &self.hint {
            Some(hint) if self.got == "nothing" => hint.clone(),
            Some(hint) => format!("{}; {hint}", self.got),
            None => self.got.clone(),
        }
    }
}

impl<'v> BodyText<'v> {
    pub(super) fn new(text: &'v str, parsed: &'v Parsed) -> Self {
        Self { text, parsed }
    }

    /// The body as JSON, or what is wrong with it.
    pub(super) fn json(&self) -> Result<&'v Value, &'v str> {
        let parsed = self.parsed.get_or_init(|| json::parse(self.text.as_bytes()));
        parsed.as_ref().map_err(String::as_str)
    }
}

impl<'v> Found<'v> {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Value(Cow::Owned(Value::String(text.into())))
    }

    pub(super) fn number(number: impl Into<serde_json::Number>) -> Self {
        Self::Value(Cow::Owned(Value::Number(number.into())))
    }

    pub(super) fn value(value: &'v Value) -> Self {
        Self::Value(Cow::Borrowed(value))
    }

    /// The value, if there is one: a list of what was found, a body's text.
    pub(super) fn as_value(&self) -> Option<Cow<'_, Value>> {
        match self {
            Self::Value(value) => Some(Cow::Borrowed(value)),
            Self::List(items) => {
                Some(Cow::Owned(items.iter().map(|item| item.clone().into_owned()).collect()))
            }
            Self::Body(body) => Some(Cow::Owned(Value::String(body.text.to_owned()))),
            Self::Absent(_) | Self::Unreadable(_) | Self::Binary(_) => None,
        }
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Value(value) => value.as_str(),
            Self::Body(body) => Some(body.text),
            Self::List(_) | Self::Absent(_) | Self::Unreadable(_) | Self::Binary(_) => None,
        }
    }

    /// The elements, if it is a list.
    pub(super) fn elements(&self) -> Option<Vec<&Value>> {
        match self {
            Self::Value(value) => value.as_array().map(|items| items.iter().collect()),
            Self::List(items) => Some(items.iter().map(AsRef::as_ref).collect()),
            Self::Body(_) | Self::Absent(_) | Self::Unreadable(_) | Self::Binary(_) => None,
        }
    }
}
