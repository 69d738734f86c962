//! A connection to somebody who has not proved who they are.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How much is read of one conversation, in bytes: no server has that much to say.
const MOST: usize = 1024 * 1024;

/// How much is read at once, in bytes.
const AT_ONCE: usize = 4096;

/// Lets one line through at a time, and not endlessly many.
///
/// What follows the answer to `STARTTLS` unencrypted was put there by somebody in between; the
/// reader above must not have it in hand when encryption begins. From here it goes to TLS, which
/// refuses it.
#[derive(Debug)]
pub(super) struct Gate {
    socket: TcpStream,
    /// Read, not let through yet.
    held: Vec<u8>,
    left: usize,
}

impl Gate {
    /// Before this socket.
    pub(super) fn before(socket: TcpStream) -> Self {
        Self { socket, held: Vec::new(), left: MOST }
    }
}

impl AsyncRead for Gate {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let gate = self.get_mut();
        if gate.held.is_empty() {
            let mut scratch = [0; AT_ONCE];
            let mut scratch = ReadBuf::new(&mut scratch);
            ready!(Pin::new(&mut gate.socket).poll_read(context, &mut scratch))?;
            let read = scratch.filled();
            gate.left = gate.left.checked_sub(read.len()).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "it says more than a mail server does")
            })?;
            gate.held.extend_from_slice(read);
        }
        let line = gate.held.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
        let count = line.unwrap_or(gate.held.len()).min(into.remaining());
        into.put_slice(&gate.held[..count]);
        gate.held.drain(..count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Gate {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().socket).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(context)
    }
}

impl AsyncTokioStream for Gate {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket.peer_addr()
    }
}
