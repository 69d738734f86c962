//! Misbehaviour towards whoever connects, before any request.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::act::{self, Act};

const HANDSHAKE_FAILURE: u8 = 40;

/// What everyone who connects gets, whatever they want. Over `https_url` it is met during the
/// TLS handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// Closes at once.
    Close,
    /// Resets at once.
    Reset,
    /// Never says a word.
    Silence,
    /// Answers the first bytes with a fatal TLS alert: `handshake_failure`.
    TlsAlert,
    /// Answers the first bytes with the fatal TLS alert of this number (RFC 8446, 6).
    TlsAlertOf(u8),
    /// Answers the first bytes with a plain HTTP 400, as a server does whose port is not for TLS.
    PlainText,
    /// Introduces itself as a mail server.
    OtherProtocol,
}

impl Greeting {
    /// Greets one connection.
    pub(crate) async fn greet(self, mut socket: TcpStream) -> io::Result<()> {
        let acts = match self {
            Self::Close => vec![Act::Close],
            Self::Reset => vec![Act::Reset],
            Self::Silence => vec![Act::Stall],
            Self::TlsAlert => alert(&mut socket, HANDSHAKE_FAILURE).await?,
            Self::TlsAlertOf(number) => alert(&mut socket, number).await?,
            Self::PlainText => {
                let _ = socket.read(&mut [0; 4096]).await?;
                let head = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 17";
                vec![Act::text(format!("{head}\r\n\r\nspeak HTTP please")), Act::Close]
            }
            Self::OtherProtocol => {
                vec![Act::text("220 mail.example ESMTP at your service\r\n"), Act::Stall]
            }
        };
        act::play(&mut socket, acts).await.map(|_| ())
    }
}

async fn alert(socket: &mut TcpStream, number: u8) -> io::Result<Vec<Act>> {
    let _ = socket.read(&mut [0; 4096]).await?;
    // An alert record of TLS 1.2, two bytes long: fatal, and why.
    socket.write_all(&[21, 3, 3, 0, 2, 2, number]).await?;
    Ok(vec![Act::Close])
}
