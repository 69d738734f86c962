//! JSON whose texts are templates.
//!
//! A text that is one expression and nothing else becomes the value itself: `"{{affected}}"` is a
//! list. Everything else is set as text, so nothing that a service says can break the document.

use serde_json::{Map, Value};

use super::filling::Filling;

/// JSON, ready to be filled.
#[derive(Debug)]
pub(super) enum Filled {
    /// Numbers, truth values, null.
    Literal(Value),
    /// A template, and the path when it is nothing but one.
    Text(Box<Filling>, Option<Vec<String>>),
    /// In order.
    List(Vec<Filled>),
    /// In order.
    Map(Vec<(String, Filled)>),
}

impl Filled {
    /// Reads the templates and tries them on `facts`, which have every name there is.
    ///
    /// # Errors
    /// The first that cannot be used, and where it stands.
    pub(super) fn read(json: &Value, facts: &Value) -> Result<Self, String> {
        Self::read_at(json, facts, "json")
    }

    fn read_at(json: &Value, facts: &Value, place: &str) -> Result<Self, String> {
        Ok(match json {
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Literal(json.clone()),
            Value::String(text) => {
                let complaint = |reason| format!("`{place}`: {reason}");
                let mut filling = Filling::read(text).map_err(complaint)?;
                filling.try_on(facts).map_err(complaint)?;
                Self::Text(Box::new(filling), lone_path(text))
            }
            Value::Array(items) => Self::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| Self::read_at(item, facts, &format!("{place}[{index}]")))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, value)| {
                        let filled = Self::read_at(value, facts, &format!("{place}.{key}"))?;
                        Ok((key.clone(), filled))
                    })
                    .collect::<Result<_, String>>()?,
            ),
        })
    }

    /// Fills it.
    ///
    /// # Errors
    /// A helper that does not bear what it is given.
    pub(super) fn fill(&self, facts: &Value) -> Result<Value, String> {
        Ok(match self {
            Self::Literal(value) => value.clone(),
            Self::Text(filling, path) => {
                match path.as_ref().and_then(|path| looked_up(facts, path)) {
                    Some(value) => value.clone(),
                    None => Value::String(filling.fill(facts)?),
                }
            }
            Self::List(items) => {
                Value::Array(items.iter().map(|item| item.fill(facts)).collect::<Result<_, _>>()?)
            }
            Self::Map(entries) => {
                let mut filled = Map::new();
                for (key, value) in entries {
                    filled.insert(key.clone(), value.fill(facts)?);
                }
                Value::Object(filled)
            }
        })
    }
}

/// `["affected", "0", "step"]` of `{{affected.[0].step}}`; `None` for anything else.
fn lone_path(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    inner
        .split('.')
        .map(|part| {
            let bare = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
            let bare = bare.unwrap_or(part);
            (!bare.is_empty() && bare.chars().all(word)).then(|| bare.to_owned())
        })
        .collect()
}

fn looked_up<'a>(facts: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(facts, |value, part| match value {
        Value::Object(entries) => entries.get(part),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_filled_and_values_stay_values() {
        let facts = json!({
            "monitor": {"name": "check\"out"}, "state": "down", "more": 4, "owner": null,
            "affected": [{"step": "a"}],
        });
        let json = json!({
            "title": "{{monitor.name}} is {{state}}",
            "n": "{{more}}", "who": "{{ owner }}", "all": "{{affected}}",
            "first": ["{{affected.[0].step}}", 5, true, null],
        });
        let filled = Filled::read(&json, &facts).unwrap().fill(&facts).unwrap();
        assert_eq!(
            filled,
            json!({
                "title": "check\"out is down",
                "n": 4, "who": null, "all": [{"step": "a"}],
                "first": ["a", 5, true, null],
            })
        );
    }

    #[test]
    fn a_wrong_template_is_refused_with_its_place() {
        let refused = |json| Filled::read(&json, &json!({"state": "down"})).map(drop).unwrap_err();
        assert_eq!(
            refused(json!({"a": [{"b": "{{stat}}"}]})),
            "`json.a[0].b`: line 1: `stat` is not known of a message"
        );
        assert!(refused(json!({"a": "{{state"})).starts_with("`json.a`: line 1, column "));
    }
}
