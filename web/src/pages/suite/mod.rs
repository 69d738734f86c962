//! A suite: how it does, step by step and day by day.

mod assertions;
mod cited;
mod days;
mod other;
mod page;
mod source;
mod steps;
mod told;

pub(crate) use assertions::{Assertion, Assertions};
pub(crate) use cited::hide_credentials;
pub(crate) use page::show;
pub(crate) use source::written;
pub(crate) use told::{Told, told};
