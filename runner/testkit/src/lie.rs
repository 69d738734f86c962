//! Every way an origin can misbehave after a request, by name.
//!
//! Lives here: the list. Lives elsewhere: the words it is told in (`telling`); misbehaviour
//! before any request (`greeting`).

use std::time::Duration;

use crate::act::Act;
use crate::bomb::{self, GIGABYTE};
use crate::reply::Reply;
use crate::telling::*;

/// Writes each lie once: its meaning, its variant, its name, how it is told.
macro_rules! lies {
    ($($(#[doc = $meaning:literal])+ $lie:ident = $name:literal => $telling:expr,)+) => {
        /// A way to misbehave. The origin reads the whole request first.
        ///
        /// Those marked *(legal)* are odd, not wrong: a client must cope. Those about the
        /// framing of HTTP/1 answer 501 over HTTP/2.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Lie {
            $($(#[doc = $meaning])+ $lie,)+
        }

        impl Lie {
            /// Every lie.
            pub const ALL: &'static [Self] = &[$(Self::$lie,)+];

            /// Its name; `/lie/<name>` tells it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$lie => $name,)+
                }
            }

            /// The lie of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$lie),)+
                    _ => None,
                }
            }

            /// How it is told.
            pub(crate) fn telling(self) -> Telling {
                match self {
                    $(Self::$lie => $telling,)+
                }
            }
        }
    };
}

