//! Frames of HTTP/2 (RFC 9113), written by hand so that they can be wrong.

use bytes::{BufMut, Bytes, BytesMut};

/// The kind of a frame.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// No more data on this stream.
pub(crate) const END_STREAM: u8 = 1;

/// The header block is whole.
pub(crate) const END_HEADERS: u8 = 4;

/// This answers settings, or a ping.
pub(crate) const ACK: u8 = 1;

/// Why a stream or a connection ends.
#[derive(Clone, Copy)]
pub(crate) enum Reason {
    NoError = 0,
    InternalError = 2,
    RefusedStream = 7,
    EnhanceYourCalm = 11,
}

/// One frame. A payload that claims more than it has is written with [`header`].
pub(crate) fn frame(kind: Kind, flags: u8, stream: u32, payload: &[u8]) -> Bytes {
    [&header(payload.len(), kind, flags, stream), payload].concat().into()
}

/// The nine bytes before a payload of this length.
pub(crate) fn header(length: usize, kind: Kind, flags: u8, stream: u32) -> [u8; 9] {
    let length = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    let stream = stream.to_be_bytes();
    let [s0, s1, s2, s3] = stream;
    [length[1], length[2], length[3], kind as u8, flags, s0, s1, s2, s3]
}

/// `RST_STREAM`.
pub(crate) fn reset(stream: u32, reason: Reason) -> Bytes {
    frame(Kind::ResetStream, 0, stream, &(reason as u32).to_be_bytes())
}

/// `GOAWAY`: streams after `last` were not looked at.
pub(crate) fn go_away(last: u32, reason: Reason) -> Bytes {
    let payload = [last.to_be_bytes(), (reason as u32).to_be_bytes()].concat();
    frame(Kind::GoAway, 0, 0, &payload)
}

/// `WINDOW_UPDATE`: so many bytes more may come; for the whole connection when `stream` is 0.
pub(crate) fn window(stream: u32, more: u32) -> Bytes {
    frame(Kind::WindowUpdate, 0, stream, &more.to_be_bytes())
}

/// `SETTINGS` with the size of every stream's window, if it is not the usual one.
pub(crate) fn settings(initial_window: Option<u32>) -> Bytes {
    /// `SETTINGS_INITIAL_WINDOW_SIZE`
    const INITIAL_WINDOW: u16 = 4;
    let mut payload = BytesMut::new();
    if let Some(size) = initial_window {
        payload.put_u16(INITIAL_WINDOW);
        payload.put_u32(size);
    }
    frame(Kind::Settings, 0, 0, &payload)
}

/// A header block (HPACK): the status, then fields, none of them remembered.
pub(crate) fn block(status: u16, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = field(":status", &status.to_string());
    for (name, value) in fields {
        block.extend(field(name, value));
    }
    block
}

/// One field, as a literal that is not indexed. Shorter than 127 bytes, both of it.
pub(crate) fn field(name: &str, value: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).expect("fields are short here");
    [&[0, length(name)], name.as_bytes(), &[length(value)], value.as_bytes()].concat()
}
