//! From where and how somebody asks, as far as signing in is concerned.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::cookies::is_secure;
use crate::remote;

/// From where and how somebody asks.
pub(crate) struct Origin {
    /// Who, for counting.
    pub(super) asker: IpAddr,
    /// By TLS.
    pub(super) is_secure: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let (headers, extensions) = (&parts.headers, &parts.extensions);
        let asker = remote::asker(headers, extensions);
        Ok(Self { asker, is_secure: is_secure(headers, extensions) })
    }
}
