//! The door, over real connections, with a real store behind it.
#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

mod audited;
mod catalogue;
mod changes;
mod compressed;
mod dependencies_page;
mod described;
mod ending;
mod finding;
mod frame;
mod headlines;
mod hostile;
mod house;
mod incident_page;
mod lists;
mod looking;
mod overview;
mod paged;
mod pages;
mod people;
mod pried;
mod probes;
mod project;
mod refusals;
mod renewed;
mod roles;
mod routes;
mod run_page;
mod runs_page;
mod screen;
mod settings_page;
mod status_pages;
mod suite_page;
mod tables;
mod tokens;
mod triggers;
