//! When monitors run.
//!
//! Lives here: the slots of a monitor ([`Slots`]) and which of many monitors is due next
//! ([`Agenda`]). Pure: every decision takes `now`.
//! Lives elsewhere: waiting until then, and running (`work`).

mod agenda;
mod rhythm;
mod slots;

pub use agenda::{Agenda, Due};
pub use slots::Slots;

#[cfg(test)]
mod tests;
