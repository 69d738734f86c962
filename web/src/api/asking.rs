//! What a request says behind its path.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// What a request says behind its path: names and values, in order.
pub(crate) struct Asking(pub(crate) Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let said = parts.uri.query().unwrap_or_default();
        Ok(Self(url::form_urlencoded::parse(said.as_bytes()).into_owned().collect()))
    }
}
