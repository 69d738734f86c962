//! Everything about a run: JSON, compressed.

use runner_model::TestResult;

use crate::ReadError;

/// How hard zstd tries: a tenth of a millisecond for a common result.
const LEVEL: i32 = 3;

/// How large a detail may be when it is read: what is beyond was never written.
const LARGEST: usize = 1 << 30;

/// The bytes that keep `detail`.
pub(crate) fn pack(detail: &TestResult) -> Result<Vec<u8>, serde_json::Error> {
    let json = serde_json::to_vec(detail)?;
    zstd::bulk::compress(&json, LEVEL).map_err(serde_json::Error::io)
}

/// The detail that `bytes` keep.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Box<TestResult>, ReadError> {
    let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
    let size = size.and_then(|size| usize::try_from(size).ok()).filter(|size| *size <= LARGEST);
    let size = size.ok_or_else(|| ReadError::damaged("a result", "it is not compressed JSON"))?;
    let json =
        zstd::bulk::decompress(bytes, size).map_err(|e| ReadError::damaged("a result", e))?;
    serde_json::from_slice(&json).map_err(|e| ReadError::damaged("a result", e))
}
