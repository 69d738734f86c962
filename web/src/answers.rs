//! What holds for every answer: it comes in time, and says how it may be used.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::api::triggers;
use crate::problem::Problem;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The same where somebody may wait for a verdict.
const WITH_VERDICT: Duration = PATIENCE.saturating_add(triggers::LONGEST);

/// What a page may load: what comes from here, and nothing that stands in the page itself. It
/// stands in no frame, and its forms lead here.
const PAGE: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; object-src 'none'";

/// Whatever a browser takes for a page that is none may load and do nothing.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// What every answer says, unless it says something else itself.
const HEADERS: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "same-origin"),
];

/// Answers in time.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let patience = if request.uri().path() == triggers::PATH { WITH_VERDICT } else { PATIENCE };
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    let answered = answered.unwrap_or_else(|_| {
        let why = "this took too long: it may still be done, or ask again";
        Problem::Unavailable { why }.into_response()
    });
    if is_plain_refusal(&answered) {
        return Problem::Malformed { why: "the address cannot be read".to_owned() }.into_response();
    }
    answered
}

/// What an address was taken apart for was not in it: that is not said by us.
fn is_plain_refusal(answered: &Response) -> bool {
    let kind = answered.headers().get(CONTENT_TYPE);
    answered.status() == StatusCode::BAD_REQUEST
        && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// Says how the answer may be used.
pub(crate) async fn every(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let policy = (CONTENT_SECURITY_POLICY, if is_page { PAGE } else { NO_PAGE });
    for (name, value) in HEADERS.into_iter().chain([policy]) {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
