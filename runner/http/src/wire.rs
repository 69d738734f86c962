//! A connection as HTTP uses it, whatever carries it, and what is known of it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper_util::client::legacy::connect::{Connected, Connection, HttpInfo};
use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// How much may come at a stretch before others get their turn. Who has given a request up is
/// heard only then: a server that never pauses must not keep its connection busy for ever.
const STRETCH: usize = 64 * 1024;

/// Bytes in and out.
trait Carrier: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Carrier for T {}

/// A connection.
pub(crate) struct Wire {
    carrier: Box<dyn Carrier>,
    /// Both ends of the TCP connection, the proxy's where there is one.
    pub(crate) ends: Option<HttpInfo>,
    /// What TLS showed, if there is TLS.
    secured: Option<Secured>,
    speaks_http2: bool,
    /// To a proxy that reads the requests themselves.
    to_proxy: bool,
    at_a_stretch: usize,
}

/// What a TLS handshake showed. It is attached to every answer over the connection.
#[derive(Clone)]
pub(crate) struct Secured {
    /// `TLSv1.3`.
    pub(crate) version: &'static str,
    /// The server's own certificate.
    pub(crate) certificate: Option<Arc<CertificateDer<'static>>>,
}

impl Wire {
    /// Plain TCP.
    pub(crate) fn tcp(stream: TcpStream, ends: Option<HttpInfo>) -> Self {
        Self {
            carrier: Box::new(stream),
            ends,
            secured: None,
            speaks_http2: false,
            to_proxy: false,
            at_a_stretch: 0,
        }
    }

    /// TLS over something else.
    pub(crate) fn tls(stream: TlsStream<Self>) -> Self {
        let (within, session) = stream.get_ref();
        let ends = within.ends.clone();
        let version = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2",
            Some(_) | None => "TLSv1.3",
        };
        let own = session.peer_certificates().and_then(<[_]>::first);
        let certificate = own.map(|own| Arc::new(own.clone().into_owned()));
        let speaks_http2 = session.alpn_protocol() == Some(b"h2");
        Self {
            carrier: Box::new(stream),
            ends,
            secured: Some(Secured { version, certificate }),
            speaks_http2,
            to_proxy: false,
            at_a_stretch: 0,
        }
    }

    /// The same, to a proxy that reads the requests themselves.
    pub(crate) fn passing_requests_on(self) -> Self {
        // What the proxy shows is not what the server shows.
        Self { to_proxy: true, secured: None, ..self }
    }
}

impl Connection for Wire {
    fn connected(&self) -> Connected {
        let mut connected = Connected::new().proxy(self.to_proxy);
        if let Some(ends) = &self.ends {
            connected = connected.extra(ends.clone());
        }
        if let Some(secured) = &self.secured {
            connected = connected.extra(secured.clone());
        }
        if self.speaks_http2 { connected.negotiated_h2() } else { connected }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.at_a_stretch >= STRETCH {
            self.at_a_stretch = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.carrier).poll_read(context, buffer);
        self.at_a_stretch =
            if read.is_ready() { self.at_a_stretch + buffer.filled().len() - before } else { 0 };
        ready!(read)?;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.carrier).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.carrier).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.carrier.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.carrier).poll_shutdown(context)
    }
}
