//! How the server is reached.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use runner_http::{Connect, HttpVersion, Proxy, Tls};
use runner_model::StepError;
use suites::Span;
use url::Url;

use super::levels::Levels;
use super::{Fault, Here};
use crate::fill::{FillError, Filler};

/// The connection settings of a request.
pub(super) fn connect(levels: &Levels<'_>, filler: &Filler<'_>) -> Result<Connect, Fault> {
    let http = match levels.get(|s| &s.http) {
        None | Some(suites::HttpVersion::Auto) => HttpVersion::Auto,
        Some(suites::HttpVersion::Http1) => HttpVersion::Http1,
        Some(suites::HttpVersion::Http2) => HttpVersion::Http2,
    };
    Ok(Connect {
        http,
        reuse: levels.get(|s| &s.reuse_connection).copied().unwrap_or(true),
        tls: tls(levels, filler)?,
        proxy: proxy(levels, filler)?,
        resolve: resolve(levels, filler)?,
    })
}

fn tls(levels: &Levels<'_>, filler: &Filler<'_>) -> Result<Tls, Fault> {
    let Some(written) = levels.get(|s| &s.tls) else { return Ok(Tls::default()) };
    let server_name = match &written.server_name {
        Some(name) => Some(filler.text(name).here(name.span)?),
        None => None,
    };
    Ok(Tls {
        ca: pem(written.ca.as_deref(), written.span)?,
        cert: pem(written.cert.as_deref(), written.span)?,
        key: pem(written.key.as_deref(), written.span)?,
        verify: written.verify,
        server_name,
    })
}

fn pem(path: Option<&Path>, span: Span) -> Result<Option<Arc<[u8]>>, Fault> {
    let Some(path) = path else { return Ok(None) };
    let bytes = std::fs::read(path).map_err(|error| {
        let (path, cause) = (path.display().to_string(), error.to_string());
        FillError::Errored(StepError::File { path, cause })
    });
    bytes.map(|bytes| Some(bytes.into())).here(span)
}

fn proxy(levels: &Levels<'_>, filler: &Filler<'_>) -> Result<Option<Proxy>, Fault> {
    let Some(proxy) = levels.get(|s| &s.proxy) else { return Ok(None) };
    let text = filler.text(&proxy.url).here(proxy.url.span)?;
    let url = Url::parse(&text)
        .map_err(|error| FillError::Unfit(format!("the proxy is no URL: {error}")))
        .here(proxy.url.span)?;
    Ok(Some(Proxy::new(url)))
}

fn resolve(levels: &Levels<'_>, filler: &Filler<'_>) -> Result<Option<IpAddr>, Fault> {
    let Some(address) = levels.get(|s| &s.resolve) else { return Ok(None) };
    let text = filler.text(address).here(address.span)?;
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .map(Some)
        .map_err(|_| FillError::Unfit(format!("`resolve` is an IP address, not \"{text}\"")))
        .here(address.span)
}
