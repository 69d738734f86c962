//! One request as it goes out: of the step itself, or of a redirect that is followed.
//!
//! Lives here: which headers are sent and in which order, where the request is addressed, and
//! what of it follows a redirect.
//! Lives elsewhere: where a redirect leads (`redirect`).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use runner_model::{Body, Header, SentRequest, TraceId};
use thiserror::Error;
use url::Url;

use crate::body::Paced;
use crate::connect::{Connect, HttpVersion};
use crate::cookies::CookieJar;
use crate::phases::Recorder;
use crate::request::{Request, RequestHeader};
use crate::tls;

const USER_AGENT: &str = concat!("tripline/", env!("CARGO_PKG_VERSION"));

/// Why a request cannot be put on the wire.
#[derive(Debug, Error)]
pub(crate) enum Unsendable {
    /// Not a method.
    #[error("`{0}` is not a method: use letters, such as `GET`")]
    Method(String),
    /// Not a header's name.
    #[error("`{0}` is not a header name")]
    Name(String),
    /// A value with a line break or another control character.
    #[error(
        "the header `{0}` cannot be sent: its value contains a line break or a control character"
    )]
    Value(String),
    /// Not HTTP.
    #[error(
        "`{0}` is not an address for HTTP: it must begin with http:// or https:// and name a host"
    )]
    Url(String),
}

/// A request of a chain of redirects.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    /// Without user name, password and fragment.
    pub(crate) url: Url,
    pub(crate) connect: Connect,
    headers: Vec<RequestHeader>,
    body: Option<Bytes>,
    decode: bool,
    trace: Option<TraceId>,
}

impl Outgoing {
    /// The step's own request.
    pub(crate) fn first(request: Request, connect: &Connect) -> Result<Self, Unsendable> {
        let method = Method::from_bytes(request.method.as_bytes())
            .map_err(|_| Unsendable::Method(request.method))?;
        let mut outgoing = Self {
            method,
            url: request.url,
            connect: connect.clone(),
            headers: request.headers,
            body: request.body,
            decode: request.decode,
            trace: request.trace,
        };
        if !matches!(outgoing.url.scheme(), "http" | "https") || !outgoing.url.has_host() {
            return Err(Unsendable::Url(outgoing.url.to_string()));
        }
        outgoing.settle();
        Ok(outgoing)
    }

