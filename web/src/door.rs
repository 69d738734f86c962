//! What the door is given.

use std::collections::BTreeSet;
use std::sync::Arc;

use runner_model::{Clock, HeartbeatName, MonitorName};
use runner_monitor::watch::{Watch, Watched};
use runner_store::Store;
use suites::Channel;
use tokio::sync::watch;

use crate::Open;

/// What the door is given.
#[derive(Clone)]
pub struct Door {
    /// What is remembered.
    pub store: Store,
    /// Whom it lets in without signing in.
    pub open: Open,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Asks the service how it is.
    pub readiness: Arc<dyn Fn() -> Readiness + Send + Sync>,
    /// Everything that is measured, in the text format of Prometheus, version 0.0.4.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// What there is at present.
    pub known: watch::Receiver<Known>,
}

/// How the service is, the store apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// How many monitors it watches.
    pub monitors: usize,
    /// Why the project's files as they are at present are not watched by: the first problem, with
    /// its place.
    pub refused: Option<String>,
    /// It was asked to end.
    pub is_stopping: bool,
}

/// What there is to be asked for: another name is a slip of the finger, and is told so.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The monitors of the project.
    pub monitors: BTreeSet<MonitorName>,
    /// The jobs that must report.
    pub heartbeats: BTreeSet<HeartbeatName>,
    /// What the project's files say, for the pages.
    pub watch: Option<Watch>,
}

impl Known {
    /// What is watched, in the order of the file.
    pub(crate) fn watched(&self) -> &[Arc<Watched>] {
        self.watch.as_ref().map(|watch| watch.monitors.as_slice()).unwrap_or_default()
    }

    /// The ways to reach people, in the order of the file.
    pub(crate) fn channels(&self) -> &[Channel] {
        self.watch.as_ref().map(|watch| watch.project.channels.as_slice()).unwrap_or_default()
    }

    /// Where a monitor is run.
    pub(crate) fn environment_of(&self, monitor: &MonitorName) -> Option<String> {
        let watched = self.watched().iter().find(|watched| watched.name() == monitor)?;
        watched.monitor.environment.as_ref().map(|name| name.value.to_string())
    }
}
