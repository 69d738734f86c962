//! A connection, plain or encrypted, whose socket can still be reached.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// Bytes in and out, and the socket beneath, so that it can be reset.
pub(crate) trait Link: AsyncRead + AsyncWrite + Unpin + Send {
    /// The socket beneath.
    fn socket(&self) -> &TcpStream;
}

impl Link for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Link for TlsStream<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }
}
