//! Every way an origin can misbehave that only HTTP/2 knows, by name.
//!
//! Lives here: the list, and the frames each lie is told in. Lives elsewhere: a connection on
//! which one is told (`http2_liar`); lies that both versions know (`lie`).

use bytes::Bytes;

use crate::act::Act;
use crate::frame::{
    self, END_HEADERS, END_STREAM, Kind, Reason, block, field, frame, go_away, header,
};
use crate::telling::{BODY, SEEN_FIRST};

/// A way to misbehave over HTTP/2: see [`Origin::start_http2_lie`](crate::Origin::start_http2_lie).
///
/// Those marked *(legal)* are odd, not wrong: a client must cope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Http2Lie {
    /// `GOAWAY` instead of an answer, saying that the request was not looked at.
    GoAwayBeforeHead,
    /// `GOAWAY` instead of an answer, for `ENHANCE_YOUR_CALM`, saying that it was looked at.
    GoAwayCalm,
    /// Head, 17 of 100 bytes, `GOAWAY` for an internal error, and the connection is closed.
    GoAwayInBody,
    /// Head, `GOAWAY` without an error, then the whole body. *(legal)*
    GoAwayThenBody,
    /// `RST_STREAM` for an internal error instead of an answer.
    ResetBeforeHead,
    /// `RST_STREAM` with `REFUSED_STREAM`: the request was not looked at.
    Refused,
    /// Head, 17 of 100 bytes, `RST_STREAM`.
    ResetInBody,
    /// Says nothing after the settings.
    StallBeforeHead,
    /// Head, 17 of 100 bytes, nothing.
    StallInBody,
    /// Never opens the window: not one byte of a request's body may be sent.
    WindowNeverOpens,
    /// A head whose `CONTINUATION` frames never end.
    EndlessContinuation,
    /// The same with frames that hold nothing.
    EmptyContinuations,
    /// `103` after `103`, without end.
    InterimStorm,
    /// Ping after ping, without end, and no answer.
    PingStorm,
    /// A body before any head.
    DataBeforeHead,
    /// A header block that cannot be decoded.
    BadHeaderBlock,
    /// A frame that says it is 16 MB long.
    HugeFrame,
    /// Announces 17 bytes, sends 34.
    LengthTooShort,
    /// Closes the connection without a word.
    CloseBeforeHead,
    /// Resets the connection without a word.
    ResetConnection,
}

impl Http2Lie {
    /// Every lie.
    pub const ALL: &'static [Self] = &[
        Self::GoAwayBeforeHead,
        Self::GoAwayCalm,
        Self::GoAwayInBody,
        Self::GoAwayThenBody,
        Self::ResetBeforeHead,
        Self::Refused,
        Self::ResetInBody,
        Self::StallBeforeHead,
        Self::StallInBody,
        Self::WindowNeverOpens,
        Self::EndlessContinuation,
        Self::EmptyContinuations,
        Self::InterimStorm,
        Self::PingStorm,
        Self::DataBeforeHead,
        Self::BadHeaderBlock,
        Self::HugeFrame,
        Self::LengthTooShort,
        Self::CloseBeforeHead,
        Self::ResetConnection,
    ];

    /// What the server's settings say.
    pub(crate) fn settings(self) -> Bytes {
        frame::settings(if self == Self::WindowNeverOpens { Some(0) } else { None })
    }

    /// What is sent when a request is there.
    pub(crate) fn acts(self, stream: u32) -> Vec<Act> {
        let half = || [head(stream, 100), data(0, stream)];
        match self {
            Self::GoAwayBeforeHead => vec![Act::Send(go_away(0, Reason::NoError))],
            Self::GoAwayCalm => {
                vec![Act::Send(go_away(stream, Reason::EnhanceYourCalm)), Act::Close]
            }
            Self::GoAwayInBody => {
                let [head, data] = half();
                let ending = go_away(stream, Reason::InternalError);
                vec![head, data, Act::Wait(SEEN_FIRST), Act::Send(ending), Act::Close]
            }
            Self::GoAwayThenBody => {
                let ending = Act::Send(go_away(stream, Reason::NoError));
                let pause = Act::Wait(SEEN_FIRST);
                vec![head(stream, 17), pause.clone(), ending, pause, data(END_STREAM, stream)]
            }
            Self::ResetBeforeHead => {
                vec![Act::Send(frame::reset(stream, Reason::InternalError))]
            }
            Self::Refused => vec![Act::Send(frame::reset(stream, Reason::RefusedStream))],
            Self::ResetInBody => {
                let [head, data] = half();
                let ending = frame::reset(stream, Reason::InternalError);
                vec![head, data, Act::Wait(SEEN_FIRST), Act::Send(ending)]
            }
            Self::StallBeforeHead | Self::WindowNeverOpens => Vec::new(),
            Self::StallInBody => half().into(),
            Self::EndlessContinuation => endless(stream, &field("x-more", "and another one")),
            Self::EmptyContinuations => endless(stream, &[]),
            Self::InterimStorm => {
                let hint = frame(Kind::Headers, END_HEADERS, stream, &block(103, &[]));
                vec![Act::Repeat(hint, u64::MAX)]
            }
            Self::PingStorm => vec![Act::Repeat(frame(Kind::Ping, 0, 0, &[7; 8]), u64::MAX)],
            Self::DataBeforeHead => vec![data(END_STREAM, stream)],
            // An index far beyond both tables.
            Self::BadHeaderBlock => vec![Act::Send(frame(
                Kind::Headers,
                END_HEADERS | END_STREAM,
                stream,
                &[0xff, 0xff, 0xff, 0x7f],
            ))],
            Self::HugeFrame => {
                let start = header((1 << 24) - 1, Kind::Headers, END_HEADERS, stream);
                vec![Act::Send(Bytes::copy_from_slice(&start))]
            }
            Self::LengthTooShort => {
                vec![head(stream, 17), data(0, stream), data(END_STREAM, stream)]
            }
            Self::CloseBeforeHead => vec![Act::Close],
            Self::ResetConnection => vec![Act::Reset],
        }
    }
}

/// 200, JSON, of this length.
fn head(stream: u32, length: u32) -> Act {
    let length = length.to_string();
    let fields = [("content-type", "application/json"), ("content-length", length.as_str())];
    Act::Send(frame(Kind::Headers, END_HEADERS, stream, &block(200, &fields)))
}

/// The 17 bytes of the usual body.
fn data(flags: u8, stream: u32) -> Act {
    Act::Send(frame(Kind::Data, flags, stream, BODY.as_bytes()))
}

fn endless(stream: u32, more: &[u8]) -> Vec<Act> {
    vec![
        Act::Send(frame(Kind::Headers, 0, stream, &block(200, &[]))),
        Act::Repeat(frame(Kind::Continuation, 0, stream, more), u64::MAX),
    ]
}
