//! A suite: how it does, step by step and day by day.

mod assertions;
mod cited;
mod days;
mod other;
mod page;
mod revision;
mod source;
mod sparks;
mod squares;
mod steps;
mod told;
mod watched;

pub(crate) use assertions::{Assertion, Assertions};
pub(crate) use cited::hide_credentials;
pub(crate) use days::Day;
pub(crate) use page::show;
pub(crate) use revision::checked_out;
pub(crate) use source::written;
pub(crate) use steps::StepTimes;
pub(crate) use told::{Told, told};
pub(crate) use watched::Watched;
