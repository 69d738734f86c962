//! Requests that never leave, and why. Whatever it is, no server is to blame.

use thiserror::Error;

use crate::client::ClientError;
use crate::outgoing::Unsendable;

/// Why a request could not be sent: what it consists of, or how its connection is to be made,
/// does not work. A sentence says which, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Unsent(String);

impl From<Unsendable> for Unsent {
    fn from(error: Unsendable) -> Self {
        Self(error.to_string())
    }
}

impl From<ClientError> for Unsent {
    fn from(error: ClientError) -> Self {
        Self(error.to_string())
    }
}
