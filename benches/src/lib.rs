//! What the benchmarks share.
//!
//! Lives here: the server that everybody asks ([`Origin`]), `tripline serve` as a process
//! ([`Process`]) and what it used ([`Usage`]), tables ([`Grid`]).
//! Lives elsewhere: what is measured (`benches/run`: the binary `benches`; `benches/serve`: the
//! binary `serve`; `benches/web`: the binary `pages`).

mod grid;
mod origin;
mod process;
mod usage;

pub use grid::Grid;
pub use origin::Origin;
pub use process::{NotServing, Process, tripline};
pub use usage::{Untold, Usage};
