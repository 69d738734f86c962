//! The pages, as people see them: the real binary, a real browser, one outage from its beginning to
//! its end.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "these tests need only some of it")]
mod harness;

mod access;
mod arrows;
mod asked;
mod chromium;
mod demo;
mod every_page;
mod focus;
mod hostile;
mod keys;
mod live;
mod long_names;
mod looks;
mod outage;
mod page;
mod screen;
mod screenshots;
mod shop;
mod sign_in;
mod wire;
