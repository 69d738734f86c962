//! GitHub Actions: annotations at file and line, and the summary of a job.
//!
//! Lives here: workflow commands for standard output (`annotations`), Markdown for the page of a
//! job (`summary`).
//! Lives elsewhere: what the surroundings say about GitHub (`runner/cli`).

mod annotations;
mod markdown;
mod summary;

pub use annotations::GithubAnnotations;
pub(crate) use markdown::{as_html, fenced, inline};
pub use summary::GithubSummary;

#[cfg(test)]
mod tests;
