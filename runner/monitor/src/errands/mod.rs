//! Errands: tests that somebody wants to be run once, beside all monitors.
//!
//! Lives here: what an errand runs (`planned`), and carrying it out (`errands`). Its results are
//! remembered beside those of the monitors that run the same tests; they change no incident.
//! Lives elsewhere: who may ask (`web`), where errands wait (`runner-store`).

#[expect(clippy::module_inception, reason = "errands that go on are what this room is about")]
mod errands;
mod planned;

pub(crate) use errands::{Errands, Hands, forsaken};
pub(crate) use planned::plan;
