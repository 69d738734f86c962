//! What went wrong on the wire, as one sentence a stranger understands.
//!
//! Lives here: from the chain of errors that the libraries give to a [`TransportError`].
//! Lives elsewhere: TLS (`tls_cause`), running out of time (`lateness`), redirects (`redirect`),
//! broken compression (`decode`).

use std::error::Error;
use std::io::{self, ErrorKind};

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use runner_model::{Phase, TransportError, TransportErrorKind as Kind};
use tower::Service;

use crate::outgoing::Outgoing;
use crate::phases::Marks;
use crate::resolver::{NoAddress, literal};
use crate::tls_cause;

type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;
type SocksError = <SocksV5<HttpConnector> as Service<Uri>>::Error;

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
        for cause in causes(error) {
            if let Some(found) = self.specific(cause, phase) {
                return found;
            }
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
            if let Some(error) = cause.downcast_ref::<h2::Error>() {
                let how = http2(error);
                return told(Kind::Reset, format!("{server} {how} {so_far}"));
            }
            let Some(error) = cause.downcast_ref::<io::Error>() else { continue };
            return match error.kind() {
                ErrorKind::UnexpectedEof => {
                    told(Kind::Reset, format!("{server} closed the connection {so_far}"))
                }
                ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                    let text = innermost(error).to_lowercase();
                    told(
                        Kind::Protocol,
                        format!("the body from {server} is not well-formed ({text}), {so_far}"),
                    )
                }
                kind if is_loss(kind) => {
                    told(Kind::Reset, format!("{server} reset the connection {so_far}"))
                }
                _ => told(
                    Kind::Reset,
                    format!("the connection to {server} was lost {so_far} ({error})"),
                ),
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
        let named = self.outgoing.url.host_str().is_some_and(|host| literal(host).is_none());
        let addresses: Vec<String> = self.marks.addresses.iter().map(ToString::to_string).collect();
        match (named && !addresses.is_empty(), connect.resolve) {
            (false, _) => server,
            (true, Some(_)) => {
                format!("{server}, which `resolve` puts at {}", addresses.join(" or "))
            }
            (true, None) => format!("{server}, which is {}", addresses.join(" or ")),
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
            let message = tls_cause::explain(error, self);
            return Some(told(Kind::Tls, Phase::Tls, message));
        }
        if let Some(error) = cause.downcast_ref::<TunnelError>() {
            return self.tunnel(error);
        }
        if let Some(error) = cause.downcast_ref::<SocksError>() {
            return Some(self.socks(error));
        }
        if let Some(error) = cause.downcast_ref::<h2::Error>() {
            return Some(self.no_http2_answer(error, phase));
        }
        if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            return self.no_answer(error, phase);
        }
        cause.downcast_ref::<io::Error>().and_then(|error| self.io(error, phase))
    }

    fn io(&self, error: &io::Error, phase: Phase) -> Option<TransportError> {
        if error.get_ref().is_some_and(|inner| inner.source().is_some() || is_ours(inner)) {
            return None; // What is inside says more.
        }
        Some(match phase {
            Phase::Dns | Phase::Connect => self.unreachable(error),
            Phase::Tls => {
                let server = self.server();
                let how = match error.kind() {
                    ErrorKind::UnexpectedEof => {
                        "closed the connection during the TLS handshake".into()
                    }
                    kind if is_loss(kind) => "reset the connection during the TLS handshake".into(),
                    _ => format!("broke off the TLS handshake ({error})"),
                };
                told(Kind::Tls, phase, format!("{server} {how}"))
            }
            Phase::Send | Phase::Wait | Phase::Receive => match error.kind() {
                ErrorKind::UnexpectedEof => self.closed(phase),
                kind if is_loss(kind) => self.lost("reset", phase),
                ErrorKind::TimedOut => {
                    let message =
                        format!("the connection to {} went dead ({error})", self.server());
                    told(Kind::Timeout, phase, message)
                }
                _ => {
                    let message = format!("the connection to {} was lost ({error})", self.server());
                    told(Kind::Reset, phase, message)
                }
            },
        })
    }

    fn unreachable(&self, error: &io::Error) -> TransportError {
        let target = self.target();
        let (kind, message) = match error.kind() {
            ErrorKind::ConnectionRefused => {
                (Kind::Refused, format!("nothing listens on {target} (connection refused)"))
            }
            ErrorKind::HostUnreachable => {
                (Kind::Refused, format!("{target} cannot be reached (no route to host)"))
            }
            ErrorKind::NetworkUnreachable => {
                (Kind::Refused, format!("{target} cannot be reached (network is unreachable)"))
            }
            ErrorKind::TimedOut => (
                Kind::Timeout,
                format!("{target} does not take connections (the machine gave up trying)"),
            ),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => {
                (Kind::Reset, format!("{target} closed the connection at once"))
            }
            _ => (Kind::Refused, format!("no connection to {target}: {error}")),
        };
        told(kind, Phase::Connect, message)
    }

    fn tunnel(&self, error: &TunnelError) -> Option<TransportError> {
        let (proxy, server) = (self.target(), self.server());
        let message = match error {
            // The cause within says more.
            TunnelError::ConnectFailed(_) | TunnelError::Io(_) => return None,
            TunnelError::ProxyAuthRequired => {
                format!(
                    "{proxy} wants a user name and password, or others, for a tunnel to {server}"
                )
            }
            TunnelError::TunnelUnexpectedEof => {
                format!("{proxy} closed the connection instead of opening a tunnel to {server}")
            }
            TunnelError::MissingHost
            | TunnelError::ProxyHeadersTooLong
            | TunnelError::TunnelUnsuccessful => format!("{proxy} opens no tunnel to {server}"),
        };
        Some(told(Kind::Refused, Phase::Connect, message))
    }

    fn socks(&self, error: &SocksError) -> TransportError {
        let within = match error {
            SocksError::Inner(error) => causes(error).find_map(|cause| cause.downcast_ref()),
            SocksError::Io(error) => Some(error),
            SocksError::DnsFailure
            | SocksError::MissingHost
            | SocksError::MissingPort
            | SocksError::V4(_)
            | SocksError::V5(_)
            | SocksError::Parsing(_)
            | SocksError::Serialize(_) => None,
        };
        if let Some(error) = within {
            return self.unreachable(error);
        }
        let text = error.to_string();
        let reason = text.strip_prefix("SOCKS error: ").unwrap_or(&text).to_lowercase();
        let message =
            format!("{} makes no connection to {} ({reason})", self.target(), self.server());
        told(Kind::Refused, Phase::Connect, message)
    }

    fn no_answer(&self, error: &hyper::Error, phase: Phase) -> Option<TransportError> {
        let server = self.server();
        if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
            return Some(self.closed(phase));
        }
        if error.is_parse() {
            let text = error.to_string();
            let reason = text.strip_suffix(" parsed").unwrap_or(&text);
            let message = format!("the answer of {server} is not proper HTTP ({reason})");
            return Some(told(Kind::Protocol, phase, message));
        }
        if error.source().is_none() {
            let message = format!("{server} does not speak HTTP as expected ({error})");
            return Some(told(Kind::Protocol, phase, message));
        }
        None
    }

    fn no_http2_answer(&self, error: &h2::Error, phase: Phase) -> TransportError {
        let server = self.server();
        if let Some(error) = error.get_io() {
            return match error.kind() {
                ErrorKind::UnexpectedEof => self.closed(phase),
                kind if is_loss(kind) => self.lost("reset", phase),
                _ => told(
                    Kind::Reset,
                    phase,
                    format!("the connection to {server} was lost ({error})"),
                ),
            };
        }
        if error.is_reset() || error.is_go_away() {
            let said_by_them = error.is_remote();
            let message = format!("{server} {} before it answered", http2(error));
            let kind = if said_by_them { Kind::Reset } else { Kind::Protocol };
            return told(kind, phase, message);
        }
        told(Kind::Protocol, phase, format!("{server} does not answer in HTTP/2 ({})", error))
    }

    fn closed(&self, phase: Phase) -> TransportError {
        self.lost("closed", phase)
    }

    fn lost(&self, how: &str, phase: Phase) -> TransportError {
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

fn told(kind: Kind, phase: Phase, message: String) -> TransportError {
    TransportError { kind, phase, message }
}

fn http2(error: &h2::Error) -> String {
    let reason =
        error.reason().map_or_else(|| error.to_string(), |reason| reason.description().to_owned());
    let how = if !error.is_remote() {
        "broke the rules of HTTP/2"
    } else if error.is_go_away() {
        "closed the HTTP/2 connection"
    } else {
        "reset the HTTP/2 stream"
    };
    format!("{how} ({reason})")
}

fn is_loss(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
    )
}

/// Whether [`Scene::specific`] knows this type.
fn is_ours(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    error.is::<rustls::Error>() || error.is::<NoAddress>() || error.is::<h2::Error>()
}

/// An error and everything it was caused by, the innermost last.
pub(crate) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // An io::Error passes over the error it wraps.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}
