//! The shop as its customers see it: over HTTP, on ports of its own.

mod alerts;
mod catalogue;
#[cfg(test)] // It always is; said so that `allow-unwrap-in-tests` holds for its helpers.
mod client;
#[cfg(test)] // As above.
mod drill;
mod front;
mod lifecycle;
#[cfg(test)] // As above.
mod mails;
mod orders;
mod payments;
mod project;
mod releases;
mod sessions;
mod uploads;
