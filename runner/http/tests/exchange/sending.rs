//! Requests as these tests send them.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use runner_http::{Connect, CookieJar, Exchanged, Http, Request, RequestHeader, Tls, Unsent};
use runner_model::{Answer, Phase, Response, SystemClock, TransportError, TransportErrorKind};
use url::Url;

/// A sender with connections and cookies of its own.
pub(crate) struct Sender {
    pub(crate) http: Http,
    pub(crate) connect: Connect,
    pub(crate) jar: CookieJar,
}

impl Sender {
    pub(crate) fn new() -> Self {
        Self::over(Connect::default())
    }

    pub(crate) fn over(connect: Connect) -> Self {
        Self { http: Http::new(Arc::new(SystemClock)), connect, jar: CookieJar::new() }
    }

    pub(crate) async fn send(&self, request: Request) -> Exchanged {
        self.try_to_send(request).await.expect("the request can be sent")
    }

    pub(crate) async fn try_to_send(&self, request: Request) -> Result<Exchanged, Unsent> {
        self.http.exchange(request, &self.connect, &self.jar).await
    }

    /// Why it cannot be sent.
    pub(crate) async fn unsent(&self, request: Request) -> String {
        self.try_to_send(request).await.expect_err("it cannot be sent").to_string()
    }

    pub(crate) async fn get(&self, url: &str) -> Exchanged {
        self.send(get(url)).await
    }
}

pub(crate) fn request(method: &str, url: &str) -> Request {
    Request {
        method: method.into(),
        url: Url::parse(url).expect("a URL"),
        headers: Vec::new(),
        body: None,
        timeout: Duration::from_secs(20),
        redirects: 0,
        max_body: 10_000_000,
        decode: true,
        trace: None,
    }
}

pub(crate) fn get(url: &str) -> Request {
    request("GET", url)
}

pub(crate) fn post(url: &str, body: impl Into<Vec<u8>>) -> Request {
    let body: Vec<u8> = body.into();
    Request { body: Some(body.into()), ..request("POST", url) }
}

pub(crate) fn following(redirects: u32, request: Request) -> Request {
    Request { redirects, ..request }
}

pub(crate) fn within(millis: u64, request: Request) -> Request {
    Request { timeout: Duration::from_millis(millis), ..request }
}

pub(crate) fn with(header: RequestHeader, mut request: Request) -> Request {
    request.headers.push(header);
    request
}

pub(crate) fn header(name: &str, value: &str) -> RequestHeader {
    RequestHeader::new(name, value)
}

/// Trusts this authority.
pub(crate) fn trusting(ca_pem: &str) -> Connect {
    Connect {
        tls: Tls { ca: Some(ca_pem.as_bytes().into()), ..Tls::default() },
        ..Connect::default()
    }
}

pub(crate) fn resolving(to: &str) -> Connect {
    Connect { resolve: Some(to.parse::<IpAddr>().expect("an address")), ..Connect::default() }
}

/// The whole answer.
#[track_caller]
pub(crate) fn whole(exchanged: &Exchanged) -> &Response {
    match &exchanged.exchange.answer {
        Answer::Complete(response) => response,
        Answer::Broken { error, .. } => panic!("no whole answer: {error:?}"),
    }
}

/// Why there is no whole answer.
#[track_caller]
pub(crate) fn broken(exchanged: &Exchanged) -> &TransportError {
    exchanged.exchange.answer.error().expect("the answer is whole")
}

/// Kind, phase and message at once.
#[track_caller]
pub(crate) fn assert_broken(
    exchanged: &Exchanged,
    kind: TransportErrorKind,
    phase: Phase,
    message: &str,
) {
    let expected = TransportError { kind, phase, message: message.into() };
    assert_eq!(broken(exchanged), &expected);
}

pub(crate) fn text(exchanged: &Exchanged) -> String {
    String::from_utf8_lossy(&exchanged.body).into_owned()
}
