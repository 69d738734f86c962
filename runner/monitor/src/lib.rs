//! The monitor service: suites on a schedule, for months.
//!
//! The way of the data: [`schedule`] says what is due, `work` carries it out, `judge` works out
//! what it means and what people must hear, all of which is written in one transaction; `notify`
//! sends it, in a loop of its own.

pub mod diary;
mod errands;
mod event;
mod housekeeping;
mod influx;
mod judge;
mod listener;
pub mod metrics;
mod notify;
mod orders;
pub mod promises;
pub mod schedule;
pub mod service;
pub mod watch;
pub mod work;

pub use event::Event;
pub use listener::Listener;
pub use notify::{NoPages, Notifiers, Pages, wording_problems};
