//! The one place that asks the machine what time it is.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;

/// When the request arrived. Handlers take it and hand it on; nothing below them has a clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now(pub(crate) Timestamp);

impl<S: Send + Sync> FromRequestParts<S> for Now {
    type Rejection = Infallible;

    async fn from_request_parts(_parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(moment()))
    }
}

/// This moment, for what does not come as a request.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn moment() -> Timestamp {
    Timestamp::now()
}

/// RFC 3339 in UTC, to the millisecond.
pub(crate) fn stamp(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_rfc_3339() {
        let at = Timestamp::from_millisecond(1_736_931_600_250).unwrap();
        assert_eq!(stamp(at), "2025-01-15T09:00:00.250Z");
    }
}
