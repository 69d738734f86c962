//! What is watched: the monitors of a project, each with what it runs.
//!
//! Lives here: from the project's files to [`Watched`] monitors, and which commit of the files that
//! is. Nothing is sent.
//! Lives elsewhere: when they run (`schedule`), running them (`work`).

mod asked;
mod read;
mod revision;
#[cfg(test)]
pub(crate) mod sample;
mod watched;

pub use read::{Refused, Watch};
pub use revision::revision;
pub use watched::Watched;
