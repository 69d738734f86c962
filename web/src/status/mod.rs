//! Pages for those who use the services: what everybody may see.
//!
//! Lives here: from what the project declares for a page and the store (`read`) to plain facts
//! ([`Facts`]), and these as a page (`sheet`), a feed (`feed`) and JSON (`json`), on the way or as
//! files that outlive the server ([`export_status_pages`]). Nothing of a run is shown, and nothing
//! that the project does not declare for the page: names of components, states, times, the names of
//! planned maintenance, and what operators publish.
//! Lives elsewhere: how things did day by day (`runner_monitor::diary`).

mod bars;
mod export;
mod facts;
mod feed;
mod handlers;
mod json;
mod read;
mod sheet;
mod words;

pub use export::{ExportError, Exported, export_status_pages};

pub(crate) use facts::Facts;
pub(crate) use handlers::routes;
