//! Content encodings, done right.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

/// `Content-Encoding: gzip`.
pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).expect("a vector takes all bytes");
    encoder.finish().expect("a vector takes all bytes")
}

/// `Content-Encoding: deflate`, which is zlib.
pub(crate) fn deflate(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).expect("a vector takes all bytes");
    encoder.finish().expect("a vector takes all bytes")
}

/// `Content-Encoding: br`.
pub(crate) fn br(plain: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20);
    encoder.write_all(plain).expect("a vector takes all bytes");
    encoder.into_inner()
}

/// `Content-Encoding: zstd`.
pub(crate) fn zstd(plain: &[u8]) -> Vec<u8> {
    zstd::encode_all(plain, 0).expect("a vector takes all bytes")
}
