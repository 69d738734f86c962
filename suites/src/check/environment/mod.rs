//! What is wrong with suites in an environment, or without one.
//!
//! Lives here: what `check -e NAME` and `run` add to what is wrong everywhere.
//! Lives elsewhere: what is wrong with the environment itself (`environment_itself`).

mod combinations;
mod hosts;
mod known;
mod place;
mod together;
mod writes;

pub(super) use known::own_names;
pub use place::Place;
pub use together::environment;
