//! Pages as files that outlive the server.

use std::path::PathBuf;

use jiff::Timestamp;
use runner_monitor::watch::Watch;
use runner_store::{ReadError, Store};
use thiserror::Error;

use super::handlers::{SCRIPT, STYLE};
use super::read::read;
use super::{feed, json, sheet};

/// A file of a status page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Below the folder that is written: `shop/index.html`.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// Pages that cannot be written as files.
#[derive(Debug, Error)]
pub enum ExportError {
    /// What they tell cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The page cannot be made of it.
    #[error("the status page `{0}` cannot be written")]
    Page(String),
}

/// All status pages of the project as they are at `now`, each in a folder of its name: a page, its
/// style and script, a feed and JSON. They need no server: every link leads beside the page.
///
/// # Errors
/// What they tell cannot be read.
pub async fn export_status_pages(
    store: &Store,
    watch: &Watch,
    now: Timestamp,
) -> Result<Vec<Exported>, ExportError> {
    let mut files = Vec::new();
    for page in &watch.project.status_pages {
        let facts = read(store, watch, page, now).await?;
        let name = page.name.value.as_str();
        let html = sheet::html(&facts, "").map_err(|_| ExportError::Page(name.to_owned()))?;
        let json = serde_json::to_string_pretty(&json::document(&facts));
        let json = json.expect("text, numbers and lists have a JSON form");
        for (file, text) in [
            ("index.html", html),
            ("status.css", STYLE.to_owned()),
            ("status.js", SCRIPT.to_owned()),
            ("status.json", json),
            ("feed.atom", feed::atom(&facts, "index.html")),
        ] {
            files.push(Exported { path: PathBuf::from(name).join(file), text });
        }
    }
    Ok(files)
}
