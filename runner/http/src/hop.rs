//! One request and its answer: a step's own, or one of a chain of redirects.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::{HeaderMap, SET_COOKIE};
use http::{StatusCode, Version};
use hyper_util::client::legacy::connect::HttpInfo;
use reqwest::tls::TlsInfo;
use runner_model::{
    Body, Connection, Phase, Response, SentRequest, Timings, TransportError, TransportErrorKind,
};

use crate::Unsent;
use crate::cause::{Scene, told};
use crate::certificate;
use crate::client::{ClientError, Clients};
use crate::connecting::ends;
use crate::cookies::CookieJar;
use crate::deadline::Deadline;
use crate::guard::Closed;
use crate::loss::{causes, was_given_up};
use crate::outgoing::{Outgoing, shown};
use crate::phases::{Marks, Recorder};
use crate::receiving::{drain, texts};
use crate::redirect::{Leash, Turn};

/// What every hop of an exchange shares.
pub(crate) struct Trip<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) jar: &'a CookieJar,
    pub(crate) deadline: Deadline,
    pub(crate) max_body: u64,
    pub(crate) decode: bool,
}

/// What a hop leaves.
pub(crate) struct Landing {
    pub(crate) sent: SentRequest,
    pub(crate) timings: Timings,
    pub(crate) answer: Result<Box<Arrived>, TransportError>,
}

/// An answer of which at least the head came.
pub(crate) struct Arrived {
    pub(crate) status: StatusCode,
    pub(crate) response: Response,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

/// How an answer ended.
pub(crate) enum Ending {
    /// It is whole.
    Whole,
    /// It leads elsewhere; its body was not kept.
    Onward(url::Url),
    /// It is not what was asked for.
    Broken(TransportError),
}

/// One request on its way, by one client.
struct Attempt {
    recorder: Arc<Recorder>,
    result: Option<Result<reqwest::Response, reqwest::Error>>,
}

impl Trip<'_> {
    /// Sends `outgoing` and takes its answer in.
    ///
    /// # Errors
    ///
    /// It cannot be sent because of what it is or how it is to be sent.
    pub(crate) async fn hop(&self, outgoing: &Outgoing, leash: Leash) -> Result<Landing, Unsent> {
        let headers = outgoing.header_map(self.jar)?;
        let mut attempt = self.attempt(outgoing, &headers, false).await?;
        if outgoing.is_idempotent() && attempt.was_stale() {
            attempt = self.attempt(outgoing, &headers, true).await?;
        }
        let Attempt { recorder, result } = attempt;
        Ok(match result {
            Some(Ok(response)) => self.arrive(outgoing, &headers, &recorder, response, leash).await,
            Some(Err(error)) => {
                let closed = causes(&error).find_map(|cause| cause.downcast_ref::<Closed>());
                if let Some(closed) = closed {
                    return Err(ClientError::from(closed.clone()).into());
                }
                let marks = recorder.marks();
                let opened = marks.opened(local_end(&error));
                let error = Scene { outgoing, marks: &marks, opened }.failure(&error);
                Landing::silent(outgoing, &headers, &marks, opened, error)
            }
            None => {
                let marks = recorder.marks();
                let opened = marks.connecting.is_some();
                let scene = Scene { outgoing, marks: &marks, opened };
                let error = scene.late(self.deadline.timeout, Instant::now());
                Landing::silent(outgoing, &headers, &marks, opened, error)
            }
        })
    }

    /// Sends it once. `afresh` opens a connection of its own.
    async fn attempt(
        &self,
        outgoing: &Outgoing,
        headers: &HeaderMap,
        afresh: bool,
    ) -> Result<Attempt, ClientError> {
        let client = if afresh {
            let connect = crate::Connect { reuse: false, ..outgoing.connect.clone() };
            self.clients.get(&connect, &outgoing.url)?
        } else {
            self.clients.get(&outgoing.connect, &outgoing.url)?
        };
        self.clients.guard.admit_url(&outgoing.url)?;
        if let Some(proxy) = &outgoing.connect.proxy {
            self.clients.guard.admit_url(&proxy.url)?;
        }
        let recorder = Recorder::start();
        let request = outgoing.request(headers, &recorder);
        let sending = Arc::clone(&recorder).around(client.execute(request));
        let result = self.deadline.over(sending).await;
        Ok(Attempt { recorder, result })
    }

