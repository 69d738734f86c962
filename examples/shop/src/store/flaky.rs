//! Something that fails now and then, but always in the same places.

use super::bounded::Bounded;

/// How many keys are counted at the same time.
const KEYS: usize = 1_000;

/// Counts the requests for each key.
#[derive(Debug)]
pub(crate) struct Flaky {
    counts: Bounded<String, u64>,
}

impl Default for Flaky {
    fn default() -> Self {
        Self { counts: Bounded::new(KEYS) }
    }
}

/// How one request fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// Counts from 1.
    pub(crate) number: u64,
    /// The first of every three.
    pub(crate) fails: bool,
}

impl Flaky {
    /// Counts one more request.
    pub(crate) fn attempt(&mut self, key: String) -> Attempt {
        let number = self.counts.get(&key).copied().unwrap_or(0) + 1;
        self.counts.insert(key, number);
        Attempt { number, fails: number % 3 == 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_every_three_fails() {
        let mut flaky = Flaky::default();
        let fails: Vec<bool> = (0..6).map(|_| flaky.attempt("a".to_owned()).fails).collect();
        assert_eq!(fails, [true, false, false, true, false, false]);
        assert!(flaky.attempt("b".to_owned()).fails, "keys are counted apart");
    }
}
