//! Kinds of maps.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kinds::EXPRESSION;
use crate::read::keys::{
    API_KEY, AUTH, CHANNEL, KIND_KEYS, Key, MONITOR, MONITOR_WHEN, NODE, NODE_KINDS, Need, Object,
    PART, STEP, SUITE,
};

/// What the schema refers to, by name.
#[derive(Default)]
pub(super) struct Definitions(BTreeMap<String, Value>);

impl Definitions {
    /// A reference to a definition, which is made once.
    pub(super) fn reference(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            // A place for it, so that what refers to itself finds itself.
            self.0.insert(name.to_owned(), Value::Bool(true));
            let made = make(self);
            self.0.insert(name.to_owned(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// A reference to the schema of a kind of map.
    pub(super) fn object_reference(&mut self, object: &'static Object) -> Value {
        self.reference(&name_of(object), |definitions| definitions.object(object))
    }

    /// The schema of a kind of map.
    pub(super) fn object(&mut self, object: &'static Object) -> Value {
        let known = || object.keys().filter(|key| !matches!(key.need, Need::Later(_)));
        let mut properties = Map::new();
        for key in known() {
            let mut schema = self.kind(key.kind);
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".into(), json!(key.about));
            }
            properties.insert(key.name.into(), schema);
        }
        let required: Vec<&str> =
            known().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
        let mut schema = Map::new();
        schema.insert("description".into(), json!(object.about));
        schema.insert("type".into(), json!("object"));
        schema.insert("properties".into(), Value::Object(properties));
        if object.extensible {
            schema.insert("patternProperties".into(), json!({ "^x-": {} }));
        }
        schema.insert("additionalProperties".into(), json!(false));
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        if let Some(keys) = exactly_one(object) {
            let each: Vec<Value> = keys.iter().map(|key| json!({ "required": [key] })).collect();
            schema.insert("oneOf".into(), Value::Array(each));
        }
        Value::Object(schema)
    }

    /// The definitions, in order of their names.
    pub(super) fn finished(self) -> Map<String, Value> {
        self.0.into_iter().collect()
    }
}

/// `a value to save` as `value-to-save`.
fn name_of(object: &Object) -> String {
    let bare = object.what.replace('`', "");
    let bare = ["a ", "an ", "the "]
        .iter()
        .find_map(|article| bare.strip_prefix(article))
        .unwrap_or(&bare);
    bare.replace([' ', '_'], "-")
}

/// The keys of which a map has exactly one.
fn exactly_one(object: &'static Object) -> Option<Vec<&'static str>> {
    let supported = |keys: &'static [Key]| {
        let keys = keys.iter().filter(|key| !matches!(key.need, Need::Later(_)));
        keys.map(|key| key.name).collect()
    };
    let is = |other: &'static Object| std::ptr::eq(object, other);
    if is(&SUITE) {
        Some(vec!["steps", "tests"])
    } else if is(&STEP) {
        Some(supported(KIND_KEYS))
    } else if is(&AUTH) {
        Some(supported(AUTH.groups[0]))
    } else if is(&API_KEY) {
        Some(vec!["header", "query"])
    } else if is(&CHANNEL) {
        Some(supported(CHANNEL.groups[0]))
    } else if is(&MONITOR) {
        Some(supported(MONITOR_WHEN))
    } else if is(&NODE) {
        Some(supported(NODE_KINDS))
    } else if is(&PART) {
        Some(vec!["file", "text", "json"])
    } else {
        None
    }
}

/// Text with an expression in it: it stands for anything.
pub(super) fn expression() -> Value {
    json!({ "type": "string", "pattern": EXPRESSION })
}