    /// The head is there: cookies, where to go from here, and the body.
    async fn arrive(
        &self,
        outgoing: &Outgoing,
        headers: &HeaderMap,
        recorder: &Recorder,
        mut answer: reqwest::Response,
        leash: Leash,
    ) -> Landing {
        let head_at = Instant::now();
        let marks = recorder.marks();
        let info = answer.extensions().get::<HttpInfo>().cloned();
        let opened = marks.opened(info.as_ref().map(HttpInfo::local_addr));
        let connection = self.connection(outgoing, &marks, &answer, opened);
        let protocol = protocol(answer.version());
        let set_cookies = texts(answer.headers(), &SET_COOKIE);
        for cookie in &set_cookies {
            self.jar.take(cookie, &outgoing.url);
        }
        let (status, lines) = (answer.status(), shown(answer.headers()));
        let scene = Scene { outgoing, marks: &marks, opened };
        let turn = Turn::after(status, answer.headers(), &outgoing.url, leash);
        let (body, ending) = match turn {
            Turn::Follow(url) => {
                drain(&mut answer, self.deadline).await;
                (Bytes::new(), Ending::Onward(url))
            }
            Turn::Stay => self.receive(&mut answer, &scene, head_at).await,
            Turn::Stuck(message) => {
                let error = told(TransportErrorKind::Redirect, Phase::Receive, message);
                let (body, ending) = self.receive(&mut answer, &scene, head_at).await;
                let error = match ending {
                    Ending::Broken(other) => other,
                    Ending::Whole | Ending::Onward(_) => error,
                };
                (body, Ending::Broken(error))
            }
        };
        let timings = marks.timings(opened, Some(head_at), Instant::now());
        let response = Response {
            status: status.as_u16(),
            protocol: protocol.to_owned(),
            headers: lines,
            body: Body::of(&body),
            connection,
        };
        let cookies = set_cookies
            .iter()
            .filter_map(|cookie| crate::cookies::name_and_value(cookie))
            .collect();
        let arrived = Arrived { status, response, cookies, body, ending };
        Landing {
            sent: outgoing.sent(headers, Some(protocol)),
            timings,
            answer: Ok(Box::new(arrived)),
        }
    }

    fn connection(
        &self,
        outgoing: &Outgoing,
        marks: &Marks,
        answer: &reqwest::Response,
        opened: bool,
    ) -> Connection {
        let remote = answer.remote_addr();
        if outgoing.url.scheme() != "https" {
            return Connection { remote, reused: !opened, ..Connection::default() };
        }
        let info = answer.extensions().get::<TlsInfo>();
        let ends = answer
            .extensions()
            .get::<HttpInfo>()
            .map(|info| (info.local_addr(), info.remote_addr()));
        let (version, certificate) = match info {
            Some(info) => {
                let version = info.version().map(|version| match version {
                    reqwest::tls::Version::TLS_1_3 => "TLSv1.3",
                    _ => "TLSv1.2",
                });
                (version, info.peer_certificate().and_then(certificate::read))
            }
            // Behind a proxy only the handshake itself has seen the certificate.
            None if opened => {
                let own = marks.chain.first();
                let seen = (marks.tls_version, own.and_then(|own| certificate::read(own)));
                self.clients.remember(ends, seen.clone());
                seen
            }
            None => self.clients.recall(ends),
        };
        let tls_version = version.map(str::to_owned);
        Connection { remote, reused: !opened, tls_version, certificate }
    }
}

impl Attempt {
    /// Whether the connection was an old one that the server had given up.
    fn was_stale(&self) -> bool {
        let Some(Err(error)) = &self.result else { return false };
        let Some(local) = local_end(error) else { return false };
        !self.recorder.marks().opened(Some(local)) && causes(error).any(was_given_up)
    }
}

impl Landing {
    /// Nothing was sent.
    pub(crate) fn unsent(outgoing: &Outgoing, error: TransportError) -> Self {
        Self {
            sent: outgoing.sent(&HeaderMap::new(), None),
            timings: Timings::default(),
            answer: Err(error),
        }
    }

    /// No head came.
    fn silent(
        outgoing: &Outgoing,
        headers: &HeaderMap,
        marks: &Marks,
        opened: bool,
        error: TransportError,
    ) -> Self {
        Self {
            sent: outgoing.sent(headers, None),
            timings: marks.timings(opened, None, Instant::now()),
            answer: Err(error),
        }
    }
}

/// Our end of the connection that a failed request went over; `None` when there was none.
fn local_end(error: &reqwest::Error) -> Option<std::net::SocketAddr> {
    let error = error.source()?.downcast_ref::<hyper_util::client::legacy::Error>()?;
    error.connect_info().and_then(ends).map(|(ours, _)| ours)
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    }
}
