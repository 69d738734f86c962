//! Inputs and vars.

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Input, InputType, ValueTemplate, Var};
use crate::read::Reader;
use crate::read::keys::INPUT;
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

/// The types that an input may have, by name.
const TYPES: &[(&str, InputType)] = &[
    ("string", InputType::String),
    ("number", InputType::Number),
    ("integer", InputType::Integer),
    ("boolean", InputType::Boolean),
    ("array", InputType::Array),
    ("object", InputType::Object),
];

impl Reader<'_> {
    pub(super) fn vars(&mut self, node: &Node) -> Vec<Var> {
        let values = self.variables(node);
        values.into_iter().map(|(name, value)| Var { name, value }).collect()
    }

    pub(super) fn inputs(&mut self, node: &Node) -> Vec<Input> {
        if node.items().is_some() {
            let mistake = self.wrong_type("a map of inputs", node);
            self.report(mistake.help("write `name: default`, or `name: { required: true }`"));
            return Vec::new();
        }
        let Some(entries) = node.entries() else {
            self.expected("a map of inputs", node);
            return Vec::new();
        };
        entries.iter().filter_map(|entry| self.input(entry)).collect()
    }

    fn input(&mut self, entry: &Entry) -> Option<Input> {
        let name = self.variable_name(&entry.key);
        if entry.value.entries().is_some() {
            return self.long_input(entry, name);
        }
        let default = self.value(&entry.value);
        Some(Input {
            name: name?,
            kind: type_of(&default),
            default: Some(default),
            required: false,
            secret: false,
            description: None,
        })
    }

    fn long_input(&mut self, entry: &Entry, name: Option<Spanned<String>>) -> Option<Input> {
        let word = &entry.key.value;
        let fields = self.fields_or(&entry.value, &INPUT, |_| {
            Some(format!("a default that is a map is written `{word}: {{ default: {{ … }} }}`"))
        })?;
        let kind = fields.get("type").and_then(|node| self.word(node, TYPES));
        let default = fields.get("default").map(|node| self.value(node));
        if let (Some(kind), Some(default), Some(node)) = (kind, &default, fields.get("default"))
            && !suits(kind, default)
        {
            let name = TYPES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
            let mistake = self.wrong_type(&format!("a default of type `{name}`"), node);
            self.report(mistake);
        }
        let required = fields.get("required").and_then(|node| self.boolean(node)).unwrap_or(false);
        if let (true, Some(required), Some(default)) =
            (required, fields.entry("required"), fields.entry("default"))
        {
            self.report(
                Diagnostic::new(
                    Code::E209,
                    required.key.span,
                    "an input that is required needs no default",
                )
                .related(default.key.span, "its default")
                .help("leave one out"),
            );
        }
        let secret = fields.get("secret").and_then(|node| self.boolean(node)).unwrap_or(false);
        let description = self.optional_text(fields, "description");
        Some(Input {
            name: name?,
            kind: kind.or_else(|| default.as_ref().and_then(type_of)),
            default,
            required,
            secret,
            description,
        })
    }
}

/// The type that a default gives, when it gives one.
fn type_of(default: &ValueTemplate) -> Option<InputType> {
    match default {
        ValueTemplate::Fixed(value) => match value {
            Value::Null => None,
            Value::Bool(_) => Some(InputType::Boolean),
            Value::Number(_) => Some(InputType::Number),
            Value::String(_) => Some(InputType::String),
            Value::Array(_) => Some(InputType::Array),
            Value::Object(_) => Some(InputType::Object),
        },
        ValueTemplate::Template(template) => template.lone().is_none().then_some(InputType::String),
        ValueTemplate::List(_) => Some(InputType::Array),
        ValueTemplate::Map(_) => Some(InputType::Object),
    }
}

fn suits(kind: InputType, default: &ValueTemplate) -> bool {
    let integer = |value: &Value| value.as_i64().is_some() || value.as_u64().is_some();
    match (kind, default) {
        (_, ValueTemplate::Fixed(Value::Null)) => true,
        (InputType::Integer, ValueTemplate::Fixed(value)) => integer(value),
        (kind, default) => type_of(default).is_none_or(|given| given == kind),
    }
}
