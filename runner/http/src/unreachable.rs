//! Why there is no connection: the network, or a proxy that opens none.

use std::io;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use runner_model::{Phase, TransportError, TransportErrorKind as Kind};
use tower::Service;

use crate::cause::{Scene, told};
use crate::loss::{Loss, causes};

/// Why a proxy opens no tunnel.
pub(crate) type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;

/// Why a SOCKS proxy makes no connection.
pub(crate) type SocksError = <SocksV5<HttpConnector> as Service<Uri>>::Error;

impl Scene<'_> {
    /// TCP could not connect.
    pub(crate) fn unreachable(&self, error: &io::Error) -> TransportError {
        let target = self.target();
        let (kind, message) = match Loss::of(error) {
            Loss::Refused => {
                (Kind::Refused, format!("nothing listens on {target} (connection refused)"))
            }
            Loss::NoRoute => {
                (Kind::Refused, format!("{target} cannot be reached (no route to host)"))
            }
            Loss::NoNetwork => {
                (Kind::Refused, format!("{target} cannot be reached (network is unreachable)"))
            }
            Loss::GaveUp => (
                Kind::Timeout,
                format!("{target} does not take connections (the machine gave up trying)"),
            ),
            Loss::Closed | Loss::Reset => {
                (Kind::Reset, format!("{target} closed the connection at once"))
            }
            Loss::Malformed | Loss::Other => {
                (Kind::Refused, format!("no connection to {target}: {error}"))
            }
        };
        told(kind, Phase::Connect, message)
    }

    /// An HTTP proxy opens no tunnel; `None` when the cause within says more.
    pub(crate) fn no_tunnel(&self, error: &TunnelError) -> Option<TransportError> {
        let (proxy, server) = (self.target(), self.server());
        let message = match error {
            TunnelError::ConnectFailed(_) | TunnelError::Io(_) => return None,
            TunnelError::ProxyAuthRequired => format!(
                "{proxy} wants a user name and password, or others, for a tunnel to {server}"
            ),
            TunnelError::TunnelUnexpectedEof => {
                format!("{proxy} closed the connection instead of opening a tunnel to {server}")
            }
            TunnelError::MissingHost
            | TunnelError::ProxyHeadersTooLong
            | TunnelError::TunnelUnsuccessful => format!("{proxy} opens no tunnel to {server}"),
        };
        Some(told(Kind::Refused, Phase::Connect, message))
    }

    /// A SOCKS proxy cannot be reached, or makes no connection.
    pub(crate) fn no_socks(&self, error: &SocksError) -> TransportError {
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
        let (proxy, server) = (self.target(), self.server());
        let message = format!("{proxy} makes no connection to {server} ({reason})");
        told(Kind::Refused, Phase::Connect, message)
    }
}
