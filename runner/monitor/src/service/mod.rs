//! The service: one loop that says what is to be done, and the tasks that do it.
//!
//! Lives here: [`Service`], which starts and stops; what is to be done next (`control`), one run of
//! a monitor at a time (`lanes`), writing (`scribe`), what people ask for (`inbox`).
//! Lives elsewhere: when monitors are due (`schedule`), running them (`work`), what it means
//! (`judge`), telling people (`notify`).

mod beside;
mod conductor;
mod control;
mod drift;
mod lanes;
mod lookout;
mod pile;
mod scribe;
mod started;
mod trouble;

pub(crate) use conductor::{Command, Refusal};
pub(crate) use drift::Drift;
pub(crate) use scribe::Scribe;
pub use started::{Condition, Running, Service, Settings, StartError};

#[cfg(test)]
mod tests;
