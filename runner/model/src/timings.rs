//! Where the time of an exchange went, and where an exchange broke off.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::millis;

/// Where the time of one exchange went.
///
/// Phases do not overlap, so they add up to [`Timings::total`] by construction.
/// `None` means the phase did not happen (a reused connection, plain HTTP),
/// which is not the same as zero. In JSON: milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timings {
    /// Looking the host name up.
    #[serde(with = "millis::option", default, skip_serializing_if = "Option::is_none")]
    pub dns: Option<Duration>,
    /// Opening the TCP connection.
    #[serde(with = "millis::option", default, skip_serializing_if = "Option::is_none")]
    pub connect: Option<Duration>,
    /// The TLS handshake.
    #[serde(with = "millis::option", default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Duration>,
    /// Writing the request.
    #[serde(with = "millis")]
    pub send: Duration,
    /// From the last byte sent to the first byte received.
    #[serde(with = "millis")]
    pub wait: Duration,
    /// From the first byte received to the last.
    #[serde(with = "millis")]
    pub receive: Duration,
}

impl Timings {
    /// The whole exchange.
    pub fn total(&self) -> Duration {
        self.before_first_byte() + self.receive
    }

    /// From the start to the first byte of the response.
    pub fn before_first_byte(&self) -> Duration {
        [self.dns, self.connect, self.tls].into_iter().flatten().sum::<Duration>()
            + self.send
            + self.wait
    }
}

/// A part of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Looking the host name up.
    Dns,
    /// Opening the TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Writing the request.
    Send,
    /// Waiting for the first byte of the response.
    Wait,
    /// Receiving the response's body.
    Receive,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Receive => "receive",
        })
    }
}

/// Why there is no (whole) response: the service could not be reached, or did not answer as HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransportError {
    /// What went wrong, in the words of the subject `error`.
    pub kind: TransportErrorKind,
    /// What was being done at that moment.
    pub phase: Phase,
    /// The cause as a sentence, ready to be shown:
    /// `nothing listens on 127.0.0.1:4711 (connection refused)`.
    pub message: String,
}

/// What went wrong on the wire. The first five are the values of the subject `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportErrorKind {
    /// The step's timeout ran out.
    Timeout,
    /// Nothing listens there, or the host or network cannot be reached.
    Refused,
    /// The host name has no address.
    Dns,
    /// The TLS handshake failed.
    Tls,
    /// The connection was closed before the response was whole.
    Reset,
    /// What came was not HTTP, or not decodable (length, chunks, compression).
    Protocol,
    /// The decoded body is over `max_body`.
    TooLarge,
    /// More redirects than the step allows, or one that leads nowhere.
    Redirect,
}

impl TransportErrorKind {
    /// The word of the subject `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Refused => "refused",
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Reset => "reset",
            Self::Protocol => "protocol",
            Self::TooLarge => "too_large",
            Self::Redirect => "redirect",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_add_up_and_survive_json() {
        let timings = Timings {
            dns: None,
            connect: Some(Duration::from_micros(1500)),
            tls: None,
            send: Duration::from_micros(20),
            wait: Duration::from_millis(3),
            receive: Duration::from_micros(480),
        };
        assert_eq!(timings.total(), Duration::from_millis(5));
        let text = serde_json::to_string(&timings).unwrap();
        assert_eq!(text, r#"{"connect":1.5,"send":0.02,"wait":3.0,"receive":0.48}"#);
        assert_eq!(serde_json::from_str::<Timings>(&text).unwrap(), timings);
    }
}
