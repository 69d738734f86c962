//! The body of a request, handed to the connection piece by piece, so that sending can be timed.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::phases::Recorder;

/// How much is handed over at once: small enough that a connection that does not keep up is seen.
const PIECE: usize = 64 * 1024;

/// A body that tells the recorder how far it is.
pub(crate) struct Paced {
    left: Bytes,
    recorder: Arc<Recorder>,
}

impl Paced {
    /// All of `bytes`.
    pub(crate) fn new(bytes: Bytes, recorder: Arc<Recorder>) -> Self {
        Self { left: bytes, recorder }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.left.len().min(PIECE);
        let piece = self.left.split_to(size);
        self.recorder.sent(size, self.left.is_empty());
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
