//! Deploys: what each did to the tests of its service.

mod broken;
mod by_runs;
mod judged;
mod latest;
mod page;

pub(crate) use by_runs::{Around, ByRuns, until};
pub(crate) use judged::{Judged, Key};
pub(crate) use latest::{Latest, latest};
pub(crate) use page::{show, show_one};
