//! A request as it came in.

use std::time::Instant;

use bytes::Bytes;
use serde_json::Value;

/// A request as it came in: nothing normalised, nothing merged.
#[derive(Clone, Debug)]
pub struct Received {
    /// `GET`, `POST`, … as sent.
    pub method: String,
    /// The request target as sent: `/a?b=c`, or `http://host/a?b=c` to a proxy.
    pub target: String,
    /// The path of the target, still percent-encoded.
    pub path: String,
    /// What follows `?`, still encoded; empty when there is none.
    pub query: String,
    /// `HTTP/1.1`, `HTTP/1.0` or `HTTP/2`.
    pub version: String,
    /// Names and values in the order sent, repeated ones kept. Over HTTP/2, `:authority` comes
    /// first, as `host`.
    pub headers: Vec<(String, String)>,
    /// The body, its chunks joined.
    pub body: Bytes,
    /// Which connection it came over; the first is 1.
    pub connection: usize,
    /// When its last byte was read.
    pub at: Instant,
}

impl Received {
    /// A request with this target, path and query taken apart.
    pub(crate) fn new(method: &str, target: &str, version: &str, connection: usize) -> Self {
        let origin_form = match target.split_once("://") {
            // A URL may also stand in the query of a path.
            Some((_, rest)) if !target.starts_with('/') => {
                rest.find('/').map_or("/", |slash| &rest[slash..])
            }
            Some(_) | None => target,
        };
        let (path, query) = origin_form.split_once('?').unwrap_or((origin_form, ""));
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            version: version.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
            connection,
            at: Instant::now(),
        }
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).first().copied()
    }

    /// Every header of this name, whatever its case, in order.
    #[must_use]
    pub fn headers_named(&self, name: &str) -> Vec<&str> {
        let same = |(have, _): &&(String, String)| have.eq_ignore_ascii_case(name);
        self.headers.iter().filter(same).map(|(_, value)| value.as_str()).collect()
    }

    /// The query's pairs, decoded, in order.
    #[must_use]
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// The first query parameter of this name, decoded.
    #[must_use]
    pub fn query_param(&self, name: &str) -> Option<String> {
        self.query_pairs().into_iter().find(|(have, _)| have == name).map(|(_, value)| value)
    }

    /// The body as text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// When it is no JSON: a test that asks expects it to be.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("the body is not JSON ({error}): {}", self.text()))
    }

    /// Whether a comma-separated header mentions `token`.
    pub(crate) fn header_has(&self, name: &str, token: &str) -> bool {
        let mentions =
            |value: &&str| value.split(',').any(|t| t.trim().eq_ignore_ascii_case(token));
        self.headers_named(name).iter().any(mentions)
    }
}
