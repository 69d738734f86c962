use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::read::tests::files_below;
use crate::source::{SourceFile, Sources};
use crate::yaml::{Node, NodeKind};

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema), "it is a JSON Schema");
    jsonschema::validator_for(schema).unwrap()
}

fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) => scalar.value(),
        NodeKind::List(items) => items.iter().map(|item| value(item)).collect(),
        NodeKind::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.value.clone(), value(&entry.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

fn tree(path: &Path) -> Value {
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(path).unwrap();
    let file = sources.add(SourceFile {
        path: path.to_owned(),
        name: path.display().to_string().into(),
        text: text.into(),
    });
    let tree = crate::yaml::parse(file, &sources.file(file).text, &mut Vec::new());
    value(&tree.unwrap())
}

fn complaints(validator: &Validator, files: &[PathBuf]) -> Vec<String> {
    let complain = |file: &PathBuf| -> Vec<String> {
        validator
            .iter_errors(&tree(file))
            .map(|error| format!("{}: {}: {error}", file.display(), error.instance_path()))
            .collect()
    };
    files.iter().flat_map(complain).collect()
}

#[test]
fn every_accepted_file_and_example_is_valid() {
    let mut files = files_below("tests/accept", ".trip.yaml");
    files.extend(files_below("../examples", ".trip.yaml"));
    let said = complaints(&validator(&super::suite()), &files);
    assert!(said.is_empty(), "\n{}", said.join("\n"));
}

#[test]
fn every_project_file_of_the_examples_is_valid() {
    let mut files = files_below("tests/accept", "tripline.yaml");
    files.extend(files_below("tests/accept-projects", "tripline.yaml"));
    files.extend(files_below("tests/accept-projects", "upkeep.yaml"));
    files.extend(files_below("../examples", "tripline.yaml"));
    let said = complaints(&validator(&super::project()), &files);
    assert!(said.is_empty(), "\n{}", said.join("\n"));
}

#[test]
fn what_the_table_does_not_know_is_not_valid() {
    let validator = validator(&super::suite());
    let step = |step: Value| json!({ "name": "a", "steps": [step] });
    assert!(validator.is_valid(&step(json!({ "get": "/a" }))));
    for wrong in [
        json!({}),
        json!({ "get": "/a", "post": "/a" }),
        json!({ "get": "/a", "exepct": { "status": 200 } }),
        json!({ "get": "a" }),
        json!({ "get": "/a", "timeout": 10 }),
        json!({ "get": "/a", "expect": {} }),
        json!({ "get": "/a", "expect": { "stauts": 200 } }),
        json!({ "get": "/a", "expect": { "status": "200" } }),
        json!({ "get": "/a", "expect": { "header": "x" } }),
        json!({ "get": "/a", "expect": { "$.a": { "equals": 5 } } }),
        json!({ "get": "/a", "expect": { "$.a": { "type": "strng" } } }),
        json!({ "get": "/a", "expect": { "time": { "within": 5 } } }),
        json!({ "get": "/a", "if": { "status": 200 } }),
        json!({ "get": "/a", "save": { "id": "stauts" } }),
        json!({ "get": "/a", "auth": { "bearer": "a", "basic": {} } }),
        json!({ "grpc": "service://a/b" }),
    ] {
        assert!(!validator.is_valid(&step(wrong.clone())), "{wrong}");
    }
}

#[test]
fn every_key_says_what_it_means() {
    fn undocumented(schema: &Value, path: &str, found: &mut Vec<String>) {
        let Value::Object(entries) = schema else { return };
        for group in ["properties", "patternProperties"] {
            for (name, key) in entries.get(group).and_then(Value::as_object).into_iter().flatten() {
                if key.get("description").is_none() && name != "^x-" {
                    found.push(format!("{path}/{name}"));
                }
            }
        }
        for (name, definition) in
            entries.get("$defs").and_then(Value::as_object).into_iter().flatten()
        {
            undocumented(definition, name, found);
        }
    }
    let mut found = Vec::new();
    undocumented(&super::suite(), "suite", &mut found);
    undocumented(&super::project(), "project", &mut found);
    assert_eq!(found, Vec::<String>::new());
}
