//! Deploys: what each did to the tests of its service.

mod broken;
mod by_runs;
mod drawn;
mod judged;
mod latest;
mod page;

pub(crate) use broken::Broken;
pub(crate) use by_runs::until;
pub(crate) use judged::{Judged, JudgedTest, Key};
pub(crate) use latest::{Latest, latest};
pub(crate) use page::{show, show_one};
