//! Every answer of the API is as its description says.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::house::Answered;

/// The description of the API.
pub(crate) struct Described(Value);

impl Described {
    /// Taken at its word: what it does not name must not be there.
    pub(crate) fn by(mut document: Value) -> Self {
        assert_eq!(document["openapi"], "3.1.0");
        // What is put together of parts (`allOf`) is whole only as a whole.
        document["components"]["parts"] = document["components"]["schemas"].clone();
        exact(&mut document["paths"]);
        exact(&mut document["components"]["schemas"]);
        Self(document)
    }

    /// What is described, with the scope that it needs: `GET /api/v1/runs/{id}`, `read`.
    pub(crate) fn ways(&self) -> Vec<(String, String)> {
        let paths = self.0["paths"].as_object().unwrap();
        let ways = paths.iter().flat_map(|(path, way)| {
            way.as_object().unwrap().iter().map(move |(method, operation)| {
                let scope = operation["security"][0]["token"][0].as_str().unwrap();
                (format!("{} {path}", method.to_uppercase()), scope.to_owned())
            })
        });
        ways.collect()
    }

    /// That `answered` is what the description says of `METHOD /path?query`.
    pub(crate) fn fits(&self, asked: &str, answered: &Answered) {
        let (method, way) = asked.split_once(' ').unwrap();
        let path = way.split('?').next().unwrap();
        if !path.starts_with("/api/v1/") || path == "/api/v1/openapi.json" {
            return;
        }
        // What is answered to `GET` is answered to `HEAD`, without the body.
        let method = method.to_lowercase().replace("head", "get");
        let ways = self.0["paths"].as_object().unwrap();
        let way = ways.iter().find(|(template, _)| is_a(template, path));
        let Some(operation) = way.and_then(|(_, way)| way.get(&method)) else {
            assert!(matches!(answered.status, 404 | 405), "{asked} is not described");
            return;
        };
        let responses = &operation["responses"];
        let described = match responses.get(answered.status.to_string()) {
            Some(described) => described,
            None if answered.status >= 400 => &responses["default"],
            None => panic!("{asked}: the status {} is not described", answered.status),
        };
        if asked.starts_with("HEAD") {
            return;
        }
        let Some(content) = described.get("content").and_then(Value::as_object) else {
            assert_eq!(answered.body, "", "{asked}: a body that is not described");
            return;
        };
        let kind = answered.header("content-type").unwrap_or_default();
        let schema =
            content.get(kind).unwrap_or_else(|| panic!("{asked}: {kind} is not described"));
        let whole = json!({ "allOf": [schema["schema"]], "components": self.0["components"] });
        let validator: Validator = jsonschema::draft202012::new(&whole).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&answered.json()).map(|e| e.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{asked}: {answered:?}");
    }
}

/// Says of every object that it has nothing but what is named.
fn exact(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") || map.contains_key("allOf") {
                map.insert("unevaluatedProperties".to_owned(), json!(false));
            }
            for (key, inner) in map.iter_mut() {
                if key == "allOf" {
                    part(inner);
                } else {
                    exact(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(exact),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What is a part of an object says nothing of its other parts.
fn part(parts: &mut Value) {
    for part in parts.as_array_mut().unwrap() {
        if let Some(name) = part["$ref"].as_str() {
            part["$ref"] = name.replace("/schemas/", "/parts/").into();
        } else if let Some(properties) = part.get_mut("properties") {
            exact(properties);
        }
    }
}

/// Whether `path` is one of `template`: `/api/v1/runs/{id}`.
fn is_a(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(part, given)| part == given || part.starts_with('{'))
}
