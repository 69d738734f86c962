//! Words that nobody can guess: session tokens, payment tokens.

use std::hash::{BuildHasher as _, RandomState};

/// Makes unguessable words. The randomness is that of the standard library's hash maps:
/// enough for a sample, and no crate is needed for it.
#[derive(Debug, Default)]
pub(crate) struct TokenMint {
    keys: [RandomState; 2],
    made: u64,
}

impl TokenMint {
    /// A word of its own each time: the prefix, and 32 hexadecimal digits.
    pub(crate) fn make(&mut self, prefix: &str) -> String {
        self.made += 1;
        let [left, right] = self.keys.each_ref().map(|key| key.hash_one(self.made));
        format!("{prefix}{left:016x}{right:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_are_the_same() {
        let mut mint = TokenMint::default();
        let (one, two) = (mint.make("s_"), mint.make("s_"));
        assert_ne!(one, two);
        assert_eq!(one.len(), 34);
        assert_ne!(TokenMint::default().make("s_"), one, "another mint has keys of its own");
    }
}
