use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

const TEXT: &[u8] = b"so much depends upon a red wheel barrow glazed with rain water";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn br(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 5, 22).write_all(bytes).unwrap();
    out
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

/// Decodes what comes in pieces of `piece` bytes.
fn decode(coding: &str, wire: &[u8], piece: usize, cap: u64) -> (Vec<u8>, Option<DecodeError>) {
    let mut decoding = Decoding::new(&[coding.to_owned()], cap).unwrap();
    for chunk in wire.chunks(piece) {
        if let Err(error) = decoding.push(chunk) {
            return (decoding.partial(), Some(error));
        }
    }
    decoding.finish()
}

type Encode = fn(&[u8]) -> Vec<u8>;

const CODINGS: [(&str, Encode); 6] = [
    ("gzip", gzip),
    ("x-gzip", gzip),
    ("deflate", zlib),
    ("deflate", deflate),
    ("br", br),
    ("ZSTD", zst),
];

#[test]
fn every_coding_comes_out_the_same_however_it_is_cut() {
    let long = TEXT.repeat(5000);
    for (coding, encode) in CODINGS {
        for text in [TEXT, &long, b""] {
            let wire = encode(text);
            for piece in [1, 7, 4096, usize::MAX] {
                let (out, error) = decode(coding, &wire, piece, 1 << 20);
                assert!(error.is_none(), "{coding} by {piece}: {error:?}");
                assert!(out == text, "{coding} by {piece}");
            }
        }
    }
}

#[test]
fn codings_may_be_wrapped_around_each_other() {
    let wire = zst(&br(&gzip(TEXT)));
    let (out, error) = decode("gzip, br, identity, zstd", &wire, 5, 1000);
    assert!(error.is_none() && out == TEXT, "{error:?}");
    let many = vec!["gzip".to_owned(); 7];
    let error = Decoding::new(&many, 1000).err().unwrap();
    let message = "the body is encoded 7 times over; 4 are the most that is decoded";
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_body_cut_anywhere_is_never_taken_for_whole() {
    for (coding, encode) in CODINGS {
        let wire = encode(TEXT);
        for end in 1..wire.len() {
            let (_, error) = decode(coding, &wire[..end], usize::MAX, 1000);
            assert!(error.is_some(), "{coding} cut at {end} of {}", wire.len());
        }
    }
}

#[test]
fn no_garbage_is_taken_for_a_body_or_makes_a_panic() {
    let mut state = 7_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    for (coding, encode) in CODINGS {
        let wire = encode(&TEXT.repeat(20));
        for _ in 0..300 {
            let mut wire = wire.clone();
            for _ in 0..3 {
                let at = usize::from(noise()) * wire.len() / 256;
                wire[at] = noise();
            }
            let (out, _) = decode(coding, &wire, 16, 10_000);
            assert!(out.len() <= 10_000);
        }
    }
}

#[test]
fn a_bomb_holds_no_more_than_the_cap() {
    let zeros = vec![0; 50_000_000];
    for (coding, encode) in CODINGS {
        let wire = encode(&zeros);
        let mut decoding = Decoding::new(&[coding.to_owned()], 1_000_000).unwrap();
        let error = wire.chunks(8192).find_map(|chunk| decoding.push(chunk).err());
        assert!(matches!(error, Some(DecodeError::OverCap { .. })), "{coding}: {error:?}");
        let sink = decoding.stack.sink();
        assert_eq!((sink.bytes.len(), sink.bytes.capacity()), (1_000_000, 1_000_000), "{coding}");
    }
}

#[test]
fn sizes_are_said_as_they_are_written_in_a_suite() {
    let words = [0, 17, 1000, 1024, 4095, 10_000_000, 1 << 20, 2_000_000_000].map(in_words);
    let expected = ["0 bytes", "17 bytes", "1 kB", "1 KiB", "4095 bytes", "10 MB", "1 MiB", "2 GB"];
    assert_eq!(words, expected);
}
