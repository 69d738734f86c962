//! The project file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use runner_model::ServiceName;

use crate::language::{JsonPath, Settings};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::Node;

/// `tripline.yaml` and what it includes.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// The folder of `tripline.yaml`.
    pub root: PathBuf,
    /// The file itself.
    pub file: FileId,
    /// Globs below the root: which files are suites.
    pub suites: Vec<String>,
    /// The lowest level of settings.
    pub defaults: Settings,
    /// What every request carries.
    pub trace: Trace,
    /// What is never shown.
    pub mask: MaskRules,
    /// What each service is, everywhere.
    pub services: BTreeMap<ServiceName, Service>,
    /// The environments as written, in order: [`crate::language::Environment`] is made of them.
    pub environments: Vec<(Spanned<String>, std::sync::Arc<Node>)>,
}

/// Trace context sent with every request.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// `None`: `header: none`. W3C Trace Context otherwise.
    pub header: Option<String>,
    /// W3C Baggage, in order.
    pub baggage: Vec<(String, String)>,
}

/// What is never shown, in addition to secrets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MaskRules {
    /// Values of these headers, in lower case.
    pub headers: Vec<String>,
    /// Values at these paths of request and response bodies.
    pub json: Vec<JsonPath>,
}

/// What a service is, everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: Spanned<ServiceName>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Services without which it does not work.
    pub depends_on: Vec<Spanned<ServiceName>>,
    /// Run by somebody else.
    pub external: bool,
    /// Where that somebody says how it is.
    pub status_page: Option<String>,
    /// Its description, absolute.
    pub openapi: Option<PathBuf>,
    /// Where it is written.
    pub span: Span,
}
