//! A SOCKS5 proxy without authentication.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::background::Background;
use crate::proxy::connect;
use crate::seen::Seen;

/// A SOCKS5 proxy that never leaves this machine: every name is 127.0.0.1.
pub struct Socks {
    background: Background,
    seen: Arc<Seen<Tunnelled>>,
}

/// A tunnel someone asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tunnelled {
    /// The name, or the address when the client looked the name up itself.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Socks {
    /// Serves everyone.
    #[must_use]
    pub fn start() -> Self {
        let seen = Arc::new(Seen::default());
        let inside = Arc::clone(&seen);
        let background = Background::listen(move |socket| {
            let seen = Arc::clone(&inside);
            tokio::spawn(async move { serve(socket, &seen).await });
        });
        Self { background, seen }
    }

    /// Its URL: `socks5h://127.0.0.1:1234`, by which names are looked up here.
    #[must_use]
    pub fn url(&self) -> String {
        format!("socks5h://{}", self.background.addr())
    }

    /// Every tunnel asked for so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Tunnelled> {
        self.seen.all()
    }
}

async fn serve(mut client: TcpStream, seen: &Seen<Tunnelled>) -> io::Result<()> {
    let _version = client.read_u8().await?;
    let mut methods = vec![0; client.read_u8().await?.into()];
    client.read_exact(&mut methods).await?;
    client.write_all(&[5, 0]).await?;
    let mut request = [0; 4];
    client.read_exact(&mut request).await?;
    let host = match request[3] {
        1 => Ipv4Addr::from(client.read_u32().await?).to_string(),
        4 => Ipv6Addr::from(client.read_u128().await?).to_string(),
        _ => {
            let mut name = vec![0; client.read_u8().await?.into()];
            client.read_exact(&mut name).await?;
            String::from_utf8_lossy(&name).into_owned()
        }
    };
    let port = client.read_u16().await?;
    seen.push(Tunnelled { host: host.clone(), port });
    let answer = |code| [5, code, 0, 1, 0, 0, 0, 0, 0, 0];
    match connect(&host, port).await {
        Ok(mut upstream) => {
            client.write_all(&answer(0)).await?;
            tokio::io::copy_bidirectional(&mut client, &mut upstream).await.map(|_| ())
        }
        // 5: connection refused.
        Err(_) => client.write_all(&answer(5)).await,
    }
}
