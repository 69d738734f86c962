//! One file a command.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod db;
pub(crate) mod demo;
pub(crate) mod dora;
pub(crate) mod env;
pub(crate) mod gate;
pub(crate) mod heartbeat;
pub(crate) mod incident;
pub(crate) mod monitor;
pub(crate) mod new;
pub(crate) mod notify;
pub(crate) mod run;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod slo;
pub(crate) mod status;
pub(crate) mod status_page;
pub(crate) mod token;
pub(crate) mod trigger;
pub(crate) mod user;
