//! What keys hold.

use serde_json::{Value, json};

use super::object::Definitions;
use crate::read::keys::Kind;

/// Text with an expression in it.
pub(super) const EXPRESSION: &str = r"\{\{";

/// `1h30m`
pub(super) const DURATION: &str = r"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d|w))+$";

/// `10MB`
pub(super) const SIZE: &str = r"^[0-9]+(\.[0-9]+)?(B|kB|MB|GB|KiB|MiB|GiB)$";

/// `10/s`
const RATE: &str = r"^[0-9]+(\.[0-9]+)?/(s|m|h)$";

/// The beginning of a URL.
const URL: &str = r"^(https?://|service://|/(?!/)|\{\{)";

/// The name of a variable.
const NAME: &str = r"^[\p{L}_][\p{L}\p{N}_-]*$";

impl Definitions {
    /// The schema of what a key holds.
    pub(super) fn kind(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Template => json!({ "type": ["string", "number", "boolean"] }),
            Kind::Url => json!({ "type": "string", "pattern": URL }),
            Kind::Value => json!({}),
            Kind::TextValue => json!({
                "type": ["string", "number", "boolean", "array"],
                "items": { "type": ["string", "number", "boolean", "null"] },
            }),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::Integer(least) => json!({ "type": "integer", "minimum": least }),
            Kind::Number(least) => json!({ "type": "number", "minimum": least }),
            Kind::Duration => self.text_of("duration", DURATION, "500ms, 2s, 1h30m"),
            Kind::Size => self.text_of("size", SIZE, "10MB, 512KiB"),
            Kind::Rate => self.text_of("rate", RATE, "10/s"),
            Kind::File => json!({ "type": "string", "minLength": 1 }),
            Kind::Path => json!({ "type": "string", "pattern": r"^\$" }),
            Kind::Subject => self.reference("subject", |_| super::checks::subject()),
            Kind::Name => json!({ "type": "string", "pattern": NAME }),
            Kind::Null => json!({ "type": "null" }),
            Kind::Form(form) => self.text_of(form.name, form.pattern, form.examples),
            Kind::Word(words) => json!({ "enum": spellings(words) }),
            Kind::Checks(place) => self.checks(place),
            Kind::List(items) => json!({ "type": "array", "items": self.kind(*items) }),
            Kind::Map(values) => {
                json!({ "type": "object", "additionalProperties": self.kind(*values) })
            }
            Kind::Object(object) => self.object_reference(object),
            Kind::Either(kinds) => {
                let kinds: Vec<Value> = kinds.iter().map(|kind| self.kind(*kind)).collect();
                json!({ "anyOf": kinds })
            }
        }
    }

    fn text_of(&mut self, name: &str, pattern: &str, examples: &str) -> Value {
        self.reference(
            name,
            |_| json!({ "type": "string", "pattern": pattern, "description": examples }),
        )
    }
}

/// Words as YAML may read them: `1.1` and `null` are more than text.
pub(super) fn spellings(words: &[&str]) -> Vec<Value> {
    let mut spellings: Vec<Value> = Vec::with_capacity(words.len());
    for word in words {
        spellings.push(json!(word));
        match serde_json::from_str::<Value>(word) {
            Ok(value @ (Value::Number(_) | Value::Null | Value::Bool(_))) => spellings.push(value),
            Ok(Value::String(_) | Value::Array(_) | Value::Object(_)) | Err(_) => {}
        }
    }
    spellings
}
