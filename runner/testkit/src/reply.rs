//! What an origin answers: [`Reply`], and how it looks as HTTP/1.

use std::fmt::{Display, Write};
use std::time::Duration;

use bytes::Bytes;

use crate::act::Act;
use crate::lie::Lie;
use crate::received::Received;
use crate::routes::Replies;

/// An answer: well-behaved, unless it is a [`Lie`].
///
/// ```
/// # use runner_testkit::Reply;
/// # use std::time::Duration;
/// Reply::json(201, r#"{"id": 7}"#).header("Location", "/orders/7").delay(Duration::from_millis(20));
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<Act>,
    pub(crate) framing: Framing,
    pub(crate) delay: Duration,
    pub(crate) head_pause: Duration,
    pub(crate) close: bool,
    pub(crate) lie: Option<Lie>,
}

/// How HTTP/1 says where the body ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Framing {
    /// `Content-Length`, and it is right.
    Length,
    /// `Content-Length`, whatever the body.
    Claimed(u64),
    /// `Transfer-Encoding: chunked`.
    Chunked,
    /// The end of the connection is the end of the body.
    UntilClose,
}

impl Reply {
    /// An empty answer of this status.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            framing: Framing::Length,
            delay: Duration::ZERO,
            head_pause: Duration::ZERO,
            close: false,
            lie: None,
        }
    }

    /// 200, with this `Content-Type`.
    #[must_use]
    pub fn typed(content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::status(200).header("Content-Type", content_type).body(body)
    }

    /// 200, plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::typed("text/plain; charset=utf-8", text.into())
    }

    /// 200, HTML.
    #[must_use]
    pub fn html(html: impl Into<String>) -> Self {
        Self::typed("text/html; charset=utf-8", html.into())
    }

    /// JSON: its text, or a `serde_json::Value`.
    #[must_use]
    pub fn json(status: u16, json: impl Display) -> Self {
        Self::typed("application/json", json.to_string()).with_status(status)
    }

    /// 200, any bytes.
    #[must_use]
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::typed("application/octet-stream", bytes)
    }

    /// A redirect; `location` is sent as it is.
    #[must_use]
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::status(status).header("Location", location)
    }

    /// Misbehaves. Only [`delay`](Self::delay) has an effect on such a reply.
    #[must_use]
    pub fn lie(lie: Lie) -> Self {
        Self { lie: Some(lie), ..Self::status(200) }
    }

    /// One reply after the other; the last repeats. The same as an array of replies.
    #[must_use]
    pub fn sequence(replies: impl IntoIterator<Item = Self>) -> Replies {
        replies.into_iter().collect::<Vec<_>>().into()
    }

    /// Adds a header; earlier ones of the same name stay.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Another body.
    #[must_use]
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.acts(vec![Act::Send(body.into())])
    }

    /// Waits before the first byte.
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Waits between the status line and the headers. (Over HTTP/2: before the head.)
    #[must_use]
    pub fn slow_head(self, head_pause: Duration) -> Self {
        Self { head_pause, ..self }
    }

    /// Sends the body byte by byte, with a pause before each.
    #[must_use]
    pub fn drip(mut self, pause: Duration) -> Self {
        for act in &mut self.body {
            if let Act::Send(bytes) = act {
                *act = Act::Drip(std::mem::take(bytes), pause);
            }
        }
        self
    }

    /// Sends the body in chunks, with no `Content-Length`.
    #[must_use]
    pub fn chunked(self) -> Self {
        Self { framing: Framing::Chunked, ..self }
    }

    /// Neither length nor chunks: the body ends with the connection.
    #[must_use]
    pub fn until_close(self) -> Self {
        Self { framing: Framing::UntilClose, ..self }
    }

    /// Says `Connection: close`, and does it.
    #[must_use]
    pub fn close(self) -> Self {
        Self { close: true, ..self }
    }

    /// A body of several acts.
    pub(crate) fn acts(self, body: Vec<Act>) -> Self {
        Self { body, ..self }
    }

    /// Claims this length, whatever the body.
    pub(crate) fn claiming(self, length: u64) -> Self {
        Self { framing: Framing::Claimed(length), ..self }
    }

    /// Whether a body may follow the head.
    pub(crate) fn has_body(&self, method: &str) -> bool {
        method != "HEAD" && !matches!(self.status, 100..=199 | 204 | 304)
    }

    /// The length to announce, if one is.
    pub(crate) fn length(&self) -> Option<u64> {
        match self.framing {
            Framing::Length if matches!(self.status, 100..=199 | 204 | 304) => None,
            Framing::Length => Some(self.body.iter().map(Act::size).sum()),
            Framing::Claimed(length) => Some(length),
            Framing::Chunked | Framing::UntilClose => None,
        }
    }

    /// The reply as HTTP/1: head, body, and the end of the connection if it is due.
    pub(crate) fn to_http1(&self, request: &Received) -> Vec<Act> {
        let close = self.close
            || matches!(self.framing, Framing::UntilClose)
            || request.header_has("connection", "close")
            || (request.version == "HTTP/1.0" && !request.header_has("connection", "keep-alive"));
        let status_line = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let fields = self.fields(close);
        let mut acts = vec![Act::Wait(self.delay)];
        if self.head_pause.is_zero() {
            acts.push(Act::text(status_line + &fields));
        } else {
            acts.extend([Act::text(status_line), Act::Wait(self.head_pause), Act::text(fields)]);
        }
        if self.has_body(&request.method) {
            match self.framing {
                Framing::Chunked => acts.extend(chunks(&self.body)),
                Framing::Length | Framing::Claimed(_) | Framing::UntilClose => {
                    acts.extend(self.body.iter().cloned());
                }
            }
        }
        if close {
            acts.push(Act::Close);
        }
        acts
    }

    /// The header lines, and the empty one after them.
    fn fields(&self, close: bool) -> String {
        let mut fields = String::new();
        let mut field = |name: &str, value: &str| {
            write!(fields, "{name}: {value}\r\n").expect("a string takes all text");
        };
        for (name, value) in &self.headers {
            field(name, value);
        }
        if let Some(length) = self.length() {
            field("Content-Length", &length.to_string());
        }
        if matches!(self.framing, Framing::Chunked) {
            field("Transfer-Encoding", "chunked");
        }
        if close {
            field("Connection", "close");
        }
        fields + "\r\n"
    }
}

/// The usual phrase of a status.
pub(crate) fn reason(status: u16) -> &'static str {
    let known = hyper::StatusCode::from_u16(status).ok();
    known.and_then(|status| status.canonical_reason()).unwrap_or("Unnamed")
}

/// Bytes as one chunk.
fn chunk(bytes: &[u8]) -> Bytes {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat().into()
}

fn chunks(body: &[Act]) -> Vec<Act> {
    let mut acts = Vec::new();
    for act in body {
        match act {
            Act::Send(bytes) if bytes.is_empty() => {}
            Act::Send(bytes) => acts.push(Act::Send(chunk(bytes))),
            Act::Repeat(bytes, times) => acts.push(Act::Repeat(chunk(bytes), *times)),
            Act::Drip(bytes, pause) => {
                for byte in bytes {
                    acts.extend([Act::Wait(*pause), Act::Send(chunk(&[*byte]))]);
                }
            }
            Act::Wait(_) | Act::Stall | Act::Reset | Act::Close | Act::CloseOnNext => {
                acts.push(act.clone());
            }
        }
    }
    acts.push(Act::text("0\r\n\r\n"));
    acts
}
