//! A forward proxy: requests with a whole URL, and `CONNECT`.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::act;
use crate::background::Background;
use crate::http1::Reader;
use crate::received::Received;
use crate::seen::Seen;

/// A forward proxy that never leaves this machine: every name is 127.0.0.1, every other address
/// is out of reach (502). So `http://shop.test:1234/` reaches the origin on port 1234.
pub struct Proxy {
    background: Background,
    seen: Arc<Seen<Proxied>>,
}

/// A request to the proxy.
#[derive(Clone, Debug)]
pub struct Proxied {
    /// The request as it came: `CONNECT` with `host:port`, or any method with a whole URL.
    /// A tunnel's content is not seen.
    pub request: Received,
    /// What the proxy made of it: 200 passed on, 407 not authorised, 502 out of reach.
    pub status: u16,
}

impl Proxy {
    /// Serves everyone.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// Serves only those who send these in `Proxy-Authorization: Basic`; 407 to others.
    #[must_use]
    pub fn start_with_auth(user: &str, password: &str) -> Self {
        Self::start_with(Some(format!("Basic {}", BASE64.encode(format!("{user}:{password}")))))
    }

    fn start_with(required: Option<String>) -> Self {
        let seen = Arc::new(Seen::default());
        let door = Arc::new(Door { seen: Arc::clone(&seen), required });
        let background = Background::listen(move |socket| {
            let door = Arc::clone(&door);
            tokio::spawn(async move { door.serve(socket).await });
        });
        Self { background, seen }
    }

    /// Its URL: `http://127.0.0.1:1234`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.background.addr())
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.background.addr().port()
    }

    /// Every request so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Proxied> {
        self.seen.all()
    }

    /// Every request so far, as soon as there are `count`, or after `patience`.
    #[must_use]
    pub fn wait_seen(&self, count: usize, patience: Duration) -> Vec<Proxied> {
        self.seen.at_least(count, patience)
    }
}

struct Door {
    seen: Arc<Seen<Proxied>>,
    required: Option<String>,
}

impl Door {
    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let mut reader = Reader::default();
        loop {
            let Some(request) = reader.next(&mut client, 0).await? else { return Ok(()) };
            let answer = self.admit(&request).await;
            let status = answer.as_ref().map_or_else(|status| *status, |_| 200);
            self.seen.push(Proxied { request: request.clone(), status });
            match answer {
                Ok(upstream) if request.method == "CONNECT" => {
                    return tunnel(client, upstream, reader).await;
                }
                Ok(upstream) => return forward(client, upstream, &request).await,
                Err(status) => refuse(&mut client, status).await?,
            }
        }
    }

    /// A connection to where the request wants to go, or the status that says why not.
    async fn admit(&self, request: &Received) -> Result<TcpStream, u16> {
        if self.required.is_some()
            && request.header("proxy-authorization") != self.required.as_deref()
        {
            return Err(407);
        }
        let authority = match request.target.split_once("://") {
            Some((_, rest)) => rest.split('/').next().unwrap_or_default(),
            None => &request.target,
        };
        let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
        connect(host, port.parse().map_err(|_| 400_u16)?).await.map_err(|_| 502)
    }
}

/// Connects to a port of this machine, whatever its name.
pub(crate) async fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let address = host.trim_matches(['[', ']']).parse().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if !address.is_loopback() {
        return Err(io::ErrorKind::NetworkUnreachable.into());
    }
    TcpStream::connect((address, port)).await
}

async fn refuse(client: &mut TcpStream, status: u16) -> io::Result<()> {
    let reason = crate::reply::reason(status);
    let challenge =
        if status == 407 { "Proxy-Authenticate: Basic realm=\"testkit\"\r\n" } else { "" };
    let answer = format!("HTTP/1.1 {status} {reason}\r\n{challenge}Content-Length: 0\r\n\r\n");
    client.write_all(answer.as_bytes()).await
}

async fn tunnel(mut client: TcpStream, mut upstream: TcpStream, reader: Reader) -> io::Result<()> {
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    upstream.write_all(&reader.into_rest()).await?;
    tokio::io::copy_bidirectional(&mut client, &mut upstream).await.map(|_| ())
}

/// Sends one request on and the whole answer back.
async fn forward(
    mut client: TcpStream,
    mut upstream: TcpStream,
    request: &Received,
) -> io::Result<()> {
    let question = if request.query.is_empty() { "" } else { "?" };
    let Received { method, path, query, .. } = request;
    let mut head = format!("{method} {path}{question}{query} HTTP/1.1\r\n");
    for (name, value) in &request.headers {
        let own = ["connection", "proxy-connection", "proxy-authorization", "transfer-encoding"];
        if !own.contains(&name.to_lowercase().as_str()) {
            head += &format!("{name}: {value}\r\n");
        }
    }
    if request.header("transfer-encoding").is_some() {
        head += &format!("Content-Length: {}\r\n", request.body.len());
    }
    head += "Via: 1.1 testkit\r\nConnection: close\r\n\r\n";
    upstream.write_all(head.as_bytes()).await?;
    upstream.write_all(&request.body).await?;
    tokio::io::copy(&mut upstream, &mut client).await?;
    act::close(&mut client).await;
    Ok(())
}
