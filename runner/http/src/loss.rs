//! How connections fail, taken out of chains of errors.

use std::error::Error;
use std::io::{self, ErrorKind};

/// How a socket fails, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nobody listens.
    Refused,
    /// The host cannot be reached.
    NoRoute,
    /// Its network cannot be reached.
    NoNetwork,
    /// The machine stopped trying.
    GaveUp,
    /// The other side closed in good order, too early.
    Closed,
    /// The other side is gone without a goodbye.
    Reset,
    /// The bytes are not what they should be.
    Malformed,
    /// Something else; its own words say what.
    Other,
}

impl Loss {
    /// What `error` means.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list, not ours")]
    pub(crate) fn of(error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::HostUnreachable => Self::NoRoute,
            ErrorKind::NetworkUnreachable => Self::NoNetwork,
            ErrorKind::TimedOut => Self::GaveUp,
            ErrorKind::UnexpectedEof => Self::Closed,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
                Self::Reset
            }
            ErrorKind::InvalidInput | ErrorKind::InvalidData => Self::Malformed,
            _ => Self::Other,
        }
    }
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

/// What the innermost cause says.
pub(crate) fn innermost(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Whether this tells of a connection that ended, not of an answer that was bad.
pub(crate) fn was_given_up(cause: &(dyn Error + 'static)) -> bool {
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        let refused = error.reason() == Some(h2::Reason::REFUSED_STREAM);
        return error.is_io() || refused || (error.is_go_away() && error.is_remote());
    }
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return matches!(Loss::of(error), Loss::Closed | Loss::Reset);
    }
    cause
        .downcast_ref::<hyper::Error>()
        .is_some_and(|error| error.is_incomplete_message() || error.is_canceled())
}
