//! What differs each time and says nothing.

use std::collections::BTreeSet;

use runner_model::Exchange;
use serde_json::Value;

use super::answers::{self, Raw};
use super::shape::same_shape;

/// Headers that differ each time, or follow from what is compared anyway.
const HEADERS: &[&str] = &[
    "age",
    "cf-ray",
    "connection",
    "content-length",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "report-to",
    "server-timing",
    "set-cookie",
    "traceparent",
    "tracestate",
    "transfer-encoding",
    "x-runtime",
];

/// How the names of headers end that differ each time.
const HEADER_ENDS: &[&str] =
    &["-id", "-time", "-at", "-timestamp", "-remaining", "-reset", "-nonce"];

/// Keys whose values are made anew each time.
const KEYS: &[&str] = &[
    "id",
    "uuid",
    "guid",
    "date",
    "time",
    "now",
    "timestamp",
    "created",
    "updated",
    "modified",
    "expires",
    "etag",
    "nonce",
    "token",
    "trace",
    "instance",
    "duration",
    "elapsed",
    "took",
];

/// How keys end whose values are made anew each time: in `snake_case`, in `camelCase`.
const KEY_ENDS: &[&str] = &[
    "_id", "Id", "ID", "_uuid", "Uuid", "_at", "At", "_on", "_time", "Time", "_token", "Token",
    "_date", "Date", "_ms",
];

/// What differs among answers that came to the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Noise {
    whats: BTreeSet<String>,
}

impl Noise {
    /// Learns from answers of one kind: what differs among them says nothing.
    pub(super) fn learn<'e>(&mut self, alike: impl IntoIterator<Item = &'e Exchange>) {
        let mut alike = alike.into_iter();
        let Some(first) = alike.next() else { return };
        for other in alike {
            answers::compare(first, other, &mut |raw: Raw<'_>| {
                self.whats.insert(raw.what.to_owned());
            });
        }
    }

    /// Whether that this is different says nothing.
    pub(super) fn covers(&self, raw: &Raw<'_>) -> bool {
        if raw.what == "status" || raw.what == "error" {
            return false;
        }
        if let Some(name) = raw.what.strip_prefix("header ") {
            return is_noisy_header(name) || self.knows(raw) || raw.texts_are(same_shape);
        }
        match (raw.before, raw.after) {
            (Some(Value::String(before)), Some(Value::String(after))) => {
                self.knows(raw) || has_noisy_key(raw.what) || same_shape(before, after)
            }
            (Some(Value::Number(before)), Some(Value::Number(after))) => {
                self.knows(raw) || has_noisy_key(raw.what) || (is_large(before) && is_large(after))
            }
            (Some(before), Some(after)) => kind(before) == kind(after) && self.knows(raw),
            (None, _) | (_, None) => false,
        }
    }

    /// It, or what it is a part of, differs each time.
    fn knows(&self, raw: &Raw<'_>) -> bool {
        let whole = |what: &str| raw.what.strip_prefix(what).is_some_and(begins_a_part);
        self.whats.contains(raw.what) || self.whats.iter().any(|what| whole(what) && what != "$")
    }
}

fn begins_a_part(rest: &str) -> bool {
    rest.starts_with(['.', '['])
}

fn is_noisy_header(name: &str) -> bool {
    HEADERS.contains(&name) || HEADER_ENDS.iter().any(|end| name.ends_with(end))
}

/// `$.order.id`, `$.items[0].createdAt`
fn has_noisy_key(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or_default();
    let key = key.split('[').next().unwrap_or_default();
    KEYS.contains(&key.to_ascii_lowercase().as_str())
        || KEY_ENDS.iter().any(|end| key.len() > end.len() && key.ends_with(end))
}

/// An id, or a moment in seconds or parts of them.
fn is_large(number: &serde_json::Number) -> bool {
    let digits = number.to_string();
    digits.len() >= 10 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
