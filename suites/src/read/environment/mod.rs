//! Environments: merged with what they extend, overlays on top, as types.
//!
//! Lives here: [`resolve`], which makes the environment that a name such as `staging+ios` stands
//! for, [`all`], which looks at every environment of a project, and [`merged`], which keeps the
//! place where each value was written.
//! May touch: what was read. No files: secrets are fetched elsewhere, when a test needs them.
//! Lives elsewhere: whether suites fit an environment (`check`).

mod endpoint;
mod inherit;
mod matrix;
mod merge;
mod read;
mod resolve;
mod secret;

pub use inherit::{extended, is};
pub use merge::removes;
pub(crate) use resolve::cannot_be_run;
pub use resolve::{all, merged, resolve};
