//! How connections come to be: TCP, perhaps through a proxy, perhaps TLS.

use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::uri::{Scheme, Uri};
use http::{Extensions, HeaderValue};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector, HttpInfo};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use thiserror::Error;
use tokio_rustls::TlsConnector;
use tower::Service;

use crate::phases::Recorder;
use crate::resolver::Resolver;
use crate::wire::Wire;

/// How long a connection may be silent before the machine asks whether anyone is there, and how
/// long it waits between questions.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often it asks.
const KEEP_ALIVE_TRIES: u32 = 3;

/// How long sent bytes may go unacknowledged.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

pub(crate) type AnyError = Box<dyn Error + Send + Sync>;

type Opening = Pin<Box<dyn Future<Output = Result<TokioIo<Wire>, AnyError>> + Send>>;

/// A host that no certificate could be for.
#[derive(Debug, Error)]
#[error("`{0}` is no name that a TLS server can have")]
pub(crate) struct NoServerName(String);

/// Opens connections of one kind, and tells the recorder.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector<Resolver>,
    /// The one of `tcp`.
    resolver: Resolver,
    tls: Arc<ClientConfig>,
    /// Who passes connections on, and TLS with them themselves.
    via: Option<Arc<Via>>,
}

/// A proxy.
pub(crate) struct Via {
    /// Where it is.
    pub(crate) at: Uri,
    pub(crate) manner: Manner,
    /// For TLS with the proxy itself.
    pub(crate) tls: Arc<ClientConfig>,
}

/// How a proxy is spoken to.
pub(crate) enum Manner {
    /// HTTP: `CONNECT` for TLS, otherwise the requests themselves.
    Http { authorization: Option<HeaderValue> },
    /// SOCKS 5.
    Socks { login: Option<(String, String)>, looks_names_up: bool },
}

impl Connector {
    pub(crate) fn new(resolver: Resolver, tls: ClientConfig, via: Option<Via>) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(resolver.clone());
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(KEEP_ALIVE_TRIES));
        #[cfg(target_os = "linux")]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        Self { tcp, resolver, tls: Arc::new(tls), via: via.map(Arc::new) }
    }

    async fn open(self, to: Uri) -> Result<Wire, AnyError> {
        let is_secure = to.scheme() == Some(&Scheme::HTTPS);
        let Some(via) = self.via.clone() else {
            let wire = reach(self.tcp, to.clone()).await?;
            return if is_secure { secure(wire, self.tls, &to).await } else { Ok(wire) };
        };
        let wire = match &via.manner {
            Manner::Socks { login, looks_names_up } => {
                self.through_socks(&via, login.clone(), *looks_names_up, &to).await?
            }
            Manner::Http { authorization } => {
                let mut proxy = ToProxy { tcp: self.tcp, tls: Arc::clone(&via.tls) };
                if !is_secure {
                    let wire = proxy.call(via.at.clone()).await?.into_inner();
                    return Ok(wire.passing_requests_on());
                }
                let mut tunnel = Tunnel::new(via.at.clone(), proxy);
                if let Some(authorization) = authorization {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                tunnel.call(to.clone()).await?.into_inner()
            }
        };
        if is_secure { secure(wire, self.tls, &to).await } else { Ok(wire) }
    }

    async fn through_socks(
        &self,
        via: &Via,
        login: Option<(String, String)>,
        looks_names_up: bool,
        to: &Uri,
    ) -> Result<Wire, AnyError> {
        let mut host = to.host().unwrap_or_default().to_owned();
        if !looks_names_up && let Some(found) = self.resolve(&host).await? {
            host =
                if found.is_ipv6() { format!("[{}]", found.ip()) } else { found.ip().to_string() };
        }
        let is_secure = to.scheme() == Some(&Scheme::HTTPS);
        let port = to.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let target: Uri = format!("http://{host}:{port}").parse()?;
        let mut socks = SocksV5::new(via.at.clone(), self.tcp.clone());
        if let Some((name, password)) = login {
            socks = socks.with_auth(name, password);
        }
        let stream = socks.call(target).await?;
        let ends = ends_of(&stream.connected());
        Ok(Wire::tcp(stream.into_inner(), ends))
    }

    async fn resolve(&self, host: &str) -> Result<Option<SocketAddr>, AnyError> {
        let name = host.trim_start_matches('[').trim_end_matches(']').parse()?;
        Ok(self.resolver.clone().call(name).await?.next())
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Wire>;
    type Error = AnyError;
    type Future = Opening;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Opening {
        let opening = self.clone().open(to);
        let Some(recorder) = Recorder::current() else {
            return Box::pin(async { Ok(TokioIo::new(opening.await?)) });
        };
        recorder.connecting();
        let done = recorder.clone();
        // The pool may finish a connection in the background: it keeps its own recorder.
        Box::pin(recorder.around(async move {
            let wire = opening.await?;
            done.connected(wire.ends.as_ref().map(both));
            Ok(TokioIo::new(wire))
        }))
    }
}

/// Opens the connection to an HTTP proxy.
#[derive(Clone)]
struct ToProxy {
    tcp: HttpConnector<Resolver>,
    tls: Arc<ClientConfig>,
}

impl Service<Uri> for ToProxy {
    type Response = TokioIo<Wire>;
    type Error = AnyError;
    type Future = Opening;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, proxy: Uri) -> Opening {
        let Self { tcp, tls } = self.clone();
        Box::pin(async move {
            let wire = reach(tcp, proxy.clone()).await?;
            let is_secure = proxy.scheme() == Some(&Scheme::HTTPS);
            let wire = if is_secure { secure(wire, tls, &proxy).await? } else { wire };
            Ok(TokioIo::new(wire))
        })
    }
}

async fn reach(mut tcp: HttpConnector<Resolver>, to: Uri) -> Result<Wire, AnyError> {
    let stream = tcp.call(to).await?;
    let ends = ends_of(&stream.connected());
    Ok(Wire::tcp(stream.into_inner(), ends))
}

async fn secure(wire: Wire, tls: Arc<ClientConfig>, to: &Uri) -> Result<Wire, AnyError> {
    let host = to.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare).map_err(|_| NoServerName(host.to_owned()))?;
    Ok(Wire::tls(TlsConnector::from(tls).connect(name, wire).await?))
}

fn ends_of(connected: &Connected) -> Option<HttpInfo> {
    let mut extras = Extensions::new();
    connected.get_extras(&mut extras);
    extras.remove::<HttpInfo>()
}

fn both(info: &HttpInfo) -> (SocketAddr, SocketAddr) {
    (info.local_addr(), info.remote_addr())
}

/// Our end and theirs.
pub(crate) fn ends(connected: &Connected) -> Option<(SocketAddr, SocketAddr)> {
    ends_of(connected).as_ref().map(both)
}
