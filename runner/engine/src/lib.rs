//! Suite to plan to run, as a stream of events.
//!
//! The way of the data: [`plan`](Plan::of) multiplies suites out over cases and matrix entries;
//! `run` carries a plan out, step by step: `fill` fills its templates, `request` makes it a
//! request, `judge` judges the answer. What happens is told as [`runner_model::RunEvent`]s,
//! masked; the engine never prints.
//!
//! May touch: the network (through `runner-http`), files that suites name, commands that
//! environments name for secrets.
//! Lives elsewhere: the language (`suites`), reports (`reporters`).

mod conceal;
mod fill;
mod identity;
mod input;
mod json;
mod jsonpath;
mod judge;
mod outside_runs;
mod plan;
mod preview;
mod request;
mod run;
mod scope;
mod secrets;

pub use identity::{fresh_run, fresh_seed, fresh_token};
pub use input::read_input;
pub use judge::is_of_type;
pub use outside_runs::ProjectSecrets;
pub use plan::{Only, Plan, PlannedSuite, PlannedVariant, Planning, Selection, UnknownSelection};
pub use preview::{Preview, Shown, preview};
pub use run::{Detail, Lasting, Listener, Options, Stop, StopLevel, Tools, run, shell_quoted};
