//! Files in, everything that is to be known about them out.
//!
//! Lives here: finding the project and the suites, reading them side by side, joining flows to the
//! steps that use them, and all mistakes of all files in one list.
//! May touch: the files and folders it is pointed at.
//! Lives elsewhere: what a file says (`yaml`, `read`), what is wrong with it as a whole (`check`).

mod alert_policy;
mod command;
mod display;
mod find;
mod folder;
mod from_text;
mod join;
mod loader;
mod monitored;
mod parallel;
mod pattern;
mod project;
mod project_file;
mod request;
mod suites;
mod text;

pub use alert_policy::{AlertPolicyFile, alert_policy};
pub use from_text::from_text;
pub use loader::load;
pub use request::{LoadRequest, Loaded};
