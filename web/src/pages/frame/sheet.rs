//! A page before it is put into its frame.

use serde::Serialize;

use super::bar::Place;

/// A page before it is put into its frame.
pub(crate) struct Sheet<T> {
    pub(crate) place: Place,
    /// For the tab of the browser: `checkout`.
    pub(crate) title: String,
    /// The way to the page, itself last.
    pub(crate) crumbs: Vec<Crumb>,
    /// What it shows depends on the environment that is chosen.
    pub(crate) by_environment: bool,
    /// What it shows depends on the range that is chosen.
    pub(crate) by_range: bool,
    pub(crate) template: &'static str,
    pub(crate) data: T,
}

/// A step on the way to a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb {
    pub(crate) text: String,
    /// `None`: the page itself.
    pub(crate) href: Option<String>,
}

impl Crumb {
    /// A page above it.
    pub(crate) fn to(text: impl Into<String>, href: String) -> Self {
        Self { text: text.into(), href: Some(href) }
    }

    /// The page itself.
    pub(crate) fn here(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

/// One of several things to look at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}
