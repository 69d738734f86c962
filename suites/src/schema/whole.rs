//! The schemas of whole files.

use serde_json::{Map, Value, json};

use super::object::Definitions;
use crate::read::keys::{Object, PROJECT, SUITE};

/// The JSON Schema of suite files, `*.trip.yaml`.
pub fn suite() -> Value {
    whole("urn:tripline:schema:suite:1", "A tripline suite", &SUITE)
}

/// The JSON Schema of the project file, `tripline.yaml`, and the files it includes.
pub fn project() -> Value {
    whole("urn:tripline:schema:project:1", "A tripline project", &PROJECT)
}

fn whole(id: &str, title: &str, object: &'static Object) -> Value {
    let mut definitions = Definitions::default();
    let root = definitions.object(object);
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".into(), json!(id));
    schema.insert("title".into(), json!(title));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    schema.insert("$defs".into(), Value::Object(definitions.finished()));
    Value::Object(schema)
}
