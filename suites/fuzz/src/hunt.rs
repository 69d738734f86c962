//! Input after input, until one breaks the property or the time is up.

use std::time::{Duration, Instant};

use thiserror::Error;

use crate::corpus::Corpus;
use crate::dice::Dice;
use crate::mutate::Mutator;
use crate::shrink::shrunk;
use crate::trial::attempt;
use crate::watch::Watch;

/// With it the first inputs are the same every time.
const KNOWN_SEED: u64 = 0x7219_11e5;

/// How many of them there are.
const KNOWN: usize = 150;

/// How long a test hunts when nobody says.
const USUAL: Duration = Duration::from_secs(1);

/// What is hunted with.
pub struct Hunt {
    name: &'static str,
    corpus: Corpus,
    slow: Duration,
    time: Duration,
}

/// An input that breaks the property.
#[derive(Debug, Error)]
#[error("{what}\n  seed {seed}, input {count}, as Rust writes it:\n  b\"{}\"", .input.escape_ascii())]
pub struct Prey {
    /// What went wrong.
    pub what: String,
    /// The least of it.
    pub input: Vec<u8>,
    /// Repeats the hunt.
    pub seed: u64,
    /// How many inputs the seed gave before.
    pub count: usize,
}

impl Hunt {
    /// `slow` is the longest that one input of at most 8 kB may take.
    ///
    /// # Panics
    /// When the corpus is empty: then nothing would be tried.
    pub fn new(name: &'static str, corpus: Corpus, slow: Duration) -> Self {
        assert!(!corpus.is_empty(), "there is nothing to make inputs of");
        Self { name, corpus, slow, time: seconds() }
    }

    /// Hunts: a known number of inputs that are the same every time, then others as long as there
    /// is time. Tells how many there were and of which seed.
    ///
    /// # Errors
    /// The first input for which the property does not hold, cut down.
    pub fn run(&self, property: impl Fn(&[u8]) -> Result<(), String>) -> Result<String, Prey> {
        let begun = Instant::now();
        let watch = Watch::begin(self.name);
        let known = self.with_seed(&property, &watch, KNOWN_SEED, |count| count < KNOWN)?;
        let seed = given_seed().unwrap_or_else(Dice::fresh_seed);
        let more = self.with_seed(&property, &watch, seed, |_| begun.elapsed() < self.time)?;
        Ok(format!("{}: {known} known inputs, {more} of FUZZ_SEED={seed}", self.name))
    }

    fn with_seed(
        &self,
        property: &dyn Fn(&[u8]) -> Result<(), String>,
        watch: &Watch,
        seed: u64,
        go_on: impl Fn(usize) -> bool,
    ) -> Result<usize, Prey> {
        let mut mutator = Mutator::new(self.corpus.clone(), seed);
        let mut count = 0;
        while go_on(count) {
            let input = mutator.next_input();
            watch.next(&input);
            let begun = Instant::now();
            if let Err(what) = attempt(property, &input) {
                let fails = |input: &[u8]| {
                    watch.next(input);
                    attempt(property, input).is_err_and(|other| is_alike(&what, &other))
                };
                return Err(Prey { input: shrunk(&input, fails), what, seed, count });
            }
            let taken = begun.elapsed();
            if taken > self.slow {
                let what = format!("took {taken:?}, and {:?} is the limit", self.slow);
                return Err(Prey { what, input, seed, count });
            }
            count += 1;
        }
        Ok(count)
    }
}

/// The same mistake: panics stand in the same line, messages begin alike.
fn is_alike(one: &str, other: &str) -> bool {
    let beginning =
        |text: &str| text.lines().next().unwrap_or_default().chars().take(60).collect::<String>();
    beginning(one) == beginning(other)
}

#[expect(clippy::disallowed_methods, reason = "a test has no command line of its own")]
fn given(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seconds() -> Duration {
    given("FUZZ_SECONDS").map_or(USUAL, Duration::from_secs)
}

fn given_seed() -> Option<u64> {
    given("FUZZ_SEED")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunt() -> Hunt {
        let corpus = Corpus::of([b"one: two\n".to_vec(), b"three: {{four}}\n".to_vec()]);
        let time = Duration::from_millis(50);
        Hunt { time, ..Hunt::new("own", corpus, Duration::from_secs(5)) }
    }

    #[test]
    fn a_panic_is_caught_and_its_input_cut_down() {
        let property = |input: &[u8]| {
            assert!(!input.contains(&b'{'), "no braces");
            Ok(())
        };
        let prey = hunt().run(property).unwrap_err();
        assert!(prey.what.contains("no braces"), "{prey}");
        assert_eq!(prey.input, b"{");
    }

    #[test]
    fn a_property_that_holds_is_tried_many_times() {
        assert!(hunt().run(|_| Ok(())).unwrap().starts_with("own: 150 known inputs, "));
    }
}
