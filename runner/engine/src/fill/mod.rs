//! Templates in; values out.
//!
//! Lives here: looking names up, helpers, random values from a seed.
//! Lives elsewhere: the names themselves (`scope`), how a value is encoded for its place
//! (`request`), parsing templates (`suites`).

mod call;
mod fake;
mod filler;
mod lookup;
mod random;
mod text;
mod time;
mod unfilled;

pub(crate) use filler::{Filler, RequestFacts};
pub(crate) use random::{Seed, hash};
pub(crate) use text::{describe, text_of};
pub(crate) use time::moment;
pub(crate) use unfilled::FillError;
