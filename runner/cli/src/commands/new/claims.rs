//! What of a JSON answer is worth claiming: few things, that are likely to be so tomorrow.
//!
//! Words that name a state and booleans are claimed by value; names, ids, dates and counters by
//! type; lists by what each element has. Whatever may be a secret is claimed by type only.

use runner_model::Masker;
use serde_json::{Map, Value};
use suites::sensitive::is_sensitive;

use super::shape;
use super::written;

/// So many claims make a suite that is read, not skipped.
const MOST: usize = 6;
/// Members of an object that are looked at.
const LOOKED_AT: usize = 200;
/// Deeper than that nothing is claimed.
const DEEPEST: u32 = 3;
/// Members claimed of each element of a list.
const OF_EACH: usize = 2;

/// Names behind which a word is the same every day.
const STABLE: &[&str] = &[
    "api",
    "code",
    "currency",
    "database",
    "db",
    "env",
    "environment",
    "health",
    "kind",
    "mode",
    "object",
    "region",
    "result",
    "role",
    "service",
    "state",
    "status",
    "type",
    "unit",
];

/// The key and the value of a line under `expect`.
pub(super) struct Claim {
    pub(super) key: String,
    pub(super) check: String,
}

/// The JSON value of a body. `None` for what the engine would not take for the same value.
pub(super) fn parse(body: &[u8]) -> Option<Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if names_reserved_key(std::str::from_utf8(body).ok()?) {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// An object with this key would be read as a number. Escapes cannot hide it; text that merely
/// mentions it is refused along.
fn names_reserved_key(text: &str) -> bool {
    const RESERVED: &str = "$serde_json::private::Number";
    if !text.contains("\\u00") {
        return text.contains(RESERVED);
    }
    let mut parts = text.split("\\u00");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(&part[2..]);
            }
            None => plain.push_str(part),
        }
    }
    plain.contains(RESERVED)
}

/// The claims, in the order of the answer.
pub(super) fn of(root: &Value, masker: &Masker) -> Vec<Claim> {
    let mut finder = Finder { masker, found: Vec::new() };
    finder.value("", "$", root, 0);
    let mut found: Vec<(usize, Candidate)> = finder.found.into_iter().enumerate().collect();
    found.sort_by_key(|(at, candidate)| (candidate.rank, *at));
    found.truncate(MOST);
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, candidate)| candidate.claim).collect()
}

/// A claim, and how much it is worth: less is more.
struct Candidate {
    rank: u32,
    claim: Claim,
}

struct Finder<'m> {
    masker: &'m Masker,
    found: Vec<Candidate>,
}

impl Finder<'_> {
    fn add(&mut self, rank: u32, depth: u32, path: &str, check: String) {
        let claim = Claim { key: written::key(path), check };
        self.found.push(Candidate { rank: rank + 3 * depth.saturating_sub(1), claim });
    }

    fn value(&mut self, name: &str, path: &str, value: &Value, depth: u32) {
        match value {
            Value::Object(members) => self.object(path, members, depth),
            Value::Array(items) => self.list(path, items, depth),
            Value::Bool(flag) => self.add(2, depth, path, flag.to_string()),
            Value::Null => self.add(9, depth, path, "{ exists: true }".to_owned()),
            Value::String(text) if self.is_stable(name, text) => {
                self.add(0, depth, path, written::text(text));
            }
            Value::String(_) | Value::Number(_) => {
                self.add(rank_of_scalar(name, value), depth, path, of_type(shape::of(value)));
            }
        }
    }

    /// One word, behind a name that promises that it stays.
    fn is_stable(&self, name: &str, text: &str) -> bool {
        let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.len() <= 24
            && text.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-');
        is_word
            && STABLE.contains(&name.to_ascii_lowercase().as_str())
            && self.masker.mask(text) == text
    }

    fn object(&mut self, path: &str, members: &Map<String, Value>, depth: u32) {
        let before = self.found.len();
        if depth < DEEPEST {
            for (name, value) in members.iter().take(LOOKED_AT) {
                if let Some(path) = self.member(path, name) {
                    self.value(name, &path, value, depth + 1);
                }
            }
        }
        if self.found.len() == before {
            self.add(8, depth, path, of_type("object"));
        }
    }

    /// The path to a member, unless its name gives something away.
    fn member(&self, path: &str, name: &str) -> Option<String> {
        written::member(path, name).filter(|_| self.masker.mask(name) == name)
    }

    fn list(&mut self, path: &str, items: &[Value], depth: u32) {
        if items.is_empty() {
            self.add(8, depth, path, of_type("array"));
            return;
        }
        self.add(1, depth, path, "{ count: { at_least: 1 } }".to_owned());
        let each = format!("{path}[*]");
        match items[0].as_object() {
            Some(first) => self.members_of_each(&each, first, items, depth),
            None => {
                if let Some(shape) = shape::of_all(items) {
                    self.add(4, depth, &each, of_each(shape));
                }
            }
        }
    }

    /// What every element has.
    fn members_of_each(
        &mut self,
        path: &str,
        first: &Map<String, Value>,
        items: &[Value],
        depth: u32,
    ) {
        let mut shared: Vec<(u32, String, &'static str)> = Vec::new();
        for (name, value) in first.iter().take(LOOKED_AT) {
            let values: Option<Vec<&Value>> = items.iter().map(|item| item.get(name)).collect();
            let shape = values.and_then(shape::of_all).filter(|shape| *shape != "null");
            if let (Some(shape), Some(path)) = (shape, self.member(path, name)) {
                shared.push((rank_of_scalar(name, value), path, shape));
            }
        }
        shared.sort_by_key(|(rank, _, _)| *rank);
        for (rank, (_, path, shape)) in (3..).step_by(2).zip(shared.into_iter().take(OF_EACH)) {
            self.add(rank, depth, &path, of_each(shape));
        }
    }
}

