//! `schema`: a JSON Schema in a file.

use std::sync::Arc;

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{DataFile, Schema};
use crate::read::Reader;
use crate::yaml::Node;

impl Reader<'_> {
    /// The JSON Schema that a file holds.
    pub(super) fn schema(&mut self, node: &Node) -> Option<Schema> {
        if node.entries().is_some() {
            let mistake = self.wrong_type("the file of a JSON Schema", node);
            self.report(mistake.help("put the schema in a file, and write `schema: order.json`"));
            return None;
        }
        let written = self.some_text(node, "the name of the schema's file")?;
        let before = self.mistakes();
        let file = self.data_file(&written.value, node.span);
        if self.mistakes() > before {
            return None;
        }
        let document = match self.schemas.get(&file.path) {
            Some(read) => read.clone(),
            None => {
                let read = self.read_schema(&file).map(Arc::new);
                self.schemas.insert(file.path.clone(), read.clone());
                read
            }
        };
        Some(Schema { path: file.path, document: document? })
    }

    fn read_schema(&mut self, file: &DataFile) -> Option<Value> {
        let document = self.json_file(file)?;
        if let Some(reference) = reference_elsewhere(&document) {
            let message = format!(
                "`{}` refers to another file (`{reference}`), which is not supported yet",
                file.written
            );
            self.mistake(Code::E220, file.span, message, "put what it refers to below `$defs`");
            return None;
        }
        if let Err(error) = jsonschema::validator_for(&document) {
            let message = format!("`{}` is not a JSON Schema: {error}", file.written);
            let path = error.instance_path().to_string();
            let mistake = Diagnostic::new(Code::E218, file.span, message);
            self.report(match path.as_str() {
                "" => mistake,
                path => mistake.label(format!("at {path} in the file")),
            });
            return None;
        }
        Some(document)
    }

    /// The value that a JSON file holds.
    pub(crate) fn json_file(&mut self, file: &DataFile) -> Option<Value> {
        let text = self.file_text(file)?;
        match serde_json::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("`{}` is not JSON: {error}", file.written);
                self.report(Diagnostic::new(Code::E218, file.span, message));
                None
            }
        }
    }
}

/// A `$ref` to anything but a place in the same file or a meta-schema.
fn reference_elsewhere(document: &Value) -> Option<String> {
    let mut ids = Vec::new();
    let mut references = Vec::new();
    collect(document, &mut ids, &mut references);
    let own = |reference: &str| {
        let target = reference.split('#').next().unwrap_or_default();
        target.is_empty()
            || ids.iter().any(|id| id.trim_end_matches('#') == target)
            || target.starts_with("https://json-schema.org/")
            || target.starts_with("http://json-schema.org/")
    };
    references.into_iter().find(|reference| !own(reference)).map(str::to_owned)
}

fn collect<'d>(value: &'d Value, ids: &mut Vec<&'d str>, references: &mut Vec<&'d str>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("$id", Value::String(id)) => ids.push(id),
                    ("$ref", Value::String(reference)) => references.push(reference),
                    // What is compared with is data, not schema.
                    ("const" | "enum" | "default" | "examples", _) => {}
                    _ => collect(value, ids, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
