//! What goes on beside the loop and follows the project: measurements that are sent, budgets that
//! are looked at, house that is kept.

use std::sync::Arc;

use runner_http::Http;
use suites::Project;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::conductor::Command;
use super::lookout::look_out;
use super::started::Settings;
use crate::Listener;
use crate::housekeeping::{Chest, Housekeeping, TimetableError};
use crate::influx::{Queue, Sender};
use crate::watch::Watch;

/// What goes on beside the loop and follows the project.
pub(super) struct Beside {
    watch: watch::Sender<Arc<Watch>>,
    project: watch::Sender<Arc<Project>>,
    stop: watch::Sender<bool>,
    sending: JoinHandle<()>,
    looking: JoinHandle<()>,
    housekeeping: Housekeeping,
}

/// What is measured waits here for [`Beside`].
pub(super) struct Measured(Queue);

impl Measured {
    /// Hears what `listener` hears.
    pub(super) fn listening_with(listener: &Listener) -> (Self, Listener) {
        let queue = Queue::default();
        let listener = queue.listening_with(Arc::clone(listener));
        (Self(queue), listener)
    }
}

impl Beside {
    /// Begins.
    ///
    /// # Errors
    /// The timetable of housekeeping cannot be kept.
    pub(super) async fn start(
        Measured(queue): Measured,
        settings: &Settings,
        watch: Arc<Watch>,
        http: &Http,
        commands: mpsc::UnboundedSender<Command>,
    ) -> Result<Self, TimetableError> {
        let (project, chosen) = watch::channel(Arc::clone(&watch.project));
        let (watch, watched) = watch::channel(watch);
        let (stop, stopped) = watch::channel(false);
        let sender = Sender {
            queue,
            project: chosen,
            variables: Arc::clone(&settings.variables),
            http: http.clone(),
            clock: Arc::clone(&settings.clock),
            listener: Arc::clone(&settings.listener),
            stop: stopped,
        };
        let (store, clock) = (settings.store.clone(), Arc::clone(&settings.clock));
        let looking = look_out(store, clock, watched.clone(), commands.clone());
        let chest = Chest {
            store: settings.store.clone(),
            clock: Arc::clone(&settings.clock),
            location: settings.location.clone(),
            watch: watched,
            commands,
            listener: Arc::clone(&settings.listener),
        };
        let housekeeping = Housekeeping::start(chest).await?;
        let (sending, looking) = (tokio::spawn(sender.run()), tokio::spawn(looking));
        Ok(Self { watch, project, stop, sending, looking, housekeeping })
    }

    /// Follows other files from now on.
    pub(super) fn follow(&self, watch: Watch) {
        self.project.send_replace(Arc::clone(&watch.project));
        self.watch.send_replace(Arc::new(watch));
    }

    /// Ends within three seconds.
    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        self.housekeeping.stop().await;
        self.looking.abort();
        drop(self.looking.await);
        // It panics only when its code is wrong; then there is nothing left to wait for.
        drop(self.sending.await);
    }
}
