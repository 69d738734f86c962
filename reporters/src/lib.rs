//! A run, made readable: console, progress line, JSON, JUnit, TAP, GitHub, HTML. And people, told:
//! [`notify`].
//!
//! Lives here: [`Reporter`] and everything that is one. A reporter listens to
//! [`RunEvent`](runner_model::RunEvent)s, which are masked already, and writes to what it is given.
//! May touch: runner-model, for [`gate`] the verdicts of runner-health, the writer in hand, and
//! (only [`to_file`]) the file system; [`notify`] alone the network. No clock, no environment variables: whether to use colour is decided by
//! whoever builds a [`Console`].
//! Lives elsewhere: doing what is reported (`runner-engine`), choosing reporters (`runner/cli`).
//!
//! To add a reporter: write its file, add a variant to [`ReportKind`]. The compiler finds the rest.

mod console;
mod curl;
mod file;
mod finding;
pub mod gate;
mod github;
mod html;
mod json;
mod jsonl;
mod junit;
mod kind;
pub mod notify;
mod progress;
mod reporter;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod secrets;
mod short;
mod tap;
mod verdict;

pub use console::{Console, ConsoleOptions, Verbosity};
pub use curl::curl;
pub use file::{FileReport, ReportFile, to_end_of_file, to_file, to_file_as_it_goes};
pub use github::{GithubAnnotations, GithubSummary};
pub use html::{Html, Inspected, Waterfall};
pub use json::Json;
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use kind::{ReportKind, UnknownReport};
pub use progress::Progress;
pub use reporter::{Reporter, Reporters};
pub(crate) use runner_model::human;
pub use short::in_short;
pub use tap::Tap;
