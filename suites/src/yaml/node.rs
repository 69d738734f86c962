//! The tree.

use std::sync::Arc;

use serde_json::{Number, Value};

use crate::source::{Span, Spanned};

/// A value with its place. Aliases are resolved (shared, not copied) and merge keys applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From its first character to its last, quotes included.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Text, a number, true, false or null.
    Scalar(Scalar),
    /// `[a, b]` or lines with `-`.
    List(Vec<Arc<Node>>),
    /// `{ a: 1 }` or lines with `:`. In the order of the file; no key stands twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As text, decoded.
    pub key: Spanned<String>,
    /// What it holds.
    pub value: Arc<Node>,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: numbers, `true`, `null` are what they look like.
    Plain,
    /// `'…'`: always text.
    SingleQuoted,
    /// `"…"`: always text.
    DoubleQuoted,
    /// `|` or `>`: always text.
    Block,
}

/// A single value.
///
/// An empty text without quotes is a value that is not there or could not be resolved; that is
/// reported already (E106, E113). A text that was put in quotes in memory only is
/// [`Style::Plain`], as it is in the file: places in it can be counted from its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Decoded: without quotes, escapes resolved, folded.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

impl Scalar {
    /// The value as YAML 1.2 reads it, numbers exactly as written (JSON's grammar only).
    ///
    /// Numbers in other notations are traps (E111) and stay text here.
    pub fn value(&self) -> Value {
        match self.style {
            Style::SingleQuoted | Style::DoubleQuoted | Style::Block => {
                Value::String(self.text.clone())
            }
            Style::Plain => match self.text.as_str() {
                "null" | "~" | "" | "Null" | "NULL" => Value::Null,
                "true" | "True" | "TRUE" => Value::Bool(true),
                "false" | "False" | "FALSE" => Value::Bool(false),
                text => number(text).map_or_else(|| text.into(), Value::Number),
            },
        }
    }

    /// It is plain and could be taken for something else than text, or is quoted.
    pub fn is_quoted(&self) -> bool {
        self.style != Style::Plain
    }
}

/// `text` as a number, when JSON would write it so. Digits are kept as written.
fn number(text: &str) -> Option<Number> {
    let looks = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.ends_with(|c: char| c.is_ascii_digit());
    if looks { serde_json::from_str(text).ok() } else { None }
}

impl Node {
    /// The text, number, … when it is a single value.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// The entries, when it is a map.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            NodeKind::Scalar(_) | NodeKind::List(_) => None,
        }
    }

    /// The elements, when it is a list.
    pub fn items(&self) -> Option<&[Arc<Node>]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            NodeKind::Scalar(_) | NodeKind::Map(_) => None,
        }
    }

    /// The value below a key, when it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?.iter().find(|entry| entry.key.value == key).map(|entry| &*entry.value)
    }

    /// For messages: `a map`, `a list`, `text`, `the number 5`, `null`, …
    pub fn describe(&self) -> String {
        match &self.kind {
            NodeKind::Map(_) => "a map".to_owned(),
            NodeKind::List(_) => "a list".to_owned(),
            NodeKind::Scalar(scalar) => match scalar.value() {
                Value::Null => "null".to_owned(),
                Value::Bool(value) => value.to_string(),
                Value::Number(number) => format!("the number {number}"),
                Value::String(_) | Value::Array(_) | Value::Object(_) => {
                    format!("the text \"{}\"", scalar.text)
                }
            },
        }
    }
}
