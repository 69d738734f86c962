//! The body of an answer, as it comes in.
//!
//! Lives here: reading it within its time and its cap, and what is said when it breaks off.
//! Lives elsewhere: the decoders (`decode`), the sentences (`cause`, `lateness`).

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use runner_model::{Phase, TransportError, TransportErrorKind};

use crate::cause::{Scene, told};
use crate::deadline::Deadline;
use crate::decode::{DecodeError, Decoding};
use crate::hop::{Ending, Trip};

/// How much of a redirect's body is read, so that its connection can be used again.
const DRAINED: u64 = 64 * 1024;

/// How long is waited for it.
const DRAINING: Duration = Duration::from_millis(250);

impl Trip<'_> {
    /// Reads the body, decoding as it comes.
    pub(crate) async fn receive(
        &self,
        answer: &mut reqwest::Response,
        scene: &Scene<'_>,
        head_at: Instant,
    ) -> (Bytes, Ending) {
        let encodings = texts(answer.headers(), &CONTENT_ENCODING);
        let encodings: &[String] = if self.decode { &encodings } else { &[] };
        let promised = length(answer.headers());
        let mut decoding = match Decoding::new(encodings, self.max_body) {
            Ok(decoding) => decoding,
            Err(error) => return (Bytes::new(), Ending::Broken(undecodable(&error))),
        };
        let mut last_byte_at = head_at;
        let error = loop {
            let chunk = match self.deadline.over(answer.chunk()).await {
                Some(Ok(Some(chunk))) => chunk,
                Some(Ok(None)) => {
                    let (body, error) = decoding.finish();
                    let ending =
                        error.map_or(Ending::Whole, |error| Ending::Broken(undecodable(&error)));
                    return (Bytes::from(body), ending);
                }
                Some(Err(error)) => break scene.broken_body(&error, decoding.raw(), promised),
                None => {
                    let timeout = self.deadline.timeout;
                    break scene.late_body(
                        timeout,
                        decoding.raw(),
                        promised,
                        last_byte_at.elapsed(),
                    );
                }
            };
            last_byte_at = Instant::now();
            if let Err(error) = decoding.push(&chunk) {
                break undecodable(&error);
            }
        };
        (Bytes::from(decoding.partial()), Ending::Broken(error))
    }
}

/// Reads a little, so that the connection can be used again. What comes is of no interest.
pub(crate) async fn drain(answer: &mut reqwest::Response, deadline: Deadline) {
    let reading = async {
        let mut drained = 0;
        while let Ok(Some(chunk)) = answer.chunk().await {
            drained += chunk.len() as u64;
            if drained > DRAINED {
                break;
            }
        }
    };
    // Whichever ends first; a body that takes longer costs its connection.
    let _ = deadline.over(tokio::time::timeout(DRAINING, reading)).await;
}

fn undecodable(error: &DecodeError) -> TransportError {
    let kind = match error {
        DecodeError::OverCap { .. } => TransportErrorKind::TooLarge,
        DecodeError::NotThat { .. }
        | DecodeError::Broken { .. }
        | DecodeError::BadEnd { .. }
        | DecodeError::TooDeep { .. } => TransportErrorKind::Protocol,
    };
    told(kind, Phase::Receive, error.to_string())
}

/// Every value of a header, in order; bytes that are no UTF-8 are replaced.
pub(crate) fn texts(headers: &HeaderMap, name: &http::HeaderName) -> Vec<String> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.get_all(name).iter().map(text).collect()
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
