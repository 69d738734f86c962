//! Hunting for inputs that make a reader panic, hang or point outside the file.
//!
//! The way of the data: a [`Corpus`] is what the repository holds already; a [`Mutator`] makes
//! inputs of it, from a seed; a [`Hunt`] gives them to a property and, when one does not hold,
//! cuts the input down to what is needed. `tests/` are the properties.
//!
//! `cargo nextest run -p suites-fuzz` hunts for a second in each test,
//! `FUZZ_SECONDS=300 cargo nextest run -p suites-fuzz` for five minutes; `FUZZ_SEED=…` repeats the
//! inputs of an earlier hunt.
//!
//! Lives here: the making of inputs, the watch over time. May touch: files of the repository, to
//! read them; temporary files. Lives elsewhere: what is hunted in.

mod corpus;
mod dice;
mod hunt;
mod mutate;
mod shrink;
mod trial;
mod watch;

pub use corpus::Corpus;
pub use dice::Dice;
pub use hunt::{Hunt, Prey};
pub use mutate::Mutator;
