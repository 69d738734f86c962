//! The shop as its customers see it: over HTTP, on ports of its own.

mod catalogue;
#[cfg(test)] // It always is; said so that `allow-unwrap-in-tests` holds for its helpers.
mod client;
mod front;
mod lifecycle;
mod orders;
mod payments;
mod project;
mod sessions;
mod uploads;
