//! What went wrong on the wire, as one sentence a stranger understands.
//!
//! Lives here: from the chain of errors that the libraries give to a [`TransportError`].
//! Lives elsewhere: no connection (`unreachable`), TLS (`tls_cause`), running out of time
//! (`lateness`), redirects (`redirect`), broken compression (`decode`).

use std::error::Error;
use std::io;

use runner_model::{Phase, TransportError, TransportErrorKind as Kind};

use crate::connect::HttpVersion;
use crate::loss::{Loss, causes, innermost};
use crate::outgoing::Outgoing;
use crate::phases::Marks;
use crate::resolver::{NoAddress, literal};
use crate::tls_cause;
use crate::unreachable::{SocksError, TunnelError};

/// What is known when something goes wrong.
pub(crate) struct Scene<'a> {
    pub(crate) outgoing: &'a Outgoing,
    pub(crate) marks: &'a Marks,
    /// The request went over a connection opened for it.
    pub(crate) opened: bool,
}

impl Scene<'_> {
    /// Why there is no answer.
    pub(crate) fn failure(&self, error: &(dyn Error + 'static)) -> TransportError {
        let phase = self.phase();
        if let Some(found) = causes(error).find_map(|cause| self.specific(cause, phase)) {
            return found;
        }
        let given_up = |cause: &(dyn Error + 'static)| {
            cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
        };
        if causes(error).any(given_up) {
            return self.unsent(phase);
        }
        let server = self.server();
        let what = match phase {
            Phase::Dns | Phase::Connect | Phase::Tls => format!("no connection to {server}"),
            Phase::Send | Phase::Wait | Phase::Receive => format!("no answer from {server}"),
        };
        told(Kind::Protocol, phase, format!("{what}: {}", innermost(error)))
    }

    /// Why the body broke off after `received` bytes of the wire, of `promised`.
    pub(crate) fn broken_body(
        &self,
        error: &(dyn Error + 'static),
        received: u64,
        promised: Option<u64>,
    ) -> TransportError {
        let server = self.server();
        let so_far = match promised {
            Some(promised) => format!("after {received} of {promised} promised bytes"),
            None => format!("after {received} bytes of a body whose end had not come"),
        };
        let told = |kind, message| told(kind, Phase::Receive, message);
        for cause in causes(error) {
            let within = cause.downcast_ref::<h2::Error>();
            if let Some(error) = within.filter(|error| !error.is_io()) {
                let kind = if error.is_remote() { Kind::Reset } else { Kind::Protocol };
                return told(kind, format!("{server} {} {so_far}", http2(error)));
            }
            let socket = within.and_then(h2::Error::get_io).or_else(|| cause.downcast_ref());
            let Some(error) = socket else { continue };
            return match Loss::of(error) {
                Loss::Closed => {
                    told(Kind::Reset, format!("{server} closed the connection {so_far}"))
                }
                Loss::Reset => told(Kind::Reset, format!("{server} reset the connection {so_far}")),
                Loss::Malformed => {
                    let text = innermost(error).to_lowercase();
                    let message =
                        format!("the body from {server} is not well-formed ({text}), {so_far}");
                    told(Kind::Protocol, message)
                }
                Loss::Refused | Loss::NoRoute | Loss::NoNetwork | Loss::GaveUp | Loss::Other => {
                    told(
                        Kind::Reset,
                        format!("the connection to {server} was lost {so_far} ({error})"),
                    )
                }
            };
        }
        told(Kind::Reset, format!("the connection to {server} was lost {so_far}"))
    }

    /// `host:port` of the URL.
    pub(crate) fn server(&self) -> String {
        let url = &self.outgoing.url;
        let host = url.host_str().unwrap_or_default();
        url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whom we connect to: the server with its addresses, or the proxy.
    pub(crate) fn target(&self) -> String {
        let connect = &self.outgoing.connect;
        if let Some(proxy) = &connect.proxy {
            return format!("the proxy {}", proxy.address());
        }
        let server = self.server();
        let is_name = self.outgoing.url.host_str().is_some_and(|host| literal(host).is_none());
        let addresses: Vec<String> = self.marks.addresses.iter().map(ToString::to_string).collect();
        let addresses = addresses.join(" or ");
        match (is_name && !addresses.is_empty(), connect.resolve) {
            (false, _) => server,
            (true, Some(_)) => format!("{server}, which `resolve` puts at {addresses}"),
            (true, None) => format!("{server}, which is {addresses}"),
        }
    }

    /// What was being done last.
    pub(crate) fn phase(&self) -> Phase {
        self.marks.phase(self.opened, self.outgoing.has_body())
    }

    fn specific(&self, cause: &(dyn Error + 'static), phase: Phase) -> Option<TransportError> {
        if let Some(error) = cause.downcast_ref::<NoAddress>() {
            return Some(told(Kind::Dns, Phase::Dns, error.to_string()));
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return Some(told(Kind::Tls, Phase::Tls, tls_cause::explain(error, self)));
        }
        if let Some(error) = cause.downcast_ref::<TunnelError>() {
            return self.no_tunnel(error);
        }
        if let Some(error) = cause.downcast_ref::<SocksError>() {
            return Some(self.no_socks(error));
        }
        if let Some(error) = cause.downcast_ref::<h2::Error>() {
            return Some(self.no_http2_answer(error, phase));
        }
        if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            return self.no_answer(error, phase);
        }
        cause.downcast_ref::<io::Error>().and_then(|error| self.socket(error, phase))
    }

    fn socket(&self, error: &io::Error, phase: Phase) -> Option<TransportError> {
        if error.get_ref().is_some_and(says_more) {
            return None;
        }
        Some(match phase {
            Phase::Dns | Phase::Connect => self.unreachable(error),
            Phase::Tls => {
                let how = match Loss::of(error) {
                    Loss::Closed => "closed the connection during the TLS handshake".to_owned(),
                    Loss::Reset => "reset the connection during the TLS handshake".to_owned(),
                    Loss::Refused
                    | Loss::NoRoute
                    | Loss::NoNetwork
                    | Loss::GaveUp
                    | Loss::Malformed
                    | Loss::Other => format!("broke off the TLS handshake ({error})"),
                };
                told(Kind::Tls, phase, format!("{} {how}", self.server()))
            }
            Phase::Send | Phase::Wait | Phase::Receive => self.lost(error, phase),
        })
    }

    fn no_answer(&self, error: &hyper::Error, phase: Phase) -> Option<TransportError> {
        let server = self.server();
        if error.is_parse() {
            let text = error.to_string();
            let reason = text.strip_suffix(" parsed").unwrap_or(&text);
            let message = format!("the answer of {server} is not proper HTTP ({reason})");
            return Some(told(Kind::Protocol, phase, message));
        }
        if error.source().is_some() {
            return None;
        }
        if error.is_incomplete_message() {
            return Some(self.gone("closed", phase));
        }
        if error.is_canceled() || error.is_closed() {
            return Some(self.unsent(phase));
        }
        let message = format!("{server} does not speak HTTP as it should ({error})");
        Some(told(Kind::Protocol, phase, message))
    }

    fn no_http2_answer(&self, error: &h2::Error, phase: Phase) -> TransportError {
        let server = self.server();
        if let Some(error) = error.get_io() {
            return self.lost(error, phase);
        }
        // The answer of HTTP/1 to the greeting of HTTP/2, read as a frame, is far too long.
        let no_frame = error.reason() == Some(h2::Reason::FRAME_SIZE_ERROR) && !error.is_remote();
        if no_frame && self.opened && self.outgoing.connect.http == HttpVersion::Http2 {
            let message = format!("{server} does not answer in HTTP/2; it may speak HTTP/1.1 only");
            return told(Kind::Protocol, phase, message);
        }
        if error.is_reset() || error.is_go_away() {
            let kind = if error.is_remote() { Kind::Reset } else { Kind::Protocol };
            let unseen = error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            let when =
                if unseen { "without looking at the request" } else { "before it had answered" };
            return told(kind, phase, format!("{server} {} {when}", http2(error)));
        }
        told(Kind::Protocol, phase, format!("{server} does not answer in HTTP/2 ({error})"))
    }

    /// The connection broke between request and answer.
    fn lost(&self, error: &io::Error, phase: Phase) -> TransportError {
        match Loss::of(error) {
            Loss::Closed => self.gone("closed", phase),
            Loss::Reset => self.gone("reset", phase),
            Loss::GaveUp => {
                let message = format!("the connection to {} went dead ({error})", self.server());
                told(Kind::Timeout, phase, message)
            }
            Loss::Refused | Loss::NoRoute | Loss::NoNetwork | Loss::Malformed | Loss::Other => {
                let message = format!("the connection to {} was lost ({error})", self.server());
                told(Kind::Reset, phase, message)
            }
        }
    }

    /// The connection ended before any of the request was written.
    fn unsent(&self, phase: Phase) -> TransportError {
        let server = self.server();
        let message = format!("the connection to {server} ended before the request could be sent");
        told(Kind::Reset, phase, message)
    }

    /// The other side ended the connection between request and answer.
    fn gone(&self, how: &str, phase: Phase) -> TransportError {
        let server = self.server();
        let message = if self.opened {
            format!("{server} {how} the connection before it had answered")
        } else {
            let method = &self.outgoing.method;
            format!(
                "{server} {how} the connection, kept open from an earlier request, before it had \
                 answered; whether the {method} was carried out is not known"
            )
        };
        told(Kind::Reset, phase, message)
    }
}

/// An error of this sort.
pub(crate) fn told(kind: Kind, phase: Phase, message: String) -> TransportError {
    TransportError { kind, phase, message }
}

fn http2(error: &h2::Error) -> String {
    let reason = reason(error);
    let how = if !error.is_remote() {
        "broke the rules of HTTP/2"
    } else if error.is_go_away() {
        "closed the HTTP/2 connection"
    } else {
        "reset the HTTP/2 stream"
    };
    format!("{how} ({reason})")
}

/// As the standard calls it (RFC 9113, 7): `INTERNAL_ERROR`.
fn reason(error: &h2::Error) -> String {
    error.reason().map_or_else(|| error.to_string(), |reason| format!("{reason:?}"))
}

/// Whether an error inside an I/O error tells more than the I/O error.
fn says_more(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    error.source().is_some()
        || error.is::<io::Error>()
        || error.is::<rustls::Error>()
        || error.is::<NoAddress>()
        || error.is::<h2::Error>()
}
