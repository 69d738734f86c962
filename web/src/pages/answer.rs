//! A page as an answer: bytes, compressed. What it may load, `crate::answers` says.

use std::io::Write as _;

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Fast, and hardly larger than with more effort.
pub(crate) const EFFORT: u32 = 4;

/// A page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
    /// Whoever asks reads compressed bytes.
    pub(crate) compressed: bool,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let Self { status, html, compressed } = self;
        let mut response = match compressed.then(|| gzip(html.as_bytes(), EFFORT)).flatten() {
            Some(bytes) => {
                let mut response = Response::new(Body::from(bytes));
                let gzip = HeaderValue::from_static("gzip");
                response.headers_mut().insert(CONTENT_ENCODING, gzip);
                response
            }
            None => Response::new(Body::from(html)),
        };
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        // On a machine that several use, nobody finds it after signing out.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
        response
    }
}

/// Whether whoever asks reads compressed bytes.
pub(crate) fn reads_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter();
    let mut codings = accepted.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let refused = |part: &str| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        parts.next() == Some("gzip") && !parts.any(refused)
    })
}

/// `bytes`, compressed.
pub(crate) fn gzip(bytes: &[u8], effort: u32) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(effort));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(value: &'static str) -> bool {
        reads_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
    }

    #[test]
    fn only_who_reads_compressed_bytes_gets_them() {
        assert!(reads("gzip, deflate, br"));
        assert!(reads("br;q=1, gzip;q=0.8"));
        assert!(!reads("br, gzip;q=0"));
        assert!(!reads("identity"));
        assert!(!reads_gzip(&HeaderMap::new()));
    }
}
