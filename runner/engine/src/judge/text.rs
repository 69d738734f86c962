//! Matchers that read: `starts_with`, `ends_with`, `matches`, `contains`, `length`.

use serde_json::Value;
use suites::Pattern;

use super::broken::Broken;
use super::claim::{Claims, Site};
use super::found::Found;
use super::misfit::{counted, listed};
use super::phrase::Phrase;
use super::scale::Scale;
use crate::json::equal;

/// A claim about text.
#[derive(Debug)]
pub(super) enum Reading<'c> {
    StartsWith(String),
    EndsWith(String),
    Matches(&'c Pattern),
}

impl Site<'_> {
    pub(super) fn reading_phrase(&self, reading: &Reading<'_>) -> Phrase {
        let quoted = |text| self.words.open().quoted(text);
        Phrase::verb(match reading {
            Reading::StartsWith(start) => format!("to start with {}", quoted(start)),
            Reading::EndsWith(end) => format!("to end with {}", quoted(end)),
            Reading::Matches(pattern) => format!("to match /{}/", pattern.source),
        })
    }

    pub(super) fn read(&self, reading: &Reading<'_>, found: &Found<'_>) -> Option<Broken> {
        let expected = || self.reading_phrase(reading);
        let Some(text) = found.as_text() else {
            let broken = self.of_other_type(expected(), found);
            return Some(match found.elements() {
                Some(_) => broken.hint("of a list, say it with `each`, `any` or `none`"),
                None => broken,
            });
        };
        let (holds, ending) = match reading {
            Reading::StartsWith(start) => (text.starts_with(start.as_str()), false),
            Reading::EndsWith(end) => (text.ends_with(end.as_str()), true),
            Reading::Matches(pattern) => (pattern.regex.is_match(text), false),
        };
        let got = || if ending { self.words.ending(text) } else { self.words.quoted(text) };
        (!holds).then(|| Broken::new(expected(), got()))
    }

    pub(super) fn contains_phrase(&self, part: &Value) -> Phrase {
        Phrase::verb(format!("to contain {}", self.words.open().short(part, Scale::Plain)))
    }

    /// A part of a text, an element of a list, a key of a map.
    pub(super) fn contains(&self, part: &Value, found: &Found<'_>) -> Option<Broken> {
        let expected = || self.contains_phrase(part);
        if let Some(text) = found.as_text() {
            return match part.as_str() {
                Some(part) => (!text.contains(part)).then(|| self.unlike(expected(), found)),
                None => {
                    let broken = self.of_other_type(expected(), found);
                    Some(match part {
                        Value::Number(_) | Value::Bool(_) => {
                            broken.hint(format!("a part of text is text: \"{part}\""))
                        }
                        Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                            broken.hint("a part of text is text")
                        }
                    })
                }
            };
        }
        if let Some(elements) = found.elements() {
            let there = elements.iter().any(|element| equal(element, part));
            return (!there).then(|| self.unlike(expected(), found));
        }
        let value = found.as_value()?;
        let (map, key) = match (value.as_object(), part.as_str()) {
            (Some(map), Some(key)) => (map, key),
            (Some(_), None) => {
                let broken = self.of_other_type(expected(), found);
                return Some(broken.hint("of a map, `contains` takes a key"));
            }
            (None, _) => {
                let broken = self.of_other_type(expected(), found);
                return Some(broken.hint("only texts, lists and maps contain something"));
            }
        };
        let keys = || {
            let keys: Vec<&str> = map.keys().map(String::as_str).collect();
            if keys.is_empty() {
                "an empty map".to_owned()
            } else {
                format!("a map with the keys {}", listed(&keys))
            }
        };
        (!map.contains_key(key)).then(|| Broken::new(expected(), keys()))
    }

    /// Characters of a text, elements of a list, keys of a map.
    pub(super) fn length(
        &self,
        expected: Phrase,
        claims: &Claims<'_>,
        found: &Found<'_>,
    ) -> Option<Broken> {
        let value = found.as_value();
        let keys = value.as_deref().and_then(Value::as_object).map(serde_json::Map::len);
        let (length, what) = match (found.as_text(), found.elements(), keys) {
            (Some(text), _, _) => (text.chars().count(), "character"),
            (None, Some(elements), _) => (elements.len(), "element"),
            (None, None, Some(keys)) => (keys, "key"),
            (None, None, None) => {
                let broken = self.of_other_type(expected, found);
                return Some(broken.hint("only texts, lists and maps have a length"));
            }
        };
        claims.check(&Found::number(length))?;
        let got = match found.as_text() {
            Some(text) if length > 0 => {
                format!("{} in {}", counted(length, what), self.words.beginning(text))
            }
            Some(_) | None => counted(length, what),
        };
        Some(Broken::new(expected, got))
    }
}
