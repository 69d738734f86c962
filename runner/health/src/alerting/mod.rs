//! Who is told of what, and when.
//!
//! Lives here: [`Switchboard`], which turns changes of incidents into messages by the rules of
//! `notify`; and, in [`conditions`], what else people must hear of.
//! May touch: the nouns, `crate::incident`. No clock: everything is given the time. No sending:
//! messages are returned as [`Told`], and stored in the outbox together with the state.
//! Lives elsewhere: the words of a message and its sending (`reporters`).

pub mod conditions;
mod fallback;
mod line;
mod news;
mod plan;
mod routes;
mod rule;
mod switchboard;
mod told;
mod topic;
mod topics;

pub use fallback::fallback;
pub use routes::{Place, Routes, Timing};
pub use rule::{NotifyOn, NotifyRule, Only};
pub use switchboard::Switchboard;
pub use told::Told;
pub use topic::Topic;
pub use topics::announce;

#[cfg(test)]
mod tests;
