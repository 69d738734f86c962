//! Whatever stands in a file, in a path, in a template, in an answer: it is read to its end
//! without a panic and in time, and what is wrong with it has a place in it.

mod answer;
mod path;
mod project;
mod said;
mod suite;
mod template;
mod yaml;

use std::time::Duration;

use suites_fuzz::{Corpus, Hunt};

/// In a build for tests, for 8 kB, on a busy machine.
const SLOW: Duration = Duration::from_secs(20);

/// Hunts, and tells how much was tried.
#[expect(clippy::print_stdout, reason = "the seed repeats a hunt, and shows how much was tried")]
fn hunt(name: &'static str, corpus: Corpus, property: impl Fn(&[u8]) -> Result<(), String>) {
    match Hunt::new(name, corpus, SLOW).run(property) {
        Ok(told) => println!("{told}"),
        Err(prey) => panic!("{prey}"),
    }
}
