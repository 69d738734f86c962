//! One HTTP client for each kind of connection, made when it is first needed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Uri};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use thiserror::Error;
use url::Url;

use crate::body::Paced;
use crate::connect::{Connect, HttpVersion, Proxy};
use crate::connector::{Connector, Manner, Via};
use crate::outgoing::decoded;
use crate::resolver::Resolver;
use crate::tls::{self, Roots, TlsSetupError};

/// How many kinds of connection are kept. Beyond it all are forgotten (those in use live on).
const MOST_CLIENTS: usize = 512;

/// How long the head of an HTTP/2 answer may be, in bytes; for HTTP/1 hyper allows as much.
const LONGEST_HEAD: u32 = 400 * 1024;

/// How many header lines an HTTP/1 answer may have.
const MOST_HEADERS: usize = 1100;

/// Keeps connections, and sends requests over them.
pub(crate) type Client = legacy::Client<Connector, Paced>;

/// Why a client cannot be made.
#[derive(Debug, Error)]
pub(crate) enum ClientError {
    /// The settings of `tls`.
    #[error(transparent)]
    Tls(#[from] TlsSetupError),
    /// The settings of `proxy`.
    #[error("`{address}` cannot be used as a proxy: {reason}")]
    Proxy { address: String, reason: String },
    /// Both of them: the proxy would be asked for the wrong host.
    #[error("`tls.server_name` does not work through {0}, which would be asked for that name")]
    NamedThroughProxy(String),
}

/// The clients that were made, and what they share.
#[derive(Default)]
pub(crate) struct Clients {
    made: Mutex<HashMap<Key, Client>>,
    roots: Roots,
}

/// What tells one client from another.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    connect: Connect,
    /// Plain HTTP needs no roots, so it does without.
    secure: bool,
    /// With a server name of its own, requests are addressed to that name: a client then serves
    /// one host, or connections to several would be mixed up.
    host: Option<String>,
}

impl Clients {
    /// The client for requests to `url` over `connect`.
    pub(crate) fn get(&self, connect: &Connect, url: &Url) -> Result<Client, ClientError> {
        let key = Key::new(connect, url);
        let mut made = self.made.lock().expect("nothing panics while it holds the clients");
        if let Some(client) = made.get(&key) {
            return Ok(client.clone());
        }
        let client = build(&key, &self.roots)?;
        if made.len() >= MOST_CLIENTS {
            made.clear();
        }
        made.insert(key, client.clone());
        Ok(client)
    }
}

impl Key {
    fn new(connect: &Connect, url: &Url) -> Self {
        let secure_proxy =
            connect.proxy.as_ref().is_some_and(|proxy| proxy.url.scheme() == "https");
        let is_https = url.scheme() == "https";
        let alias = tls::asked_name(&connect.tls).filter(|_| is_https);
        Self {
            connect: connect.clone(),
            secure: is_https || secure_proxy,
            host: alias.and(url.host_str()).map(str::to_owned),
        }
    }
}

fn build(key: &Key, roots: &Roots) -> Result<Client, ClientError> {
    let connect = &key.connect;
    let config = if key.secure { tls::config(connect, roots)? } else { tls::none()? };
    let alias = tls::asked_name(&connect.tls).map(str::to_owned).zip(key.host.clone());
    let proxy_host = connect.proxy.as_ref().and_then(|proxy| proxy.url.host_str());
    let resolver =
        Resolver { pinned: connect.resolve, proxy: proxy_host.map(str::to_owned), alias };
    let via = match &connect.proxy {
        None => None,
        // Where we look names up ourselves, the resolver knows the host behind the name.
        Some(proxy) if key.host.is_some() && proxy.url.scheme() != "socks5" => {
            return Err(ClientError::NamedThroughProxy(format!("the proxy {}", proxy.address())));
        }
        Some(proxy) => Some(passing_through(proxy, &config)?),
    };
    let mut builder = legacy::Client::builder(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .http1_max_headers(MOST_HEADERS)
        .http2_max_header_list_size(LONGEST_HEAD)
        .http2_only(connect.http == HttpVersion::Http2);
    if !connect.reuse {
        builder.pool_max_idle_per_host(0);
    }
    Ok(builder.build(Connector::new(resolver, config, via)))
}

fn passing_through(proxy: &Proxy, config: &ClientConfig) -> Result<Via, ClientError> {
    let refused = |reason: String| ClientError::Proxy { address: proxy.address(), reason };
    let scheme = proxy.url.scheme();
    let manner = match scheme {
        "http" | "https" => Manner::Http { authorization: authorization(proxy) },
        "socks5" | "socks5h" => {
            Manner::Socks { login: login(proxy), looks_names_up: scheme == "socks5h" }
        }
        _ => return Err(refused("write http://, https://, socks5:// or socks5h://".into())),
    };
    let transport = if scheme == "https" { "https" } else { "http" };
    let at = format!("{transport}://{}", proxy.address());
    let at: Uri = at.parse().map_err(|error: http::uri::InvalidUri| refused(error.to_string()))?;
    // The proxy is spoken to in HTTP/1.1, whatever the server is spoken to in.
    let mut tls = config.clone();
    tls.alpn_protocols.clear();
    Ok(Via { at, manner, tls: Arc::new(tls) })
}

/// The name and the password that a proxy is told.
fn login(proxy: &Proxy) -> Option<(String, String)> {
    if proxy.username.is_some() || proxy.password.is_some() {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        return Some((given(&proxy.username), given(&proxy.password)));
    }
    let (name, password) = (proxy.url.username(), proxy.url.password());
    if name.is_empty() && password.is_none() {
        return None;
    }
    let text = |part: &str| String::from_utf8_lossy(&decoded(part)).into_owned();
    Some((text(name), text(password.unwrap_or_default())))
}

/// The same, as an HTTP proxy wants it.
pub(crate) fn authorization(proxy: &Proxy) -> Option<HeaderValue> {
    let (name, password) = login(proxy)?;
    let basic = STANDARD.encode(format!("{name}:{password}"));
    let mut value = HeaderValue::try_from(format!("Basic {basic}"))
        .expect("base64 has no character that a header cannot carry");
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_loads_no_roots_and_equal_settings_share_a_client() {
        let clients = Clients::default();
        let url = |text| Url::parse(text).unwrap();
        let connect = Connect::default();
        clients.get(&connect, &url("http://a.test/")).unwrap();
        clients.get(&connect.clone(), &url("http://b.test/")).unwrap();
        assert_eq!(clients.made.lock().unwrap().len(), 1);
        assert!(!clients.roots.are_loaded());
        clients.get(&connect, &url("https://a.test/")).unwrap();
        assert_eq!(clients.made.lock().unwrap().len(), 2);
        assert!(clients.roots.are_loaded());
    }

    #[test]
    fn the_number_of_clients_is_bounded() {
        let clients = Clients::default();
        let url = Url::parse("http://a.test/").unwrap();
        for number in 0..MOST_CLIENTS + 10 {
            let tls =
                crate::Tls { server_name: Some(format!("{number}.test")), ..Default::default() };
            clients.get(&Connect { tls, ..Connect::default() }, &url).unwrap();
        }
        assert!(clients.made.lock().unwrap().len() <= MOST_CLIENTS);
    }
}
