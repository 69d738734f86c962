//! Carrying out what is due.
//!
//! Lives here: a job, carried out ([`Worker`]), and whether it is we who are offline
//! (`connectivity`).
//! Lives elsewhere: when something is due (`schedule`), what the results mean (`judge`).

mod connectivity;
mod finished;
mod job;
mod worker;

pub use connectivity::{Connectivity, Sight};
pub(crate) use finished::Occasion;
pub use finished::{Finished, MetCertificate, Observed};
pub use job::Job;
pub use worker::{Worker, WorkerTools};

#[cfg(test)]
mod tests;
