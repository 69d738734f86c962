//! Compressed zeros, made without compressing them all: one compressed unit, sent many times.

use std::io::Write;

use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};

use crate::act::Act;

/// What a full-size bomb unpacks to.
pub(crate) const GIGABYTE: u64 = 1 << 30;

/// Zeros in one unit. A bomb's size is a multiple of it.
const UNIT: usize = 128 * 1024;

static ZEROS: [u8; UNIT] = [0; UNIT];

/// gzip of `size` zeros. After a full flush, equal input gives equal output.
pub(crate) fn gzip(size: u64) -> Vec<Act> {
    let units = size / UNIT as u64;
    let mut compress = Compress::new(Compression::best(), false);
    let mut unit = Vec::with_capacity(UNIT);
    compress.compress_vec(&ZEROS, &mut unit, FlushCompress::Full).expect("zeros can be compressed");
    let mut of_unit = Crc::new();
    of_unit.update(&ZEROS);
    let mut crc = Crc::new();
    for _ in 0..units {
        crc.combine(&of_unit);
    }
    // Deflate, no flags, no time, no name, unknown system; then, at the end, an empty last block.
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    let size_modulo = u32::try_from(size & 0xffff_ffff).expect("masked to 32 bits");
    let end = [&[3, 0][..], &crc.sum().to_le_bytes(), &size_modulo.to_le_bytes()].concat();
    vec![
        Act::Send(Bytes::copy_from_slice(&header)),
        Act::Repeat(unit.into(), units),
        Act::Send(end.into()),
    ]
}

/// Brotli of `size` zeros. From the second flush on, equal input gives equal output.
pub(crate) fn br(size: u64) -> Vec<Act> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), UNIT, 5, 18);
    let mut ends = Vec::new();
    for _ in 0..2 {
        encoder.write_all(&ZEROS).expect("a vector takes all bytes");
        encoder.flush().expect("a vector takes all bytes");
        ends.push(encoder.get_ref().len());
    }
    let all = Bytes::from(encoder.into_inner());
    vec![
        Act::Send(all.slice(..ends[0])),
        Act::Repeat(all.slice(ends[0]..ends[1]), size / UNIT as u64 - 1),
        Act::Send(all.slice(ends[1]..)),
    ]
}

/// Zstandard of `size` zeros, written by hand: a frame of run-length blocks.
pub(crate) fn zstd(size: u64) -> Vec<Act> {
    /// A block's type is in bits 1 and 2 of its 24-bit header, its size above.
    const RUN_LENGTH: u32 = 1 << 1;
    const LAST: u32 = 1;
    let block = |flags: u32| {
        let header = (u32::try_from(UNIT).expect("a unit is small") << 3) | RUN_LENGTH | flags;
        Bytes::from([&header.to_le_bytes()[..3], &[0]].concat())
    };
    // The magic number; no checksum, no size; a window of 1 MB.
    let start = Bytes::from_static(&[0x28, 0xb5, 0x2f, 0xfd, 0, 0x50]);
    let units = size / UNIT as u64;
    vec![Act::Send(start), Act::Repeat(block(0), units - 1), Act::Send(block(LAST))]
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const SMALL: u64 = 1 << 21;

    fn packed(acts: &[Act]) -> Vec<u8> {
        let mut all = Vec::new();
        for act in acts {
            if let Act::Send(bytes) = act {
                all.extend_from_slice(bytes);
            } else if let Act::Repeat(bytes, times) = act {
                all.extend(bytes.repeat(usize::try_from(*times).unwrap()));
            } else {
                panic!("a bomb does not {act:?}");
            }
        }
        all
    }

    fn assert_zeros(mut unpack: impl Read, packed_len: usize) {
        let mut plain = Vec::new();
        unpack.read_to_end(&mut plain).unwrap();
        assert_eq!(plain.len() as u64, SMALL);
        assert!(plain.iter().all(|byte| *byte == 0));
        assert!(packed_len as u64 * 100 < SMALL, "{packed_len} bytes are no bomb");
    }

    #[test]
    fn the_gzip_bomb_is_valid_gzip_checksum_included() {
        let packed = packed(&gzip(SMALL));
        assert_zeros(flate2::read::GzDecoder::new(&packed[..]), packed.len());
    }

    #[test]
    fn the_brotli_bomb_is_valid_brotli() {
        let packed = packed(&br(SMALL));
        assert_zeros(brotli::Decompressor::new(&packed[..], 4096), packed.len());
    }

    #[test]
    fn the_zstd_bomb_is_valid_zstandard() {
        let packed = packed(&zstd(SMALL));
        assert_zeros(zstd::Decoder::new(&packed[..]).unwrap(), packed.len());
    }
}
