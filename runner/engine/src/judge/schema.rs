//! `schema`: JSON Schema, 2020-12 unless the schema says otherwise.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::Validator;
use serde_json::Value;
use suites::Schema;

use super::broken::Broken;
use super::claim::Site;
use super::misfit::{counted, element, key};
use super::phrase::Phrase;
use crate::fill::FillError;

/// Schemas that were compiled, by document: a run compiles each once.
#[derive(Debug, Default)]
pub(crate) struct Schemas(Mutex<HashMap<usize, Known>>);

/// The document is kept, so that its address stays its own.
#[derive(Debug)]
struct Known {
    _document: Arc<Value>,
    compiled: Arc<Compiled>,
}

/// A schema, ready to be used.
#[derive(Debug)]
pub(super) struct Compiled {
    /// As the suite names it.
    name: String,
    validator: Validator,
}

impl Schemas {
    /// The compiled schema.
    pub(super) fn get(&self, schema: &Schema) -> Result<Arc<Compiled>, FillError> {
        let mut known = self.0.lock().expect("nobody panics while compiling a schema");
        let address = Arc::as_ptr(&schema.document).addr();
        if let Some(known) = known.get(&address) {
            return Ok(Arc::clone(&known.compiled));
        }
        let compiled = Arc::new(Compiled::of(schema)?);
        let document = Arc::clone(&schema.document);
        known.insert(address, Known { _document: document, compiled: Arc::clone(&compiled) });
        Ok(compiled)
    }
}

impl Compiled {
    pub(super) fn phrase(&self) -> Phrase {
        Phrase::verb(format!("to be valid by {}", self.name))
    }

    pub(super) fn of(schema: &Schema) -> Result<Self, FillError> {
        let name = schema.path.file_name().unwrap_or(schema.path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        match jsonschema::validator_for(&schema.document) {
            Ok(validator) => Ok(Self { name, validator }),
            Err(error) => {
                Err(FillError::Unfit(format!("the schema {name} cannot be used: {error}")))
            }
        }
    }
}

impl Site<'_> {
    /// Whether a schema allows a value; the first few errors with their places.
    pub(super) fn allowed(&self, schema: &Compiled, value: &Value) -> Option<Broken> {
        const SHOWN: usize = 5;
        if schema.validator.is_valid(value) {
            return None;
        }
        let mut errors = schema.validator.iter_errors(value);
        let shown: Vec<String> = errors
            .by_ref()
            .take(SHOWN)
            .map(|error| {
                let at = self.place_of(error.instance_path().as_str(), value);
                format!("{} at {at}", self.words.cut(&error.to_string()))
            })
            .collect();
        let more = errors.count();
        let count = counted(shown.len() + more, "error");
        let more = if more > 0 { "; …" } else { "" };
        Some(Broken::new(schema.phrase(), format!("{count}: {}{more}", shown.join("; "))))
    }

    /// A JSON Pointer as a path: `/lines/0/sku` is `$.lines[0].sku`.
    fn place_of(&self, pointer: &str, root: &Value) -> String {
        let mut path = self.origin.to_owned();
        let mut value = Some(root);
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let index = token.parse::<usize>().ok();
            (path, value) = match (value, index) {
                (Some(Value::Array(items)), Some(index)) => {
                    (element(&path, index), items.get(index))
                }
                (value, _) => (key(&path, &token), value.and_then(|value| value.get(&token))),
            };
        }
        path
    }
}
