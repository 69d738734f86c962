//! The body of an answer, decoded piece by piece and never beyond its cap.
//!
//! Lives here: gzip, deflate, brotli and zstd, alone or one in another, and the cap.
//! Rule: besides the decoded bytes, which the cap bounds, only the decoders' own windows are held.

use std::io::{self, Write};

use brotli::DecompressorWriter;
use flate2::write::MultiGzDecoder;
use thiserror::Error;
use zstd::stream::raw;
use zstd::stream::zio;

use crate::inflate::Inflate;

/// How many codings may be wrapped around each other.
const MOST_CODINGS: usize = 4;

/// The largest zstd window that is allocated: 8 MiB, as RFC 9659 says for HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Why a body cannot be decoded.
#[derive(Debug, Error)]
pub(crate) enum DecodeError {
    /// It is longer than the cap.
    #[error("the body is longer than {}, the limit set by `max_body`", in_words(*.cap))]
    OverCap {
        /// In bytes.
        cap: u64,
    },
    /// It is not what the header says from its first byte on.
    #[error("the body says {codings} and is not")]
    NotThat {
        /// As in the header: `gzip`.
        codings: String,
    },
    /// It begins well and goes wrong.
    #[error("the {codings} body is broken after {decoded} decoded bytes")]
    Broken {
        /// As in the header: `gzip`.
        codings: String,
        /// How much came out before.
        decoded: u64,
    },
    /// It begins well, and its end is missing or does not fit what came before.
    #[error(
        "the {codings} body is cut off or damaged: its end does not fit, after {decoded} decoded bytes"
    )]
    BadEnd {
        /// As in the header: `gzip`.
        codings: String,
        /// How much came out before.
        decoded: u64,
    },
    /// More codings than anyone needs.
    #[error("the body is encoded {count} times over; {MOST_CODINGS} are the most that is decoded")]
    TooDeep {
        /// How many the header names.
        count: usize,
    },
}

/// `10 MB`, `64 KiB`, `17 bytes`: as it may be written in a suite.
fn in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 6] = [
        (1_000_000_000, "GB"),
        (1 << 30, "GiB"),
        (1_000_000, "MB"),
        (1 << 20, "MiB"),
        (1000, "kB"),
        (1 << 10, "KiB"),
    ];
    let fits = UNITS.iter().find(|(unit, _)| bytes > 0 && bytes.is_multiple_of(*unit));
    fits.map_or_else(|| format!("{bytes} bytes"), |(unit, name)| format!("{} {name}", bytes / unit))
}

/// A body on its way in.
pub(crate) struct Decoding {
    stack: Layer,
    /// The known codings, as the header names them; empty when there are none.
    codings: String,
    cap: u64,
    raw: u64,
}

impl Decoding {
    /// For a body with these `content-encoding` values (or none, when it is not to be decoded).
    /// What is not known is passed through as it is.
    pub(crate) fn new(content_encoding: &[String], cap: u64) -> Result<Self, DecodeError> {
        let codings: Vec<(String, Coding)> = content_encoding
            .iter()
            .flat_map(|line| line.split(','))
            .filter_map(|word| Coding::named(word.trim()))
            .collect();
        if codings.len() > MOST_CODINGS {
            return Err(DecodeError::TooDeep { count: codings.len() });
        }
        // Applied in the order listed, so the last one is the outermost.
        let mut stack = Layer::Plain(Capped::new(cap));
        for (_, coding) in &codings {
            stack = coding.around(stack);
        }
        let names: Vec<String> = codings.into_iter().map(|(name, _)| name).collect();
        Ok(Self { stack, codings: names.join(", "), cap, raw: 0 })
    }

    /// Takes the next bytes off the wire.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), DecodeError> {
        self.raw += chunk.len() as u64;
        let result = self.stack.write_all(chunk);
        result.map_err(|error| self.explain(&error, false))
    }

    /// The whole body. An empty one is whole under any coding (the answer to HEAD).
    pub(crate) fn finish(mut self) -> (Vec<u8>, Option<DecodeError>) {
        let ended = if self.raw == 0 { Ok(()) } else { self.stack.finish() };
        let error = ended.err().map(|error| self.explain(&error, true));
        (self.partial(), error)
    }

    /// As much as has been decoded.
    pub(crate) fn partial(mut self) -> Vec<u8> {
        // The rest of a broken body may not come out; what came before it counts.
        let _ = self.stack.flush();
        std::mem::take(&mut self.stack.sink().bytes)
    }

    /// How many bytes came off the wire.
    pub(crate) fn raw(&self) -> u64 {
        self.raw
    }

    fn explain(&mut self, error: &io::Error, at_end: bool) -> DecodeError {
        if error.get_ref().is_some_and(|inner| inner.is::<OverCap>()) {
            return DecodeError::OverCap { cap: self.cap };
        }
        let _ = self.stack.flush();
        let decoded = self.stack.sink().bytes.len() as u64;
        let codings = self.codings.clone();
        match (at_end, decoded) {
            (true, _) => DecodeError::BadEnd { codings, decoded },
            (false, 0) => DecodeError::NotThat { codings },
            (false, _) => DecodeError::Broken { codings, decoded },
        }
    }
}

