//! The gate, seen from outside: the real binary, the sample shop in versions, files and stores.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[expect(dead_code, reason = "these tests need only some of it")]
mod harness;

mod examples;
mod memory;
mod pipeline;
mod served;
mod service;
mod stage;
mod tenants;
mod triggers;
mod verdicts;
