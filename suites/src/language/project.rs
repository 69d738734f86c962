//! The project file.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use runner_model::ServiceName;

use crate::language::{
    Channel, Composition, Connectivity, DigestRule, Heartbeat, JsonPath, Maintenance,
    MessageTemplate, Metrics, Monitor, Notify, Objective, Policy, Retention, SecretDeclaration,
    Serve, Settings, Smtp, StatusPage,
};
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
    pub environments: Vec<(Spanned<String>, Arc<Node>)>,
    /// For channels, mail and metrics; suites do not see them.
    pub secrets: Vec<SecretDeclaration>,
    /// Suites on a schedule, in the order of the file.
    pub monitors: Vec<Arc<Monitor>>,
    /// Jobs that must report.
    pub heartbeats: Vec<Heartbeat>,
    /// Ways to reach people.
    pub channels: Vec<Channel>,
    /// How mail is sent.
    pub smtp: Option<Smtp>,
    /// Who is told what.
    pub notify: Vec<Notify>,
    /// How incidents are put together and repeated.
    pub policy: Policy,
    /// When nobody is to be woken.
    pub maintenance: Vec<Maintenance>,
    /// A summary at fixed times.
    pub digest: Option<DigestRule>,
    /// Messages in one's own words.
    pub messages: Vec<MessageTemplate>,
    /// How to tell that we ourselves are offline.
    pub connectivity: Connectivity,
    /// What the service may do.
    pub serve: Serve,
    /// How long results are kept.
    pub retention: Retention,
    /// Where measurements are sent.
    pub metrics: Metrics,
    /// Pages for those who use the services.
    pub status_pages: Vec<StatusPage>,
    /// What is promised.
    pub objectives: Vec<Objective>,
    /// How promises are made of others.
    pub compositions: Vec<Composition>,
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