lies! {
    /// Closes without a word.
    CloseBeforeHead = "close-before-head" => raw([Act::Close]),
    /// Closes in the middle of a header line.
    CloseInHead = "close-in-head" => half_a_head([Act::Close]),
    /// Announces 100 bytes, sends 17, closes.
    LengthTooLong = "length-too-long" => half_a_body([Act::Wait(SEEN_FIRST), Act::Close]),
    /// Answers well, keeps the connection, and closes it without a word when the next request
    /// has come over it.
    StaleKeepAlive = "stale-keep-alive" => raw([Act::text(good("")), Act::CloseOnNext]),
    /// Answers well, does not say `Connection: close`, and closes.
    CloseAfterAnswer = "close-after-answer" => raw([Act::text(good("")), Act::Close]),
    /// Resets the connection without a word.
    ResetBeforeHead = "reset-before-head" => raw([Act::Reset]),
    /// Resets in the middle of a header line.
    ResetInHead = "reset-in-head" => half_a_head([Act::Wait(SEEN_FIRST), Act::Reset]),
    /// Announces 100 bytes, sends 17, resets.
    ResetInBody = "reset-in-body" => half_a_body([Act::Wait(SEEN_FIRST), Act::Reset]),
    /// Says nothing until the client leaves.
    StallBeforeHead = "stall-before-head" => raw([Act::Stall]),
    /// Falls silent in the middle of a header line.
    StallInHead = "stall-in-head" => half_a_head([Act::Stall]),
    /// Announces 100 bytes, sends 17, falls silent.
    StallInBody = "stall-in-body" => half_a_body([Act::Stall]),
    /// Announces 5 bytes, sends 17, keeps the connection.
    LengthTooShort = "length-too-short" => text(lengths(&["5"])),
    /// The same `Content-Length` twice. *(legal to accept, legal to refuse)*
    LengthTwice = "length-twice" => text(lengths(&["17", "17"])),
    /// Two different `Content-Length`s.
    LengthConflict = "length-conflict" => text(lengths(&["5", "17"])),
    /// `Content-Length: -1`.
    LengthNegative = "length-negative" => text(lengths(&["-1"])),
    /// `Content-Length: many`.
    LengthNotANumber = "length-not-a-number" => text(lengths(&["many"])),
    /// A `Content-Length` of 30 digits.
    LengthOverflow = "length-overflow" => text(lengths(&["999999999999999999999999999999"])),
    /// Both `Content-Length` and chunks.
    LengthAndChunked = "length-and-chunked" => text(length_and_chunked()),
    /// A chunk size that is no number.
    ChunkSizeBroken = "chunk-size-broken" => text(chunked("zz")),
    /// A chunk size of 20 digits.
    ChunkSizeOverflow = "chunk-size-overflow" => text(chunked("ffffffffffffffffffff")),
    /// Closes where the last, empty chunk is due.
    LastChunkMissing = "last-chunk-missing" => last_chunk_missing(),
    /// gzip, cut in the middle, well framed.
    GzipTruncated = "gzip-truncated" => gzip_truncated(),
    /// `Content-Encoding: gzip` over plain JSON.
    GzipFake = "gzip-fake" => encoded("gzip", vec![Act::text(BODY)]),
    /// An encoding nobody knows.
    UnknownEncoding = "unknown-encoding" => encoded("snappy-7", vec![Act::text(BODY)]),
    /// 1 GB of zeros as 1 MB of gzip.
    GzipBomb = "gzip-bomb" => encoded("gzip", bomb::gzip(GIGABYTE)),
    /// 1 GB of zeros as 100 KB of Brotli.
    BrBomb = "br-bomb" => encoded("br", bomb::br(GIGABYTE)),
    /// 1 GB of zeros as 32 KB of Zstandard.
    ZstdBomb = "zstd-bomb" => encoded("zstd", bomb::zstd(GIGABYTE)),
    /// Says UTF-8, is not.
    BadUtf8 = "bad-utf8" => bad_utf8(),
    /// Says JSON, ends in the middle of it.
    BadJson = "bad-json" => reply(Reply::json(200, r#"{"hello":"#)),
    /// JSON of 100,000 nested lists.
    DeepJson = "deep-json" => reply(deep_json(100_000)),
    /// 100 MB, honestly announced. *(legal)*
    HugeBody = "huge-body" => huge_body(),
    /// Chunk after chunk, without end.
    EndlessBody = "endless-body" => endless_body(),
    /// Header after header, without end.
    EndlessHeaders = "endless-headers" => endless_headers(),
    /// One header of 64 KB. *(legal)*
    HugeHeader = "huge-header" => reply(Reply::json(200, BODY).header("X-Huge", "x".repeat(64 * 1024))),
    /// 90 headers. *(legal)*
    ManyHeaders = "many-headers" => many_headers(),
    /// `100 Continue` after `100 Continue`, without end.
    InterimStorm = "interim-storm" => interim_storm(),
    /// Bytes that are no HTTP, then a good answer.
    Garbage = "garbage" => text(format!("%$#@!\r\nnot HTTP at all\r\n{}", good(""))),
    /// HTML without any head, as before HTTP/1.0.
    Http09 = "http09" => raw([Act::text("<html>hello</html>"), Act::Close]),
    /// A version that does not exist: `HTTP/7.3`.
    UnknownVersion = "unknown-version" => text(good("").replace("HTTP/1.1", "HTTP/7.3")),
    /// `HTTP/1.1 abc OK`.
    StatusNotANumber = "status-not-a-number" => text(good("").replace("200", "abc")),
    /// A good answer, byte by byte, head included. *(legal)*
    ByteByByte = "byte-by-byte" => raw([Act::Drip(good("").into(), Duration::from_millis(1))]),
    /// Sends a body even when the method is `HEAD`.
    HeadWithBody = "head-with-body" => text(good("")),
    /// 204 with a body.
    NoContentWithBody = "no-content-with-body" => text(good("").replace("200 OK", "204 No Content")),
    /// 302 with no `Location`.
    RedirectNowhere = "redirect-nowhere" => reply(Reply::status(302)),
    /// 302 to `http://[::1`, which is no URL.
    RedirectBadUrl = "redirect-bad-url" => reply(Reply::redirect(302, "http://[::1")),
    /// 302 to `file:///etc/passwd`.
    RedirectToFile = "redirect-to-file" => reply(Reply::redirect(302, "file:///etc/passwd")),
    /// A NUL in a header's value.
    NulInHeader = "nul-in-header" => text(good("X-Odd: a\0b\r\n")),
    /// A carriage return alone in a header's value.
    BareCrInHeader = "bare-cr-in-header" => text(good("X-Odd: a\rb\r\n")),
    /// A header's value that is not UTF-8 (Latin-1). *(legal)*
    Latin1InHeader = "latin1-in-header" => latin1_in_header(),
    /// A header line without a colon.
    HeaderWithoutColon = "header-without-colon" => text(good("X-Odd\r\n")),
    /// A header folded over two lines.
    FoldedHeader = "folded-header" => text(good("X-Odd: a\r\n b\r\n")),
    /// No reason phrase: `HTTP/1.1 200 `. *(legal)*
    NoReason = "no-reason" => text(good("").replace("200 OK", "200 ")),
    /// `cOnTeNt-LeNgTh`. *(legal)*
    OddHeaderCase = "odd-header-case" => text(good("").replace("Content-Length", "cOnTeNt-LeNgTh")),
}
