//! An input, cut down to what is needed.

use std::time::{Duration, Instant};

/// No input is cut down for longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The shortest input found for which `fails` is still true.
pub(crate) fn shrunk(input: &[u8], fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let begun = Instant::now();
    let mut least = input.to_vec();
    let mut length = least.len() / 2;
    while length > 0 {
        let mut at = 0;
        let before = least.len();
        while at < least.len() && begun.elapsed() < PATIENCE {
            let end = (at + length).min(least.len());
            let without = [&least[..at], &least[end..]].concat();
            if fails(&without) { least = without } else { at += length }
        }
        if least.len() == before || length > 1 {
            length /= 2;
        }
        if begun.elapsed() >= PATIENCE {
            break;
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_stays() {
        let input = b"name: a\nsteps:\n  - get: /b{{c}}\n";
        let least = shrunk(input, |input| input.windows(2).any(|two| two == b"{{"));
        assert_eq!(least, b"{{");
    }
}