    /// The request that a redirect with `status` to `to` asks for.
    pub(crate) fn redirected(&self, status: StatusCode, to: Url) -> Self {
        let becomes_get = match status {
            StatusCode::SEE_OTHER => self.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        let same_origin = self.url.origin() == to.origin();
        let follows = |header: &&RequestHeader| {
            let is = |name: &str| header.name.eq_ignore_ascii_case(name);
            let of_the_body =
                header.name.to_ascii_lowercase().starts_with("content-") || is("transfer-encoding");
            (same_origin || !(header.stays() || is("host"))) && !(becomes_get && of_the_body)
        };
        let mut next = Self {
            method: if becomes_get { Method::GET } else { self.method.clone() },
            headers: self.headers.iter().filter(follows).cloned().collect(),
            body: self.body.clone().filter(|_| !becomes_get),
            connect: if same_origin {
                self.connect.clone()
            } else {
                self.connect.for_another_origin()
            },
            url: to,
            decode: self.decode,
            trace: self.trace.clone(),
        };
        next.settle();
        next
    }

    /// Whether carrying it out twice does no more than carrying it out once (RFC 9110, 9.2.2).
    pub(crate) fn is_idempotent(&self) -> bool {
        self.method.is_idempotent()
    }

    /// Whether there are bytes to send after the head.
    pub(crate) fn has_body(&self) -> bool {
        self.body_size() > 0
    }

    /// In bytes.
    pub(crate) fn body_size(&self) -> usize {
        self.body.as_ref().map_or(0, Bytes::len)
    }

    /// For HTTP libraries.
    pub(crate) fn request(
        &self,
        headers: &HeaderMap,
        recorder: &Arc<Recorder>,
    ) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.addressed());
        *request.headers_mut() = headers.clone();
        if let Some(body) = self.body.clone() {
            *request.body_mut() = Some(reqwest::Body::wrap(Paced::new(body, Arc::clone(recorder))));
        }
        request
    }

    /// For people. `protocol` is the answer's, when there is one.
    pub(crate) fn sent(&self, headers: &HeaderMap, protocol: Option<&str>) -> SentRequest {
        let mut sent = shown(headers);
        if !headers.contains_key(header::HOST) && protocol != Some("HTTP/2") {
            sent.push(Header { name: "host".into(), value: host(&self.url) });
        }
        SentRequest {
            method: self.method.to_string(),
            url: self.url.to_string(),
            headers: sent,
            body: self.body.as_deref().map(Body::of),
            trace: self.trace.clone(),
        }
    }

    /// Every header line, in the order in which it is sent.
    pub(crate) fn header_map(&self, jar: &CookieJar) -> Result<HeaderMap, Unsendable> {
        let mut map = HeaderMap::new();
        let given = |name: &str| self.headers.iter().any(|h| h.name.eq_ignore_ascii_case(name));
        if self.names_host() && !given("host") {
            map.insert(header::HOST, value("host", &host(&self.url))?);
        }
        let accept_encoding = if self.decode { Some("gzip, br, zstd") } else { None };
        let defaults = [
            (header::USER_AGENT, Some(USER_AGENT)),
            (header::ACCEPT, Some("*/*")),
            (header::ACCEPT_ENCODING, accept_encoding),
        ];
        for (name, default) in defaults {
            if let Some(default) = default.filter(|_| !given(name.as_str())) {
                map.insert(name, HeaderValue::from_static(default));
            }
        }
        for given in &self.headers {
            let name = HeaderName::from_bytes(given.name.as_bytes())
                .map_err(|_| Unsendable::Name(given.name.clone()))?;
            // Their values are worked out below.
            if name != header::COOKIE && name != header::CONTENT_LENGTH {
                map.append(name, value(&given.name, &given.value)?);
            }
        }
        if let Some(cookies) = self.cookies(jar) {
            map.insert(header::COOKIE, value("cookie", &cookies)?);
        }
        if let Some(length) = self.content_length().filter(|_| !given("transfer-encoding")) {
            map.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        Ok(map)
    }

    /// The step's own cookies first; the jar's unless the step gives one of the same name.
    fn cookies(&self, jar: &CookieJar) -> Option<String> {
        let own = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("cookie"));
        let mut parts: Vec<String> = own
            .flat_map(|header| header.value.split(';'))
            .map(|pair| pair.trim().to_owned())
            .filter(|pair| !pair.is_empty())
            .collect();
        let name_of = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let own_names: Vec<String> = parts.iter().map(|pair| name_of(pair)).collect();
        let kept = jar.pairs_for(&self.url).into_iter();
        parts.extend(
            kept.filter(|(name, _)| !own_names.contains(name))
                .map(|(name, value)| format!("{name}={value}")),
        );
        if parts.is_empty() { None } else { Some(parts.join("; ")) }
    }

    /// Without a body only where one is expected (RFC 9110, 8.6).
    fn content_length(&self) -> Option<usize> {
        let expected = [Method::POST, Method::PUT, Method::PATCH].contains(&self.method);
        self.body.as_ref().map(Bytes::len).or(if expected { Some(0) } else { None })
    }

    /// Whether the `host` header is written by us: where HTTP/1 is certain, so that it comes
    /// first, and where the request is addressed to another name.
    fn names_host(&self) -> bool {
        match self.connect.http {
            HttpVersion::Http2 => false,
            HttpVersion::Http1 => true,
            HttpVersion::Auto => self.url.scheme() == "http" || self.alias().is_some(),
        }
    }

    /// The name that a TLS server is asked for, when it is not the URL's.
    fn alias(&self) -> Option<&str> {
        tls::asked_name(&self.connect.tls).filter(|_| self.url.scheme() == "https")
    }

    fn addressed(&self) -> Url {
        let mut url = self.url.clone();
        if let Some(alias) = self.alias() {
            // A name that is no host is refused when the TLS settings are read.
            let _ = url.set_host(Some(alias));
        }
        url
    }

    /// Takes out of the URL what is not sent as part of it, and what a `host` header means for
    /// the protocol: HTTP/2 has no place for another name than the URL's.
    fn settle(&mut self) {
        self.url.set_fragment(None);
        let authenticates =
            |header: &RequestHeader| header.name.eq_ignore_ascii_case("authorization");
        if !self.url.username().is_empty() || self.url.password().is_some() {
            let name = decoded(self.url.username());
            let password = decoded(self.url.password().unwrap_or_default());
            if !self.headers.iter().any(authenticates) {
                let basic = STANDARD.encode([&name[..], b":", &password[..]].concat());
                self.headers
                    .push(RequestHeader::credential("authorization", format!("Basic {basic}")));
            }
            // Both succeed on a URL that has a host.
            let _ = self.url.set_username("");
            let _ = self.url.set_password(None);
        }
        let names_host = self.headers.iter().any(|header| header.name.eq_ignore_ascii_case("host"));
        if names_host && self.connect.http == HttpVersion::Auto {
            self.connect.http = HttpVersion::Http1;
        }
    }
}

/// Header lines as they are shown: in the order of the wire, bytes that are no UTF-8 replaced.
pub(crate) fn shown(headers: &HeaderMap) -> Vec<Header> {
    let line = |(name, value): (&HeaderName, &HeaderValue)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    headers.iter().map(line).collect()
}

fn value(name: &str, text: &str) -> Result<HeaderValue, Unsendable> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| Unsendable::Value(name.to_owned()))
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn decoded(part: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex =
            |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex(high).zip(hex(low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    bytes
}
