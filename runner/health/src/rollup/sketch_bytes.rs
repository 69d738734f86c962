//! A latency sketch as bytes.
//!
//! One byte for the version of the form. Then for each bucket in order: how far it lies behind the
//! one before, and how often it was met; both as LEB128, seven bits in a byte. An hour of runs
//! takes some dozen bytes.

use thiserror::Error;

use super::LatencySketch;
use super::latency_sketch::LAST;

/// The version of the form.
const VERSION: u8 = 1;

/// Bytes that are no sketch.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum UnreadableSketch {
    /// Written by a version of tripline that this one does not know.
    #[error(
        "a latency sketch of version {0} cannot be read: this tripline writes version {VERSION}"
    )]
    UnknownVersion(u8),
    /// The end is missing.
    #[error("a latency sketch is cut off")]
    Cut,
    /// A number that no sketch holds.
    #[error("a latency sketch is damaged")]
    Damaged,
}

impl LatencySketch {
    /// Its bytes; none of an empty sketch.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.buckets.len() * 2);
        let mut last = 0;
        for &(bucket, count) in &self.buckets {
            if bytes.is_empty() {
                bytes.push(VERSION);
            }
            write(&mut bytes, u64::from(bucket - last));
            write(&mut bytes, count);
            last = bucket;
        }
        bytes
    }

    /// Reads what [`LatencySketch::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`UnreadableSketch`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, UnreadableSketch> {
        let Some((&version, mut rest)) = bytes.split_first() else { return Ok(Self::default()) };
        if version != VERSION {
            return Err(UnreadableSketch::UnknownVersion(version));
        }
        let mut buckets: Vec<(u16, u64)> = Vec::new();
        while !rest.is_empty() || buckets.is_empty() {
            let (step, count) = (read(&mut rest)?, read(&mut rest)?);
            let last = buckets.last().map(|bucket| bucket.0);
            let bucket = u64::from(last.unwrap_or(0)).checked_add(step);
            let bucket = bucket.and_then(|b| u16::try_from(b).ok()).filter(|&b| b <= LAST);
            let bucket = bucket.ok_or(UnreadableSketch::Damaged)?;
            if count == 0 || last == Some(bucket) {
                return Err(UnreadableSketch::Damaged);
            }
            buckets.push((bucket, count));
        }
        Ok(Self { buckets })
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut &[u8]) -> Result<u64, UnreadableSketch> {
    let mut number = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(UnreadableSketch::Cut)?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        if part << shift >> shift != part {
            return Err(UnreadableSketch::Damaged);
        }
        number |= part << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(UnreadableSketch::Damaged)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_hour_of_runs_takes_some_dozen_bytes() {
        let mut sketch = LatencySketch::default();
        (0..60).for_each(|minute| sketch.add(Duration::from_millis(100 + minute * 7 % 40)));
        assert!(sketch.to_bytes().len() < 80, "{}", sketch.to_bytes().len());
        assert_eq!(LatencySketch::default().to_bytes(), [0_u8; 0]);
    }

    #[test]
    fn what_is_no_sketch_is_refused() {
        use UnreadableSketch::{Cut, Damaged, UnknownVersion};
        let read = LatencySketch::from_bytes;
        assert_eq!(read(&[2, 1, 1]), Err(UnknownVersion(2)));
        assert_eq!(read(&[1]), Err(Cut));
        assert_eq!(read(&[1, 5]), Err(Cut));
        assert_eq!(read(&[1, 5, 0]), Err(Damaged));
        assert_eq!(read(&[1, 5, 1, 0, 1]), Err(Damaged));
        assert_eq!(read(&[1, 0xff, 0xff, 0x7f, 1]), Err(Damaged));
        assert_eq!(
            read(&[1, 5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]),
            Err(Damaged)
        );
    }

    proptest! {
        #[test]
        fn a_sketch_comes_back_as_it_was(all: Vec<u64>) {
            let mut sketch = LatencySketch::default();
            all.into_iter().for_each(|nanos| sketch.add(Duration::from_nanos(nanos)));
            prop_assert_eq!(LatencySketch::from_bytes(&sketch.to_bytes()), Ok(sketch));
        }

        #[test]
        fn any_bytes_are_a_sketch_or_refused(bytes: Vec<u8>, counted in 0_u8..2) {
            let bytes: Vec<u8> = [counted].into_iter().chain(bytes).collect();
            if let Ok(sketch) = LatencySketch::from_bytes(&bytes) {
                prop_assert!(sketch.count() > 0 && sketch.percentiles().is_some());
                let again = LatencySketch::from_bytes(&sketch.to_bytes());
                prop_assert_eq!(again, Ok(sketch));
            }
        }
    }
}
