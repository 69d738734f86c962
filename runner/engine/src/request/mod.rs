//! A step in; a request, ready to go, out.
//!
//! Lives here: settings by level, the URL, bodies, headers, credentials, connections; each place
//! encodes for itself, so that data can never change structure.
//! Lives elsewhere: values (`fill`), sending (`runner-http`).

mod addresses;
mod body;
mod connect;
mod credentials;
mod declared;
mod encode;
mod headers;
mod levels;
mod multipart;
mod pace;
mod payload;
mod prepare;
mod target;

use suites::Span;

use crate::fill::FillError;

pub(crate) use addresses::Addresses;
pub(crate) use encode::encode_component;
pub(crate) use levels::Levels;
pub(crate) use pace::Pace;
pub(crate) use prepare::{Prepared, Preparing};

/// Why a request could not be made, and where the suite says what cannot be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) error: FillError,
    pub(crate) span: Span,
}

/// Puts a place to an error.
trait Here<T> {
    fn here(self, span: Span) -> Result<T, Fault>;
}

impl<T> Here<T> for Result<T, FillError> {
    fn here(self, span: Span) -> Result<T, Fault> {
        self.map_err(|error| Fault { error, span })
    }
}
