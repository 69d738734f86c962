//! What is to be sent.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use runner_model::{MASK, TraceId};
use url::Url;

/// A request, filled in and ready to go.
#[derive(Clone, Debug)]
pub struct Request {
    /// In capitals, known or not: `GET`, `PURGE`.
    pub method: String,
    /// Absolute, `http` or `https`. A user name and password in it become basic authentication.
    pub url: Url,
    /// In the order in which they are to be sent.
    pub headers: Vec<RequestHeader>,
    /// `None` sends none; allowed with any method.
    pub body: Option<Bytes>,
    /// For the whole exchange, redirects included.
    pub timeout: Duration,
    /// How many redirects may be followed; with 0 a redirect is simply the answer.
    pub redirects: u32,
    /// How long the decoded body may be, in bytes.
    pub max_body: u64,
    /// Asks for gzip, brotli and zstd, and decodes what comes.
    pub decode: bool,
    /// The trace it belongs to; recorded, not sent (the engine adds `traceparent`).
    pub trace: Option<TraceId>,
}

/// One header line of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestHeader {
    /// In any case; sent in lower case.
    pub name: String,
    /// Sent as UTF-8.
    pub value: String,
    /// Never sent to another origin (scheme, host and port) when a redirect leads there.
    /// `authorization`, `proxy-authorization` and `cookie` are treated so in any case.
    pub credential: bool,
}

impl RequestHeader {
    /// A header that may follow a redirect anywhere.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), credential: false }
    }

    /// A header that stays with the origin it was written for.
    pub fn credential(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { credential: true, ..Self::new(name, value) }
    }

    /// Whether this header must not follow a redirect to another origin.
    pub(crate) fn stays(&self) -> bool {
        const ALWAYS: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];
        self.credential || ALWAYS.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for RequestHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.stays() { MASK } else { &self.value };
        write!(f, "{}: {value}", self.name)
    }
}
