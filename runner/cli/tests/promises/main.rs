//! `tripline slo` and `tripline dora`, seen from outside: the real binary over scripted runs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[expect(dead_code, reason = "these tests need only some of it")]
mod harness;

mod backtest;
mod document;
mod dora;
mod explain;
mod export;
mod months;
mod outlook;
mod recorded;
mod scripted;
mod table;
mod tree;
