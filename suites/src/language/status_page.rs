//! Pages for those who use the services.

use runner_model::StatusPageName;

use super::words::words;
use crate::language::MonitorRef;
use crate::source::{Span, Spanned};

/// A page for those who use the services.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusPage {
    /// Its name, part of its URL.
    pub name: Spanned<StatusPageName>,
    /// Its title; its name when it is not written.
    pub title: String,
    /// In the order of the file; at least one.
    pub components: Vec<StatusComponent>,
    /// What is told beside the states; nothing when it is not written.
    pub publish: Publish,
    /// Where it is written: its name.
    pub span: Span,
}

/// Something that users know by a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusComponent {
    /// For users: `Checkout`.
    pub name: Spanned<String>,
    /// The monitors and tests that say how it is; at least one.
    pub of: Vec<Spanned<MonitorRef>>,
}

words! {
    /// What a status page tells beside states: `nothing`; or `incidents`, as they begin and end.
    Publish:
    Nothing = "nothing",
    Incidents = "incidents",
}
