//! How the other side is reached: everything that tells one kind of connection from another.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use runner_model::MASK;
use url::Url;

/// How the other side is reached. Requests with equal settings share connections.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Connect {
    /// The protocol's version.
    pub http: HttpVersion,
    /// Over a connection that is open already, if there is one. Otherwise each exchange opens
    /// its own: name, TCP and TLS are measured anew.
    pub reuse: bool,
    /// How the other side proves who it is, and how we do.
    pub tls: Tls,
    /// Who is asked to pass the request on. The environment's proxies are not looked at.
    pub proxy: Option<Proxy>,
    /// Where the URL's host is, whatever its name says, as curl's `--resolve`. Nothing when the
    /// host is an address itself or a proxy looks it up.
    pub resolve: Option<IpAddr>,
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            http: HttpVersion::default(),
            reuse: true,
            tls: Tls::default(),
            proxy: None,
            resolve: None,
        }
    }
}

impl Connect {
    /// The same for another origin, to which a redirect led: without what belongs to the first
    /// (client certificate, server name, address).
    pub(crate) fn for_another_origin(&self) -> Self {
        let tls = Tls { cert: None, key: None, server_name: None, ..self.tls.clone() };
        Self { tls, resolve: None, ..self.clone() }
    }
}

/// A version of HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum HttpVersion {
    /// HTTP/2 when a TLS server offers it, otherwise HTTP/1.1.
    #[default]
    Auto,
    /// HTTP/1.1 only.
    Http1,
    /// HTTP/2 only; without TLS, by prior knowledge.
    Http2,
}

/// The settings of a TLS connection.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Tls {
    /// Certificates (PEM) that are trusted besides the machine's own.
    pub ca: Option<Arc<[u8]>>,
    /// Our certificate chain (PEM); needs `key`, unless the key is in the same text.
    pub cert: Option<Arc<[u8]>>,
    /// The private key of `cert` (PEM).
    pub key: Option<Arc<[u8]>>,
    /// Checks the server's certificate.
    pub verify: bool,
    /// The name that is asked for and that the certificate must carry, instead of the URL's
    /// host. The `host` header stays the URL's; with [`HttpVersion::Auto`] HTTP/1.1 is then
    /// used, and with [`HttpVersion::Http2`] the request's authority is this name. Not through a
    /// proxy, unless it is `socks5://`.
    pub server_name: Option<String>,
}

impl Default for Tls {
    fn default() -> Self {
        Self { ca: None, cert: None, key: None, verify: true, server_name: None }
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |pem: &Option<Arc<[u8]>>| pem.as_ref().map(|pem| format!("{} bytes", pem.len()));
        f.debug_struct("Tls")
            .field("ca", &size(&self.ca))
            .field("cert", &size(&self.cert))
            .field("key", &self.key.as_ref().map(|_| MASK))
            .field("verify", &self.verify)
            .field("server_name", &self.server_name)
            .finish()
    }
}

/// Someone who passes requests on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Proxy {
    /// `http://`, `https://`, `socks5://` (we look names up) or `socks5h://` (the proxy does). May
    /// carry a user name and password.
    pub url: Url,
    /// Wins over the one in `url`.
    pub username: Option<String>,
    /// Wins over the one in `url`.
    pub password: Option<String>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("url", &format_args!("{}://{}", self.url.scheme(), self.address()))
            .field("username", &self.username)
            .field("password", &self.password.as_ref().map(|_| MASK))
            .finish()
    }
}

impl Proxy {
    /// A proxy whose URL says everything.
    pub fn new(url: Url) -> Self {
        Self { url, username: None, password: None }
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> String {
        let known = self.url.port_or_known_default();
        let port = known.or(if self.is_socks() { Some(1080) } else { None });
        let host = self.url.host_str().unwrap_or_default();
        port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether it speaks SOCKS instead of HTTP.
    pub(crate) fn is_socks(&self) -> bool {
        self.url.scheme().starts_with("socks")
    }
}
