//! The header that makes a POST safe to repeat.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};

use super::problem::Problem;

/// Says that the answer is that of an earlier request with the same key.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How long a key may be.
const LONGEST: usize = 255;

/// The value of `Idempotency-Key`, if one was sent.
pub(crate) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// As text.
    pub(crate) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        match value.to_str() {
            Ok(key) if !key.is_empty() && key.len() <= LONGEST => Ok(Self(Some(key.to_owned()))),
            Ok(_) | Err(_) => {
                let detail = "`Idempotency-Key` must have 1 to 255 visible characters.";
                Err(Problem::new(StatusCode::BAD_REQUEST, detail))
            }
        }
    }
}
