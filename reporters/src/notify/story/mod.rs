//! The verdict: one sentence a person could paste into a chat.
//!
//! Lives here: what, where, since when, and why, in words.
//! Lives elsewhere: everything else a message says (`facts`).

mod affairs;
mod deploy;
mod digest;
mod incident;
mod promised;
mod told;

pub(super) use digest::{days_since, share};
pub(super) use incident::{found, label};
pub(super) use told::Story;
