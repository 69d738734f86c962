//! What is different between an answer that failed and the last one that passed.
//!
//! Lives here: finding the step and its counterpart (`between`), comparing two answers (`answers`),
//! two JSON documents (`json`), and what differs each time and says nothing (`noise`).
//! May touch: nothing; all of it is pure.

mod answers;
mod between;
mod change;
mod json;
mod noise;
mod shape;

pub use between::{Difference, StepDifference};
pub use change::Change;
