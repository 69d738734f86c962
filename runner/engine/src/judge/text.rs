//! Matchers that read: `contains`, `starts_with`, `ends_with`, `matches`, `length`.

use serde_json::Value;

use super::broken::Broken;
use super::claim::{Claim, Claims, Site};
use super::found::Found;
use super::misfit::{counted, listed};
use crate::json::equal;

impl Site<'_> {
    /// Judges a claim about text (`contains` also of lists and maps).
    pub(super) fn read(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        if let Claim::Contains(part) = claim {
            return self.contains(claim, part, found);
        }
        let Some(text) = found.as_text() else {
            let broken = self.of_other_type(claim, found);
            return Some(match found.elements() {
                Some(_) => broken.hint("of a list, say it with `each`, `any` or `none`"),
                None => broken,
            });
        };
        let (holds, ending) = match claim {
            Claim::StartsWith(start) => (text.starts_with(start.as_str()), false),
            Claim::EndsWith(end) => (text.ends_with(end.as_str()), true),
            Claim::Matches(pattern) => (pattern.regex.is_match(text), false),
            _ => (false, false),
        };
        if holds {
            return None;
        }
        let got = if ending { self.words.ending(text) } else { self.words.quoted(text) };
        Some(Broken::new(self.phrase(claim), got))
    }

    fn contains(&self, claim: &Claim<'_>, part: &Value, found: &Found<'_>) -> Option<Broken> {
        if let Some(text) = found.as_text() {
            return match part.as_str() {
                Some(part) if text.contains(part) => None,
                Some(_) => Some(self.unlike(claim, found)),
                None => {
                    let part = self.words.long(part);
                    let hint = format!("{part} cannot be looked for in text: text can");
                    Some(self.of_other_type(claim, found).hint(hint))
                }
            };
        }
        if let Some(elements) = found.elements() {
            let there = elements.iter().any(|element| equal(element, part));
            return (!there).then(|| self.unlike(claim, found));
        }
        let value = found.as_value()?;
        let Some(map) = value.as_object() else {
            let broken = self.of_other_type(claim, found);
            return Some(broken.hint("only texts, lists and maps contain something"));
        };
        match part.as_str() {
            Some(key) if map.contains_key(key) => None,
            Some(_) => {
                let keys: Vec<&str> = map.keys().map(String::as_str).collect();
                let got = match keys.as_slice() {
                    [] => "an empty map".to_owned(),
                    keys => format!("a map with the keys {}", listed(keys)),
                };
                Some(Broken::new(self.phrase(claim), got))
            }
            None => {
                let broken = self.of_other_type(claim, found);
                Some(broken.hint("of a map, `contains` takes a key"))
            }
        }
    }

    /// Characters of a text, elements of a list, keys of a map.
    pub(super) fn length(
        &self,
        claim: &Claim<'_>,
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
                let broken = self.of_other_type(claim, found);
                return Some(broken.hint("only texts, lists and maps have a length"));
            }
        };
        claims.check(&Found::number(length))?;
        let got = match found.as_text() {
            Some(text) if length > 0 => {
                format!("{} in {}", counted(length, what), self.words.quoted(text))
            }
            Some(_) | None => counted(length, what),
        };
        Some(Broken::new(self.phrase(claim), got))
    }
}
