//! The content coding `deflate`, as it is meant and as it is sent.

use std::io::{self, ErrorKind, Write};

use flate2::{Decompress, FlushDecompress, Status};

/// How much is unpacked at once.
const PIECE: usize = 16 * 1024;

/// Unpacks into `W`. `deflate` means zlib, but some servers leave the zlib frame out; the first
/// byte tells. What has no end, or something after it, is an error.
pub(crate) struct Inflate<W> {
    into: W,
    state: State,
}

enum State {
    Unseen,
    Going(Decompress),
    Ended,
}

impl<W: Write> Inflate<W> {
    /// Nothing has come yet.
    pub(crate) fn new(into: W) -> Self {
        Self { into, state: State::Unseen }
    }

    /// Where it unpacks into.
    pub(crate) fn get_mut(&mut self) -> &mut W {
        &mut self.into
    }

    /// Everything is in. An error when the end is missing.
    pub(crate) fn finish(&self) -> io::Result<()> {
        match self.state {
            State::Ended => Ok(()),
            State::Unseen | State::Going(_) => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl<W: Write> Write for Inflate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(first) = bytes.first() else { return Ok(0) };
        if let State::Unseen = self.state {
            let is_zlib = first & 0x0f == 8 && first >> 4 <= 7;
            self.state = State::Going(Decompress::new(is_zlib));
        }
        let State::Going(decoder) = &mut self.state else {
            return Err(ErrorKind::InvalidData.into());
        };
        let mut piece = [0; PIECE];
        let mut used = 0;
        loop {
            let (taken, made) = (decoder.total_in(), decoder.total_out());
            let status = decoder
                .decompress(&bytes[used..], &mut piece, FlushDecompress::None)
                .map_err(io::Error::other)?;
            let out = within(decoder.total_out() - made, PIECE);
            used += within(decoder.total_in() - taken, bytes.len());
            self.into.write_all(&piece[..out])?;
            if let Status::StreamEnd = status {
                self.state = State::Ended;
                return if used > 0 { Ok(used) } else { Err(ErrorKind::InvalidData.into()) };
            }
            if used == bytes.len() && out < PIECE {
                return Ok(used);
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// A count that is known to be at most `most`.
fn within(count: u64, most: usize) -> usize {
    usize::try_from(count).unwrap_or(most).min(most)
}
