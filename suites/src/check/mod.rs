//! What can be told without sending anything: a suite looked at as a whole.
//!
//! Lives here: variables and their scopes, services, flows, safety of repeating; and what depends
//! on an environment. May touch: what was read. No files, no network.
//! Lives elsewhere: what a key may hold (`read`); merging environments (`environment`).

mod names;
mod uses;
mod variables;

pub use names::Names;
