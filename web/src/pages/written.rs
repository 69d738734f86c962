//! What the project's files say, and where.

use std::sync::Arc;

use runner_monitor::watch::{Watch, Watched};
use serde::Serialize;
use suites::Span;
use utoipa::ToSchema;

use super::standings::when;

/// Something that a file says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Written {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// In words: `every 1 min in production, critical when it is down`, `status page`.
    said: String,
    /// `tripline.yaml:31`
    place: String,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Monitor,
    Environment,
    Heartbeat,
    Objective,
    Composition,
    StatusPage,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Monitor,
        Self::Environment,
        Self::Heartbeat,
        Self::Objective,
        Self::Composition,
        Self::StatusPage,
    ];

    /// As the API writes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Monitor => "monitor",
            Self::Environment => "environment",
            Self::Heartbeat => "heartbeat",
            Self::Objective => "objective",
            Self::Composition => "composition",
            Self::StatusPage => "status_page",
        }
    }

    /// For reading.
    fn words(self) -> &'static str {
        match self {
            Self::StatusPage => "status page",
            Self::Monitor
            | Self::Environment
            | Self::Heartbeat
            | Self::Objective
            | Self::Composition => self.as_str(),
        }
    }
}

/// `tripline.yaml:31`
pub(crate) fn place(watch: &Watch, span: Span) -> String {
    let place = watch.sources.place(span);
    format!("{}:{}", place.file, place.line)
}

/// All of it: kind by kind, each in the order of the file.
pub(crate) fn written(watch: &Watch) -> Vec<Written> {
    let project = &watch.project;
    let line = |kind: Kind| {
        move |(name, span): (String, Span)| Written {
            kind,
            name,
            said: kind.words().to_owned(),
            place: place(watch, span),
        }
    };
    let named = |name: &str, span: Span| (name.to_owned(), span);
    let environments = project.environments.iter().map(|(name, _)| named(&name.value, name.span));
    let heartbeats =
        project.heartbeats.iter().map(|it| named(it.name.value.as_str(), it.name.span));
    let objectives =
        project.objectives.iter().map(|it| named(it.name.value.as_str(), it.name.span));
    let compositions =
        project.compositions.iter().map(|it| named(it.name.value.as_str(), it.name.span));
    let pages = project.status_pages.iter().map(|it| named(it.name.value.as_str(), it.name.span));
    let monitors = watch.monitors.iter().map(|watched| monitor(watch, watched));
    monitors
        .chain(environments.map(line(Kind::Environment)))
        .chain(heartbeats.map(line(Kind::Heartbeat)))
        .chain(objectives.map(line(Kind::Objective)))
        .chain(compositions.map(line(Kind::Composition)))
        .chain(pages.map(line(Kind::StatusPage)))
        .collect()
}

fn monitor(watch: &Watch, watched: &Arc<Watched>) -> Written {
    let monitor = &watched.monitor;
    let environment = watched.environment().map(|name| format!(" in {name}"));
    Written {
        kind: Kind::Monitor,
        name: watched.name().to_string(),
        said: format!(
            "{}{}, {} when it is down",
            when(&monitor.when),
            environment.unwrap_or_default(),
            monitor.severity.as_str()
        ),
        place: place(watch, monitor.span),
    }
}
