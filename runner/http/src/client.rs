//! One reqwest client for each kind of connection, made when it is first needed.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use reqwest::Client;
use reqwest::redirect::Policy;
use runner_model::Certificate;
use thiserror::Error;
use url::Url;

use crate::connect::{Connect, HttpVersion, Proxy};
use crate::connecting::Observe;
use crate::guard::{Closed, Guard};
use crate::resolver::Resolver;
use crate::tls::{self, Roots, TlsSetupError};

/// How many kinds of connection are kept. Beyond it all are forgotten (those in use live on).
const MOST_CLIENTS: usize = 512;

/// How long the head of an HTTP/2 answer may be, in bytes; for HTTP/1 hyper allows as much.
const LONGEST_HEAD: u32 = 400 * 1024;

/// How many connections' certificates are remembered. Beyond it all are forgotten.
const MOST_SHOWN: usize = 4096;

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
    /// Nobody is to be asked there.
    #[error(transparent)]
    Closed(#[from] Closed),
    /// None of ours.
    #[error("no connection can be set up: {reason}")]
    Other { reason: String },
}

/// The clients that were made, and what they share.
#[derive(Default)]
pub(crate) struct Clients {
    made: Mutex<HashMap<Key, Client>>,
    roots: Roots,
    shown: Mutex<HashMap<Ends, Shown>>,
    /// Who may be asked.
    pub(crate) guard: Guard,
}

/// Our end of a connection and theirs.
type Ends = (SocketAddr, SocketAddr);

/// The version of TLS and the server's certificate.
type Shown = (Option<&'static str>, Option<Certificate>);

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
    /// Those that ask nobody whom `guard` does not admit.
    pub(crate) fn guarded(guard: Guard) -> Self {
        Self { guard, ..Self::default() }
    }

    /// The client for requests to `url` over `connect`.
    pub(crate) fn get(&self, connect: &Connect, url: &Url) -> Result<Client, ClientError> {
        let key = Key::new(connect, url);
        let mut made = self.made.lock().expect("nothing panics while it holds the clients");
        if let Some(client) = made.get(&key) {
            return Ok(client.clone());
        }
        let client = build(&key, &self.roots, &self.guard)?;
        if made.len() >= MOST_CLIENTS {
            made.clear();
        }
        made.insert(key, client.clone());
        Ok(client)
    }

    /// Keeps what a server showed when this connection was opened, where a later answer over the
    /// same connection does not tell.
    pub(crate) fn remember(&self, ends: Option<Ends>, seen: Shown) {
        let Some(ends) = ends else { return };
        let mut shown = self.shown.lock().expect("nothing panics while it holds the certificates");
        if shown.len() >= MOST_SHOWN {
            shown.clear();
        }
        shown.insert(ends, seen);
    }

    /// What the server showed when this connection was opened, if it is remembered.
    pub(crate) fn recall(&self, ends: Option<Ends>) -> Shown {
        let shown = self.shown.lock().expect("nothing panics while it holds the certificates");
        ends.and_then(|ends| shown.get(&ends).cloned()).unwrap_or_default()
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

fn build(key: &Key, roots: &Roots, guard: &Guard) -> Result<Client, ClientError> {
    let connect = &key.connect;
    let config = if key.secure { tls::config(connect, roots)? } else { tls::none()? };
    let alias = tls::asked_name(&connect.tls).map(str::to_owned).zip(key.host.clone());
    let proxy_host = connect.proxy.as_ref().and_then(|proxy| proxy.url.host_str());
    let resolver = Resolver {
        pinned: connect.resolve,
        proxy: proxy_host.map(str::to_owned),
        alias,
        guard: guard.clone(),
    };
    let mut builder = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        // A request is repeated by us, knowing what it was, or not at all.
        .retry(reqwest::retry::never())
        .tls_backend_preconfigured(config)
        .tls_info(true)
        .http2_max_header_list_size(LONGEST_HEAD)
        .dns_resolver(resolver)
        .connector_layer(Observe);
    if let Some(proxy) = &connect.proxy {
        // Where we look names up ourselves, the resolver knows the host behind the name.
        if key.host.is_some() && proxy.url.scheme() != "socks5" {
            return Err(ClientError::NamedThroughProxy(format!("the proxy {}", proxy.address())));
        }
        builder = builder.proxy(passing_through(proxy)?);
    }
    if !connect.reuse {
        builder = builder.pool_max_idle_per_host(0);
    }
    builder = match connect.http {
        HttpVersion::Auto => builder,
        HttpVersion::Http1 => builder.http1_only(),
        HttpVersion::Http2 => builder.http2_prior_knowledge(),
    };
    builder.build().map_err(|error| ClientError::Other { reason: error.to_string() })
}

fn passing_through(proxy: &Proxy) -> Result<reqwest::Proxy, ClientError> {
    let refused = |reason: String| ClientError::Proxy { address: proxy.address(), reason };
    if !matches!(proxy.url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(refused("write http://, https://, socks5:// or socks5h://".into()));
    }
    let passing =
        reqwest::Proxy::all(proxy.url.clone()).map_err(|error| refused(error.to_string()))?;
    Ok(match (&proxy.username, &proxy.password) {
        (None, None) => passing,
        (name, password) => passing.basic_auth(
            name.as_deref().unwrap_or_default(),
            password.as_deref().unwrap_or_default(),
        ),
    })
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
