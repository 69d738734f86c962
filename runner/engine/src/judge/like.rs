//! `like`: at least these keys, lists element by element, types in angle brackets.

use serde_json::{Map, Value};
use suites::{ValueTemplate, ValueType};

use super::broken::Broken;
use super::claim::Site;
use super::kinds;
use super::misfit::{Misfit, Wanted, Wrong, element, key, no_key};
use crate::fill::{FillError, Filler};
use crate::json::equal;

/// What a value should look like.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    /// `<uuid>`, `<string or null>`: one of these types.
    Types(Vec<ValueType>),
    /// `<any>`
    Any,
    /// Equal.
    Exactly(Value),
    /// As many elements, each of its shape.
    List(Vec<Shape>),
    /// At least these keys.
    Map(Vec<(String, Shape)>),
}

impl Shape {
    /// Types are what the suite itself says; text that a template brings in is only text.
    pub(super) fn of(template: &ValueTemplate, filler: &Filler<'_>) -> Result<Self, FillError> {
        Ok(match template {
            ValueTemplate::Fixed(value) => Self::written(value),
            ValueTemplate::Template(template) => Self::given(filler.template(template)?),
            ValueTemplate::List(items) => Self::List(
                items.iter().map(|item| Self::of(item, filler)).collect::<Result<_, _>>()?,
            ),
            ValueTemplate::Map(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), Self::of(value, filler)?)))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    fn written(value: &Value) -> Self {
        match value {
            Value::String(text) => types_of(text).unwrap_or_else(|| Self::Exactly(value.clone())),
            Value::Array(items) => Self::List(items.iter().map(Self::written).collect()),
            Value::Object(map) => Self::Map(
                map.iter().map(|(key, value)| (key.clone(), Self::written(value))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Exactly(value.clone()),
        }
    }

    fn given(value: Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.into_iter().map(Self::given).collect()),
            Value::Object(map) => {
                Self::Map(map.into_iter().map(|(key, value)| (key, Self::given(value))).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Self::Exactly(value)
            }
        }
    }

    /// What is wanted, where it is missing as a whole.
    fn wanted(&self) -> Wanted<'_> {
        Wanted::Words(match self {
            Self::Types(types) => nouns(types),
            Self::Any => "a value".to_owned(),
            Self::Exactly(value) => return Wanted::Value(value),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a map".to_owned(),
        })
    }

    /// As the suite would write it.
    fn as_value(&self) -> Value {
        match self {
            Self::Types(types) => {
                let names: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
                Value::String(format!("<{}>", names.join(" or ")))
            }
            Self::Any => Value::from("<any>"),
            Self::Exactly(value) => value.clone(),
            Self::List(items) => items.iter().map(Self::as_value).collect(),
            Self::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(key, shape)| (key.clone(), shape.as_value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    /// The first place where a value does not look so.
    fn misfit<'v>(&'v self, got: &'v Value, path: &str) -> Option<Misfit<'v>> {
        let here = |wrong| Some(Misfit { path: path.to_owned(), wrong });
        match (self, got) {
            (Self::Any, _) => None,
            (Self::Types(types), _) if types.iter().any(|kind| kinds::is(*kind, got)) => None,
            (Self::Types(types), _) => {
                let hint = types.first().and_then(|kind| kinds::advice(*kind, got));
                here(Wrong::OtherType { wanted: nouns(types), got, hint })
            }
            (Self::Exactly(wanted), _) => {
                if equal(wanted, got) {
                    None
                } else {
                    here(Wrong::Other { wanted, got })
                }
            }
            (Self::List(shapes), Value::Array(items)) => {
                if shapes.len() != items.len() {
                    return here(Wrong::Elements { wanted: shapes.len(), got: items.len() });
                }
                let mut pairs = shapes.iter().zip(items).enumerate();
                pairs.find_map(|(at, (shape, item))| shape.misfit(item, &element(path, at)))
            }
            (Self::Map(shapes), Value::Object(map)) => shapes.iter().find_map(|(name, shape)| {
                let path = key(path, name);
                match map.get(name) {
                    Some(got) => shape.misfit(got, &path),
                    None => Some(Misfit { path, wrong: no_key(shape.wanted(), map) }),
                }
            }),
            (Self::List(_), _) => here(Wrong::OtherShape { wanted: "a list", got }),
            (Self::Map(_), _) => here(Wrong::OtherShape { wanted: "a map", got }),
        }
    }
}

impl Site<'_> {
    /// The shape on one line, or what it is.
    pub(super) fn written(&self, shape: &Shape) -> String {
        let value = shape.as_value();
        self.words.compact(&value).unwrap_or_else(|| self.words.long(&value))
    }

    pub(super) fn like(&self, shape: &Shape, value: &Value) -> Option<Broken> {
        shape.misfit(value, self.origin).map(|misfit| misfit.broken(self))
    }
}

/// `<uuid>`, `<string or null>`, `<any>`; any other text is only text.
fn types_of(text: &str) -> Option<Shape> {
    let names = text.strip_prefix('<')?.strip_suffix('>')?;
    let mut types = Vec::new();
    let mut any = false;
    for name in names.split(" or ") {
        match name.trim() {
            "any" => any = true,
            name => types.push(ValueType::named(name)?),
        }
    }
    Some(if any { Shape::Any } else { Shape::Types(types) })
}

fn nouns(types: &[ValueType]) -> String {
    types.iter().map(|kind| kinds::noun(*kind)).collect::<Vec<_>>().join(" or ")
}
