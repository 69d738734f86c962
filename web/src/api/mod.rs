//! The API, below `/api/v1`.
//!
//! Lives here: a file for each kind of thing that is asked for or changed.
//! Lives elsewhere: who may ask (`crate::admit`), how a no looks (`crate::problem`).

mod asked;
mod asking;
mod audit;
mod burn_rules;
mod channels;
mod dependencies;
mod deploy_list;
pub(crate) mod deploys;
mod document;
mod find;
mod findings;
mod fresh_run;
mod heartbeats;
pub(crate) mod history;
mod incident_line;
mod incident_list;
mod incidents;
mod millis;
mod monitor_list;
mod monitors;
mod named;
mod objectives;
mod offered;
mod paging;
mod public_updates;
pub(crate) mod radar;
mod run_finding;
mod run_list;
mod runs;
mod schemas;
mod sent;
mod settings;
mod spending;
mod status;
mod suite_monitor;
mod suites;
mod tokens;
pub(crate) mod triggers;
mod ways;

pub(crate) use channels::test as send_test;
pub(crate) use dependencies::what_if;
pub(crate) use document::document;
pub(crate) use incidents::{Note, acknowledge, note};
pub(crate) use monitor_list::MaintenanceLine;
pub(crate) use named::Named;
pub(crate) use objectives::{ObjectiveLine, books, ledger, not_kept};
pub(crate) use offered::{not_read, offer};
pub(crate) use public_updates::{publish, withdraw};
pub(crate) use sent::Sent;
pub(crate) use sent::{MOST, body};
pub(crate) use ways::{Ways, ways};
