//! Random values that a seed repeats.
//!
//! Each derives from seed, test, case, matrix entry, iteration, step and place (FORMAT.md,
//! section 13): adding a step does not change the values of another.

use sha2::{Digest, Sha256};
use suites::Span;

/// Where a random value stands; gives the same numbers each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seed {
    bits: u64,
    /// Places in the same file are counted from here.
    from: Option<Span>,
}

/// A number for several texts; the border between two texts counts.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

impl Seed {
    pub(crate) fn new(seed: u64) -> Self {
        Self { bits: mix(seed), from: None }
    }

    /// The seed of a part: a test, a step, an iteration.
    #[must_use]
    pub(crate) fn of(self, part: &str) -> Self {
        Self { bits: mix(self.bits ^ hash(&[part])), ..self }
    }

    /// The same, with places counted from the beginning of a step or value: what is written
    /// before it does not matter.
    #[must_use]
    pub(crate) fn counted_from(self, span: Span) -> Self {
        Self { from: Some(span), ..self }
    }

    /// The same, with places counted from the beginning of their file.
    #[must_use]
    pub(crate) fn counted_from_the_top(self) -> Self {
        Self { from: None, ..self }
    }

    /// The seed of a place in a file. Byte offsets, not lines: two values on one line differ.
    #[must_use]
    pub(crate) fn at(self, span: Span) -> Self {
        match self.from {
            Some(from) if from.file == span.file => {
                self.nth(span.start.wrapping_sub(from.start) as usize)
            }
            // Another text's fifth byte is not this one's.
            Some(_) | None => self.of("elsewhere").nth(span.start as usize),
        }
    }

    /// The seed of the nth of several.
    #[must_use]
    pub(crate) fn nth(self, n: usize) -> Self {
        let bits = self.bits.wrapping_add((n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        Self { bits: mix(bits), ..self }
    }

    /// 64 random bits for the nth draw.
    pub(crate) fn bits(self, n: usize) -> u64 {
        self.nth(n).bits
    }

    /// From 0 up to, not including, `bound`; without a bias worth mentioning for bounds < 2^48.
    pub(crate) fn below(self, n: usize, bound: u64) -> u64 {
        let wide = u128::from(self.bits(n)) * u128::from(bound.max(1));
        u64::try_from(wide >> 64).expect("the product of a 64-bit fraction and the bound")
    }
}

/// SplitMix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_draws_differ_and_repeat() {
        let seed = Seed::new(7).of("login");
        assert_eq!(seed.bits(0), Seed::new(7).of("login").bits(0));
        assert_ne!(seed.bits(0), seed.bits(1));
        assert_ne!(seed.bits(0), Seed::new(7).of("logout").bits(0));
        assert_ne!(seed.bits(0), Seed::new(8).of("login").bits(0));
    }

    #[test]
    fn a_bound_is_kept() {
        let seed = Seed::new(1);
        let drawn: Vec<u64> = (0..1000).map(|n| seed.below(n, 6)).collect();
        assert!(drawn.iter().all(|&n| n < 6));
        assert!((0..6).all(|n| drawn.contains(&n)));
    }
}
