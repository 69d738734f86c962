//! Sending what people are to be told.
//!
//! Lives here: the channels of the project, ready to be used ([`Notifiers`]), and the loops that
//! send what waits in the outbox, one for each channel, so that none holds another up; where people
//! look ([`Pages`]).
//! Lives elsewhere: who is told what (`judge`), the words and the ways (`reporters`).

mod channels;
mod courier;
mod messenger;
mod pages;
mod wording;

pub use channels::Notifiers;
pub(crate) use messenger::Messenger;
pub use pages::{NoPages, Pages};
pub use wording::wording_problems;
