//! One connection: how it is greeted, and which HTTP it speaks.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::act;
use crate::greeting::Greeting;
use crate::http2_lie::Http2Lie;
use crate::origin::House;
use crate::{http1, http2, http2_liar};

/// How an origin treats connections.
#[derive(Clone)]
pub(crate) enum Manner {
    /// HTTP/1, or HTTP/2 for clients who start with its preface.
    Plain,
    /// TLS, and the HTTP that ALPN says.
    Tls(TlsAcceptor),
    /// HTTP/2 without TLS, every request met with this.
    Lying(Http2Lie),
    /// Never gets as far as HTTP.
    Rude(Greeting),
}

/// Serves one connection to its end.
pub(crate) async fn serve(socket: TcpStream, house: Arc<House>, manner: Manner) -> io::Result<()> {
    let visit = house.visitors.enter();
    match manner {
        Manner::Rude(greeting) => greeting.greet(socket).await?,
        Manner::Lying(lie) => http2_liar::serve(socket, lie, &house, visit.number).await?,
        Manner::Plain if wants_http2(&socket).await? => {
            http2::serve(socket, Arc::clone(&house), visit.number).await;
        }
        Manner::Plain => {
            let mut socket = socket;
            http1::serve(&mut socket, &house, visit.number).await?;
        }
        Manner::Tls(acceptor) => {
            let mut link = match acceptor.accept(socket).into_fallible().await {
                Ok(link) => link,
                Err((error, mut socket)) => {
                    // A hasty close would be a reset, and could overtake the alert.
                    act::close(&mut socket).await;
                    return Err(error);
                }
            };
            if link.get_ref().1.alpn_protocol() == Some(b"h2") {
                http2::serve(link, Arc::clone(&house), visit.number).await;
            } else {
                http1::serve(&mut link, &house, visit.number).await?;
            }
        }
    }
    Ok(())
}

/// Whether the client begins as only HTTP/2 does. Takes nothing from the socket.
async fn wants_http2(socket: &TcpStream) -> io::Result<bool> {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0";
    let mut start = [0; PREFACE.len()];
    loop {
        let seen = socket.peek(&mut start).await?;
        if seen == 0 || !PREFACE.starts_with(&start[..seen]) {
            return Ok(false);
        }
        if seen == PREFACE.len() {
            return Ok(true);
        }
        // The rest is on its way; peeking again returns at once.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
