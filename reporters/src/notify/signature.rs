//! Proof that a webhook's request comes from us, and when it was made.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use runner_http::RequestHeader;
use runner_model::Secret;
use sha2::Sha256;

/// `x-tripline-timestamp` (Unix seconds) and `x-tripline-signature`: `v1=` and the HMAC-SHA256 of
/// `TIMESTAMP.BODY` in lower-case hexadecimal. Whoever checks it should refuse old timestamps.
pub(super) fn headers(key: &Secret<String>, body: &[u8], now: Timestamp) -> [RequestHeader; 2] {
    let timestamp = now.as_second().to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    let signature = hex(&mac.finalize().into_bytes());
    [
        RequestHeader::new("x-tripline-timestamp", timestamp),
        RequestHeader::new("x-tripline-signature", format!("v1={signature}")),
    ]
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
