//! Under which address the service was asked.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;

/// Scheme, host and port as the client wrote them, for links in answers; empty when it did not say.
pub(crate) struct Origin(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let written = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        let host = written.or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
        Ok(Self(host.map(|host| format!("http://{host}")).unwrap_or_default()))
    }
}
