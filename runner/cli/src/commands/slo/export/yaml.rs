//! JSON values as YAML, in their order.

use std::fmt::Write as _;

use serde_json::Value;

/// Documents one after the other.
pub(super) fn stream(documents: &[Value]) -> String {
    let texts: Vec<String> = documents
        .iter()
        .map(|document| {
            let mut text = String::new();
            block(document, 0, &mut text);
            text
        })
        .collect();
    texts.join("---\n")
}

/// A map or list with one entry on each line.
fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    if let Value::Object(map) = value {
        for (key, value) in map {
            push(text, format_args!("{indent}{}:", scalar_text(key)));
            entry(value, depth, text);
        }
    } else if let Value::Array(items) = value {
        for item in items {
            let mut inner = String::new();
            block(item, depth + 1, &mut inner);
            // The first line of what is in the list stands behind its dash.
            let behind = inner.get(indent.len() + 2..).unwrap_or_default();
            push(text, format_args!("{indent}- {behind}"));
        }
    } else {
        push(text, format_args!("{indent}{}\n", scalar(value)));
    }
}

/// What stands behind a key.
fn entry(value: &Value, depth: usize, text: &mut String) {
    let is_empty = value.as_object().is_some_and(serde_json::Map::is_empty)
        || value.as_array().is_some_and(Vec::is_empty);
    match value.is_object() || value.is_array() {
        true if !is_empty => {
            text.push('\n');
            block(value, depth + 1, text);
        }
        true => push(text, format_args!(" {value}\n")),
        false => push(text, format_args!(" {}\n", scalar(value))),
    }
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), scalar_text)
}

/// Text as it stands when it can mean nothing else, in quotes otherwise.
fn scalar_text(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(plain)
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn maps_and_lists_are_blocks_and_text_means_what_it_says() {
        let document = json!({
            "a": { "b-c": "plain", "d": "99.9", "on": true },
            "e": [ { "f": 1, "g": ["x", "no"] }, "1h: yes" ],
            "h": {}, "i": [],
        });
        insta::assert_snapshot!(stream(&[document, json!({ "j": "k" })]), @r#"
        a:
          b-c: plain
          d: "99.9"
          "on": true
        e:
          - f: 1
            g:
              - x
              - "no"
          - "1h: yes"
        h: {}
        i: []
        ---
        j: k
        "#);
    }
}