/// A known content coding.
#[derive(Clone, Copy)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    fn named(word: &str) -> Option<(String, Self)> {
        let name = word.to_ascii_lowercase();
        let coding = match name.as_str() {
            "gzip" | "x-gzip" => Self::Gzip,
            "deflate" => Self::Deflate,
            "br" => Self::Brotli,
            "zstd" => Self::Zstd,
            _ => return None,
        };
        Some((name, coding))
    }

    fn around(self, inner: Layer) -> Layer {
        let inner = Box::new(inner);
        match self {
            Self::Gzip => Layer::Gzip(Box::new(MultiGzDecoder::new(inner))),
            Self::Deflate => Layer::Deflate(Box::new(Inflate::new(inner))),
            Self::Brotli => Layer::Brotli(Box::new(DecompressorWriter::new(inner, 16 * 1024))),
            Self::Zstd => Layer::Zstd(Box::new(zio::Writer::new(inner, zstd_decoder()))),
        }
    }
}

fn zstd_decoder() -> raw::Decoder<'static> {
    let mut decoder = raw::Decoder::new().expect("a decoder without a dictionary can be made");
    decoder
        .set_parameter(raw::DParameter::WindowLogMax(ZSTD_WINDOW_LOG))
        .expect("23 is a window size that zstd knows");
    decoder
}

/// One coding, writing what it decodes into the next.
enum Layer {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Box<Layer>>>),
    Deflate(Box<Inflate<Box<Layer>>>),
    Brotli(Box<DecompressorWriter<Box<Layer>>>),
    Zstd(Box<zio::Writer<Box<Layer>, raw::Decoder<'static>>>),
}

impl Layer {
    fn sink(&mut self) -> &mut Capped {
        match self {
            Self::Plain(sink) => sink,
            Self::Gzip(decoder) => decoder.get_mut().sink(),
            Self::Deflate(decoder) => decoder.get_mut().sink(),
            Self::Brotli(decoder) => decoder.get_mut().sink(),
            Self::Zstd(decoder) => decoder.writer_mut().sink(),
        }
    }

    /// Everything is in. An error when a coding lacks its end.
    fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(decoder) => {
                decoder.try_finish()?;
                decoder.get_mut().finish()
            }
            Self::Deflate(decoder) => {
                decoder.finish()?;
                decoder.get_mut().finish()
            }
            Self::Brotli(decoder) => {
                decoder.close()?;
                decoder.get_mut().finish()
            }
            Self::Zstd(decoder) => {
                decoder.finish()?;
                decoder.writer_mut().finish()
            }
        }
    }
}

impl Write for Layer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(sink) => sink.write(bytes),
            Self::Gzip(decoder) => decoder.write(bytes),
            Self::Deflate(decoder) => decoder.write(bytes),
            Self::Brotli(decoder) => decoder.write(bytes),
            Self::Zstd(decoder) => decoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(decoder) => decoder.flush(),
            Self::Deflate(decoder) => decoder.flush(),
            Self::Brotli(decoder) => decoder.flush(),
            Self::Zstd(decoder) => decoder.flush(),
        }
    }
}

/// Where the decoded bytes end up. Holds no more than its cap.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
}

/// The cap was reached.
#[derive(Debug, Error)]
#[error("over the cap")]
struct OverCap;

impl Capped {
    fn new(cap: u64) -> Self {
        Self { bytes: Vec::new(), cap: usize::try_from(cap).unwrap_or(usize::MAX) }
    }

    /// Grows by doubling, but never past the cap.
    fn make_room(&mut self, more: usize) {
        let needed = self.bytes.len() + more;
        if needed > self.bytes.capacity() {
            let doubled =
                self.bytes.capacity().saturating_mul(2).clamp(needed, self.cap.max(needed));
            self.bytes.reserve_exact(doubled - self.bytes.len());
        }
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.cap - self.bytes.len());
        self.make_room(taken);
        self.bytes.extend_from_slice(&bytes[..taken]);
        if taken < bytes.len() { Err(io::Error::other(OverCap)) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
