//! Answers, compressed for those who read it.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::pages::answer::{EFFORT, gzip, reads_gzip};

/// Less is sent in one piece anyway.
const LEAST: u64 = 1_400;

/// What becomes smaller.
const KINDS: [&str; 6] = [
    "text/html",
    "text/css",
    "text/plain",
    "application/json",
    "application/atom+xml",
    "image/svg+xml",
];

/// Compresses what is whole and large enough, unless whoever wrote it has done so.
pub(crate) async fn compress(request: Request, next: Next) -> Response {
    let is_read = reads_gzip(request.headers());
    let response = next.run(request).await;
    if !is_worth_it(&response) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // Whoever keeps it for others has to tell those apart who read it and those who do not.
    if !head.headers.contains_key(VARY) {
        head.headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    if !is_read {
        return Response::from_parts(head, body);
    }
    // A body of which the length is known is there already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(head, Body::empty());
    };
    match gzip(&bytes, EFFORT) {
        Some(smaller) => {
            head.headers.remove(CONTENT_LENGTH);
            head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Response::from_parts(head, Body::from(smaller))
        }
        None => Response::from_parts(head, Body::from(bytes)),
    }
}

fn is_worth_it(response: &Response) -> bool {
    let is_whole = response.body().size_hint().exact().is_some_and(|size| size >= LEAST);
    is_whole && !response.headers().contains_key(CONTENT_ENCODING) && is_text(response.headers())
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    KINDS.iter().any(|known| kind.starts_with(known))
}
