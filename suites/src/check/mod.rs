//! What can be told without sending anything: a suite looked at as a whole.
//!
//! Lives here: variables and their scopes, services, flows, safety of repeating; and what depends
//! on an environment. May touch: what was read. No files, no network.
//! Lives elsewhere: what a key may hold (`read`); merging environments (`environment`).

mod circles;
mod credentials;
mod environment;
mod environment_itself;
mod environments_named;
mod every_step;
mod flows;
mod mentions;
mod monitors;
mod names;
mod repeating;
mod services;
mod suite;
mod target;
mod unread;
mod uses;
mod variables;
mod wording;

pub use environment::{Place, environment};
pub(crate) use environment_itself::environment_itself;
pub use mentions::{Entries, Mentions, mentions};
pub(crate) use monitors::{Whole, good_when, monitors, suites_of};
pub use names::Names;
pub use suite::suite;
pub use unread::Unread;
pub use wording::{Wording, wording};
