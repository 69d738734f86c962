//! Values of any shape, with templates in them.

use serde_json::{Map, Value};

use crate::language::{Template, ValueTemplate};
use crate::read::Reader;
use crate::read::template::may_hold_expressions;
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

impl Reader<'_> {
    /// Any value. What holds no template collapses to a fixed value.
    pub(crate) fn value(&mut self, node: &Node) -> ValueTemplate {
        match &node.kind {
            NodeKind::Scalar(scalar) => match scalar.value() {
                Value::String(text) => self.text_value(text, node.span),
                fixed @ (Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_)) => ValueTemplate::Fixed(fixed),
            },
            NodeKind::List(items) => list(items.iter().map(|item| self.value(item)).collect()),
            NodeKind::Map(entries) => map(entries
                .iter()
                .map(|entry| (entry.key.value.clone(), self.value(&entry.value)))
                .collect()),
        }
    }

    /// A value from a JSON file, whose texts may hold templates. Their place is `span`, where the
    /// file is named.
    pub(crate) fn json_value(&mut self, value: Value, span: Span) -> ValueTemplate {
        match value {
            Value::String(text) => self.text_value(text, span),
            Value::Array(items) => {
                list(items.into_iter().map(|item| self.json_value(item, span)).collect())
            }
            Value::Object(entries) => map(entries
                .into_iter()
                .map(|(key, value)| (key, self.json_value(value, span)))
                .collect()),
            fixed @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
                ValueTemplate::Fixed(fixed)
            }
        }
    }

    fn text_value(&mut self, text: String, span: Span) -> ValueTemplate {
        if !may_hold_expressions(&text) {
            return ValueTemplate::Fixed(Value::String(text));
        }
        simplified(self.template(&text, span))
    }
}

/// A template without expressions is fixed text.
pub(crate) fn simplified(template: Template) -> ValueTemplate {
    match template.literal() {
        Some(text) => ValueTemplate::Fixed(Value::String(text.to_owned())),
        None => ValueTemplate::Template(template),
    }
}

fn list(items: Vec<ValueTemplate>) -> ValueTemplate {
    if items.iter().all(|item| fixed(item).is_some()) {
        let values = items.into_iter().filter_map(into_fixed).collect();
        ValueTemplate::Fixed(Value::Array(values))
    } else {
        ValueTemplate::List(items)
    }
}

fn map(entries: Vec<(String, ValueTemplate)>) -> ValueTemplate {
    if entries.iter().all(|(_, value)| fixed(value).is_some()) {
        let values: Map<String, Value> = entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, into_fixed(value)?)))
            .collect();
        ValueTemplate::Fixed(Value::Object(values))
    } else {
        ValueTemplate::Map(entries)
    }
}

/// The value, when there is nothing to fill in.
pub(crate) fn fixed(value: &ValueTemplate) -> Option<&Value> {
    match value {
        ValueTemplate::Fixed(value) => Some(value),
        ValueTemplate::Template(_) | ValueTemplate::List(_) | ValueTemplate::Map(_) => None,
    }
}

fn into_fixed(value: ValueTemplate) -> Option<Value> {
    match value {
        ValueTemplate::Fixed(value) => Some(value),
        ValueTemplate::Template(_) | ValueTemplate::List(_) | ValueTemplate::Map(_) => None,
    }
}
