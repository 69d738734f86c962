//! What visitors of the service see and may do, asked over HTTP: the real binary, a real store, a
//! real origin.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "these tests need only some of it")]
mod harness;

mod blocked;
mod exported;
mod feed;
mod publishing;
#[path = "../../../../web/tests/door/routes.rs"]
mod routes;
mod secrets;
mod service;
mod signing_in;
mod ways;
