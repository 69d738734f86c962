//! A request with its response, as it is shown and stored.
//!
//! Lives here: what crossed the wire, with bodies cut to a length worth showing.
//! Lives elsewhere: sending it, and the whole body (`runner-http`).

use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Timings, TraceId, TransportError, millis};

/// A request with what came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// When the request was begun.
    pub at: Timestamp,
    /// What was sent; after redirects, the last request.
    pub request: SentRequest,
    /// What came back.
    pub answer: Answer,
    /// Where the time went, of the last hop.
    pub timings: Timings,
    /// Redirects that were followed before, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// From the first byte of the first hop to the last byte of the last.
    #[serde(with = "millis")]
    pub took: Duration,
}

impl Exchange {
    /// Leaves headers and bodies out, and keeps where it went, what came back and how long it
    /// took.
    pub fn outline(&mut self) {
        self.request.headers = Vec::new();
        self.request.body = None;
        match &mut self.answer {
            Answer::Complete(response) => response.outline(),
            Answer::Broken { head, .. } => {
                if let Some(head) = head {
                    head.outline();
                }
            }
        }
    }
}

/// What was really sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentRequest {
    /// In capitals: `GET`.
    pub method: String,
    /// Absolute, as sent.
    pub url: String,
    /// In the order they were given; names in lower case.
    pub headers: Vec<Header>,
    /// `None` when the request has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The trace that the request belongs to, when it carries a `traceparent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceId>,
}

/// One header line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// In lower case.
    pub name: String,
    /// As text; bytes that are no UTF-8 are replaced.
    pub value: String,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every answer is complete: a box would cost each of them an allocation"
)]
pub enum Answer {
    /// A whole response.
    Complete(Response),
    /// None, or one that broke off.
    Broken {
        /// The head, when it came.
        head: Option<Box<Response>>,
        /// Why there is no more.
        error: TransportError,
    },
}

impl Answer {
    /// The response as far as it came.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Complete(response) => Some(response),
            Self::Broken { head, .. } => head.as_deref(),
        }
    }

    /// Why it is not whole.
    pub fn error(&self) -> Option<&TransportError> {
        match self {
            Self::Complete(_) => None,
            Self::Broken { error, .. } => Some(error),
        }
    }
}

/// A response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// `200`.
    pub status: u16,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: String,
    /// In the order they came; names in lower case.
    pub headers: Vec<Header>,
    /// Decoded, and cut for showing.
    pub body: Body,
    /// The connection it came over.
    pub connection: Connection,
}

impl Response {
    fn outline(&mut self) {
        self.headers = Vec::new();
        self.body.text = String::new();
        self.body.cut = self.body.size > 0 && !self.body.binary;
    }

    /// The value of a header; repeated lines joined with `, `. `name` in any case.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut values = self
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.as_str())
            .peekable();
        values.peek()?;
        Some(values.collect::<Vec<_>>().join(", "))
    }
}

/// A body as it is shown: text as far as it is text, cut at [`Body::SHOWN`] bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The beginning, as text; empty when it is binary.
    pub text: String,
    /// Bytes in all (decoded).
    pub size: u64,
    /// The body is no text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub binary: bool,
    /// `text` is only the beginning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// SHA-256 of all of it, in hexadecimal, when it is larger than what is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Box<str>>,
}

impl Body {
    /// How many bytes of a body are kept for showing.
    pub const SHOWN: usize = 64 * 1024;

    /// Keeps the beginning of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let size = bytes.len() as u64;
        let cut = bytes.len() > Self::SHOWN;
        let sha256 = cut.then(|| hex(&Sha256::digest(bytes)));
        let shown = &bytes[..bytes.len().min(Self::SHOWN)];
        match std::str::from_utf8(shown) {
            Ok(text) if !text.contains('\0') => {
                Self { text: text.to_owned(), size, binary: false, cut, sha256 }
            }
            // A cut may fall inside a character.
            Err(error) if cut && error.error_len().is_none() => {
                let text = String::from_utf8_lossy(&shown[..error.valid_up_to()]).into_owned();
                Self { text, size, binary: false, cut, sha256 }
            }
            Ok(_) | Err(_) => Self { text: String::new(), size, binary: true, cut: false, sha256 },
        }
    }
}

fn hex(bytes: &[u8]) -> Box<str> {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

/// The connection an answer came over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<SocketAddr>,
    /// It had been opened for an earlier request.
    pub reused: bool,
    /// `TLSv1.3`; `None` without TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_version: Option<String>,
    /// The server's own certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
}

/// What a server's certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Who it is for.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// From when on it is valid.
    pub not_before: Timestamp,
    /// Until when it is valid.
    pub not_after: Timestamp,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The URL that answered with a redirect.
    pub url: String,
    /// Its status: `302`.
    pub status: u16,
    /// Where its time went.
    pub timings: Timings,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_cut_inside_a_character_is_still_text() {
        let text = "é".repeat(Body::SHOWN);
        let body = Body::of(&text.as_bytes()[1..]);
        assert!(body.binary, "it begins inside a character");
        let odd = format!("a{text}");
        let body = Body::of(odd.as_bytes());
        assert!(!body.binary && body.cut);
        assert_eq!(body.size, odd.len() as u64);
    }

    #[test]
    fn repeated_headers_are_joined() {
        let header = |value: &str| Header { name: "vary".into(), value: value.into() };
        let response = Response {
            status: 200,
            protocol: "HTTP/1.1".into(),
            headers: vec![header("a"), header("b")],
            body: Body::default(),
            connection: Connection::default(),
        };
        assert_eq!(response.header("Vary").as_deref(), Some("a, b"));
        assert_eq!(response.header("etag"), None);
    }
}
