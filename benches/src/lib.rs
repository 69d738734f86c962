//! What both benchmarks use.
//!
//! Lives here: the server that everybody asks ([`Origin`]), tables ([`Grid`]).
//! Lives elsewhere: what is measured (`benches/run`: the binary `benches`; `benches/serve`: the
//! binary `serve`).

mod grid;
mod origin;

pub use grid::Grid;
pub use origin::Origin;
