//! What monitors run, beside the suites: files, tags, tests and steps that exist, in environments
//! where they can be run.
//!
//! Lives here: what can be told when all suites of a project have been read.
//! Lives elsewhere: what can be told from the project file alone (`read::project`).

mod good_when;
mod in_environments;
mod mentioned;
mod monitored;
mod targets;
mod whole;

pub(crate) use good_when::good_when;
pub(crate) use monitored::suites_of;
pub(crate) use whole::{Whole, monitors};
