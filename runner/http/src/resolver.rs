//! Names to addresses, by the machine's own resolver.

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use crate::guard::Guard;
use crate::phases::Recorder;

/// A host name without an address.
#[derive(Debug, Error)]
#[error("the host name `{host}` has no address ({reason})")]
pub(crate) struct NoAddress {
    host: String,
    reason: String,
}

/// Looks names up with getaddrinfo, except where it was told better.
pub(crate) struct Resolver {
    /// Where every host is but the proxy.
    pub(crate) pinned: Option<IpAddr>,
    /// The proxy's host, which is never pinned.
    pub(crate) proxy: Option<String>,
    /// `(alias, host)`: a request to `alias` goes to where `host` is.
    pub(crate) alias: Option<(String, String)>,
    /// Who may be asked.
    pub(crate) guard: Guard,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let recorder = Recorder::current();
        let name = name.as_str();
        let is_proxy = self.proxy.as_deref() == Some(name);
        let host = match &self.alias {
            Some((alias, host)) if alias == name && !is_proxy => host.clone(),
            Some(_) | None => name.to_owned(),
        };
        let known = self.pinned.filter(|_| !is_proxy).or_else(|| literal(&host));
        if let Some(address) = known {
            if let Err(closed) = self.guard.admit(&host, address) {
                return Box::pin(std::future::ready(Err(closed.into())));
            }
            if let Some(recorder) = recorder {
                recorder.pinned(address);
            }
            let addresses: Addrs = Box::new(std::iter::once(SocketAddr::new(address, 0)));
            return Box::pin(std::future::ready(Ok(addresses)));
        }
        let guard = self.guard.clone();
        Box::pin(async move {
            if let Some(recorder) = &recorder {
                recorder.looking_up();
            }
            let addresses = look_up(&host).await?;
            // These are the addresses that are connected to: nobody looks again in between.
            for address in &addresses {
                guard.admit(&host, address.ip())?;
            }
            if let Some(recorder) = &recorder {
                recorder.looked_up(addresses.iter().map(SocketAddr::ip));
            }
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

/// The address that `host` is, when it is one: `127.0.0.1`, `[::1]`.
pub(crate) fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

async fn look_up(host: &str) -> Result<Vec<SocketAddr>, NoAddress> {
    let no_address = |reason: String| NoAddress { host: host.to_owned(), reason };
    match tokio::net::lookup_host((host, 0)).await {
        Ok(addresses) => {
            let addresses: Vec<SocketAddr> = addresses.collect();
            if addresses.is_empty() {
                return Err(no_address("the answer is empty".into()));
            }
            Ok(addresses)
        }
        Err(error) => Err(no_address(reason(&error))),
    }
}

/// The resolver's own words: `Name or service not known`.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once("address information: ") {
        Some((_, reason)) => reason.to_owned(),
        None => text,
    }
}
