//! The service, seen from outside, while things break: the real binary, a real origin, a real
//! store.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod commands;
mod demo;
mod door;
mod ending;
mod full_disk;
mod kills;
mod locked;
mod offline;
mod people;
mod receivers;
mod reloading;
mod unreadable;
mod watched;