/// Ids first, then what has a form, then the rest.
fn rank_of_scalar(name: &str, value: &Value) -> u32 {
    let name = name.to_ascii_lowercase();
    if name == "id" || name.ends_with("_id") || name == "uuid" {
        return 2;
    }
    if is_sensitive(&name) {
        return 7;
    }
    match shape::of(value) {
        "uuid" | "datetime" | "date" | "url" | "email" => 5,
        "array" | "object" | "null" => 8,
        _ => 6,
    }
}

fn of_type(shape: &str) -> String {
    format!("{{ type: {shape} }}")
}

fn of_each(shape: &str) -> String {
    format!("{{ each: {{ type: {shape} }} }}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(root: &Value) -> Vec<String> {
        let masker = Masker::default();
        of(root, &masker)
            .into_iter()
            .map(|claim| format!("{}: {}", claim.key, claim.check))
            .collect()
    }

    #[test]
    fn states_and_booleans_are_claimed_by_value_and_the_rest_by_type() {
        let answer = json!({
            "status": "ok", "version": "1.4.2", "ready": true, "uptime": 12.5, "started": "2026-07-31T12:30:00Z",
        });
        assert_eq!(
            claims(&answer),
            [
                "$.status: ok",
                "$.version: { type: string }",
                "$.ready: true",
                "$.uptime: { type: number }",
                "$.started: { type: datetime }",
            ]
        );
    }

    #[test]
    fn a_list_is_claimed_by_what_each_element_has() {
        let answer = json!({
            "orders": [
                { "id": 1, "state": "open", "note": null, "total": 5 },
                { "id": 2, "state": "paid", "note": "x", "total": 5.5 },
            ],
            "page": 1,
        });
        assert_eq!(
            claims(&answer),
            [
                "$.orders: { count: { at_least: 1 } }",
                "$.orders[*].id: { each: { type: integer } }",
                "$.orders[*].state: { each: { type: string } }",
                "$.page: { type: integer }",
            ]
        );
        assert_eq!(
            claims(&json!([1, 2])),
            ["$: { count: { at_least: 1 } }", "$[*]: { each: { type: integer } }"]
        );
    }

    #[test]
    fn six_claims_are_enough_and_near_ones_come_first() {
        let many: Map<String, Value> = (0..50).map(|n| (format!("n{n}"), json!(n))).collect();
        assert_eq!(claims(&Value::Object(many)).len(), MOST);
        let deep = json!({ "a": { "b": { "status": "ok" } }, "id": 7 });
        assert_eq!(claims(&deep), ["$.a.b.status: ok", "$.id: { type: integer }"]);
    }

    #[test]
    fn what_may_be_a_secret_is_never_claimed_by_value() {
        let answer = json!({ "token": "abcdef", "status": "hunter", "session": { "type": "x" } });
        let masker = Masker::default();
        masker.add("hunter").unwrap();
        let written: String = of(&answer, &masker).into_iter().map(|claim| claim.check).collect();
        assert!(!written.contains("abcdef") && !written.contains("hunter"), "{written}");
    }

    #[test]
    fn an_empty_or_single_answer_is_claimed_too() {
        assert_eq!(claims(&json!({})), ["$: { type: object }"]);
        assert_eq!(claims(&json!([])), ["$: { type: array }"]);
        assert_eq!(claims(&json!(5)), ["$: { type: integer }"]);
        assert_eq!(claims(&json!({ "it's": 1 })), ["$: { type: object }"]);
    }

    #[test]
    fn a_reserved_key_is_found_however_it_is_escaped() {
        for text in [
            r#"{"$serde_json::private::Number":"5"}"#,
            r#"{"\u0024serde_json::private::\u004eumber":"5"}"#,
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(parse(br#"{"caf\u00e9": 1}"#), Some(json!({ "café": 1 })));
    }
}
