//! The words lies are told in.

use std::time::Duration;

use bytes::Bytes;

use crate::act::Act;
use crate::coding;
use crate::reply::Reply;

/// The body that is lied about: 17 bytes.
pub(crate) const BODY: &str = r#"{"hello":"world"}"#;

/// Time for a client to see what was sent before the connection goes.
pub(crate) const SEEN_FIRST: Duration = Duration::from_millis(50);

/// A lie, ready to be told.
pub(crate) enum Telling {
    /// Well framed: the lie is in what it says. Works over every version of HTTP.
    Reply(Reply),
    /// HTTP/1, as it goes over the wire.
    Raw(Vec<Act>),
}

/// Well framed.
pub(crate) fn reply(reply: Reply) -> Telling {
    Telling::Reply(reply)
}

/// These acts and no others.
pub(crate) fn raw(acts: impl Into<Vec<Act>>) -> Telling {
    Telling::Raw(acts.into())
}

/// This text and nothing else.
pub(crate) fn text(text: String) -> Telling {
    raw([Act::text(text)])
}

/// A good answer with more header lines.
pub(crate) fn good(lines: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{lines}Content-Length: 17\r\n\r\n{BODY}"
    )
}

/// An answer that claims these lengths.
pub(crate) fn lengths(claims: &[&str]) -> String {
    let lines: String = claims.iter().map(|claim| format!("Content-Length: {claim}\r\n")).collect();
    good("").replace("Content-Length: 17\r\n", &lines)
}

/// The start of a head, then `acts`.
pub(crate) fn half_a_head(acts: impl IntoIterator<Item = Act>) -> Telling {
    let start = Act::text("HTTP/1.1 200 OK\r\nContent-Ty");
    raw([start].into_iter().chain(acts).collect::<Vec<_>>())
}

/// 17 of 100 bytes, then `acts`.
pub(crate) fn half_a_body(acts: impl IntoIterator<Item = Act>) -> Telling {
    let body = [Act::text(BODY)].into_iter().chain(acts).collect();
    reply(Reply::json(200, "").acts(body).claiming(100))
}

/// One good chunk, then one of this size.
pub(crate) fn chunked(size: &str) -> String {
    good("Transfer-Encoding: chunked\r\n")
        .replace("Content-Length: 17\r\n", "")
        .replace(BODY, &format!("11\r\n{BODY}\r\n{size}\r\n{BODY}\r\n0\r\n\r\n"))
}

pub(crate) fn length_and_chunked() -> String {
    chunked("11").replace("Transfer-Encoding", "Content-Length: 5\r\nTransfer-Encoding")
}

pub(crate) fn last_chunk_missing() -> Telling {
    raw([Act::text(chunked("11").replace("0\r\n\r\n", "")), Act::Close])
}

pub(crate) fn endless_headers() -> Telling {
    raw([
        Act::text("HTTP/1.1 200 OK\r\n"),
        Act::Repeat(Bytes::from_static(b"X-More: and another one\r\n"), u64::MAX),
    ])
}

pub(crate) fn interim_storm() -> Telling {
    raw([Act::Repeat(Bytes::from_static(b"HTTP/1.1 100 Continue\r\n\r\n"), u64::MAX)])
}

pub(crate) fn latin1_in_header() -> Telling {
    let (before, after) = ("HTTP/1.1 200 OK\r\nX-Odd: caf", "\r\nContent-Length: 17\r\n\r\n");
    let bytes = [before.as_bytes(), b"\xe9", after.as_bytes(), BODY.as_bytes()].concat();
    raw([Act::Send(bytes.into())])
}

/// JSON said to be under this encoding.
pub(crate) fn encoded(encoding: &str, body: Vec<Act>) -> Telling {
    reply(Reply::json(200, "").header("Content-Encoding", encoding).acts(body))
}

pub(crate) fn gzip_truncated() -> Telling {
    let numbers: Vec<String> = (0..3000).map(|n| n.to_string()).collect();
    let whole = coding::gzip(format!("[{}]", numbers.join(",")).as_bytes());
    encoded("gzip", vec![Act::Send(Bytes::copy_from_slice(&whole[..whole.len() / 2]))])
}

pub(crate) fn bad_utf8() -> Telling {
    reply(Reply::text("").body(Bytes::from_static(b"caf\xe9 \xff\xfe")))
}

/// JSON of so many nested lists.
pub(crate) fn deep_json(depth: u64) -> Reply {
    Reply::json(200, "").acts(vec![
        Act::Repeat(Bytes::from_static(b"["), depth),
        Act::Repeat(Bytes::from_static(b"]"), depth),
    ])
}

pub(crate) fn huge_body() -> Telling {
    let kilobyte = Bytes::from("x".repeat(1024));
    reply(Reply::text("").acts(vec![Act::Repeat(kilobyte, 100 * 1024)]))
}

pub(crate) fn endless_body() -> Telling {
    // Large parts: it is to be longer than any limit before anybody's time is over.
    let part = Bytes::from("x".repeat(64 * 1024));
    reply(Reply::text("").acts(vec![Act::Repeat(part, u64::MAX)]).chunked())
}

pub(crate) fn many_headers() -> Telling {
    let many = (0..90).fold(Reply::json(200, BODY), |reply, n| reply.header(format!("X-{n}"), "y"));
    reply(many)
}
