//! The product, seen from outside: the real binary, a real origin, files in a temporary folder.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod chains;
mod check;
mod cleanup;
mod command_line;
mod data;
mod demo;
mod environments;
mod exit_codes;
mod hostile_files;
mod hostile_http2;
mod hostile_lies;
mod hostile_memory;
mod hostile_servers;
mod hostile_storms;
mod hostile_tls;
mod interrupt;
mod new;
mod outputs;
mod protection;
mod repeating;
mod reports;
mod secrets;
mod selection;
mod support;
mod verdicts;
mod watch;
