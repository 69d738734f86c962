//! A suite: how it does, step by step and day by day.

mod days;
mod page;
mod steps;

pub(crate) use page::show;
