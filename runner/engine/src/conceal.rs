//! What `mask: { json: … }` of the project file hides in bodies.

use runner_model::{Body, Exchange, MASK, Masker};
use serde_json::Value;
use suites::JsonPath;

use crate::{json, jsonpath};

/// Replaces the values at these paths in the bodies of an exchange. A value that is long enough
/// is hidden everywhere else, too.
pub(crate) fn conceal(exchange: &mut Exchange, paths: &[JsonPath], masker: &Masker) {
    if paths.is_empty() {
        return;
    }
    if let Some(body) = &mut exchange.request.body {
        conceal_body(body, paths, masker);
    }
    match &mut exchange.answer {
        runner_model::Answer::Complete(response) => conceal_body(&mut response.body, paths, masker),
        runner_model::Answer::Broken { head, .. } => {
            if let Some(head) = head {
                conceal_body(&mut head.body, paths, masker);
            }
        }
    }
}

fn conceal_body(body: &mut Body, paths: &[JsonPath], masker: &Masker) {
    if body.cut || body.binary || body.text.is_empty() {
        // A body that is not whole cannot be searched by path: better nothing than a card number.
        if body.cut {
            body.text = format!("{MASK} (too long to mask by path)");
        }
        return;
    }
    let Ok(mut value) = json::parse(body.text.as_bytes()) else { return };
    let mut hidden = false;
    for path in paths {
        for location in jsonpath::locate(path, &[], &value) {
            if let Some(place) = value.pointer_mut(&location.pointer()) {
                remember(place, masker);
                *place = Value::String(MASK.to_owned());
                hidden = true;
            }
        }
    }
    if hidden {
        body.text = value.to_string();
    }
}

fn remember(value: &Value, masker: &Masker) {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return,
    };
    // One that is too short to be hidden everywhere is hidden here.
    let _ = masker.add(&text);
}
