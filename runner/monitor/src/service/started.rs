//! Starting and stopping.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_engine::Lasting;
use runner_http::Http;
use runner_model::{Clock, LocationName, MonitorName};
use runner_store::{Alone, NotAlone, ReadError, Store};
use thiserror::Error;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::beside::{Beside, Measured};
use super::conductor::{Command, Conductor};
use super::control::Control;
use super::scribe::Scribe;
use super::trouble;
use crate::Listener;
use crate::errands::{self, Errands};
use crate::event::Event;
use crate::housekeeping::TimetableError;
use crate::judge::{Conditions, Judge, RestoreError, Rulebook};
use crate::notify::{Messenger, Notifiers, Pages};
use crate::orders;
use crate::watch::Watch;
use crate::work::{Connectivity, Worker, WorkerTools};

/// What the service is given.
#[derive(Clone)]
pub struct Settings {
    /// Where the project is.
    pub folder: PathBuf,
    /// What is remembered.
    pub store: Store,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The operating system's variables, for `env` secrets.
    pub variables: Arc<BTreeMap<String, String>>,
    /// Where this is.
    pub location: LocationName,
    /// How many runs at a time.
    pub jobs: usize,
    /// How many requests are on their way to one host at a time.
    pub per_host: Option<usize>,
    /// Where people look, when they are told.
    pub pages: Option<Pages>,
    /// Hears what happens.
    pub listener: Listener,
}

/// How the service is, for those who ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// How many monitors there are.
    pub monitors: usize,
    /// Why the files as they are now are not watched by: the first problem, with its place.
    pub refused: Option<String>,
}

/// The service cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// Another service works with the store.
    #[error(transparent)]
    NotAlone(#[from] NotAlone),
    /// Where things stood cannot be read.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// The store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Housekeeping cannot be scheduled.
    #[error(transparent)]
    Timetable(#[from] TimetableError),
}

/// How long the end waits for a store that cannot be written. What it was handed is tried a last
/// time when it is closed.
const PATIENCE_WITH_THE_STORE: Duration = Duration::from_secs(2);

/// The monitor service.
pub struct Service;

/// A service that runs.
pub struct Running {
    pub(super) commands: mpsc::UnboundedSender<Command>,
    stop: watch::Sender<bool>,
    condition: watch::Receiver<Condition>,
    refusals: watch::Sender<Condition>,
    conductor: JoinHandle<()>,
    writing: JoinHandle<()>,
    helpers: Vec<JoinHandle<()>>,
    beside: Beside,
    http: Http,
    clock: Arc<dyn Clock>,
    notifiers: watch::Sender<Arc<Notifiers>>,
    settings: Settings,
    _alone: Alone,
}

impl Service {
    /// Starts to watch.
    ///
    /// # Errors
    /// Another service works with the store, or what it says about where things stood cannot be
    /// read.
    pub async fn start(settings: Settings, watch: Watch) -> Result<Running, StartError> {
        let alone = settings.store.alone()?;
        let clock = Arc::clone(&settings.clock);
        let now = clock.now();
        let http = Http::guarded(Arc::clone(&clock), watch.project.serve.allow_addresses.clone());
        let monitors = watch.monitors.len();
        let control = restored(&settings, &watch, now).await?;
        let (written, messages) = watch::channel(());
        let (scribe, writing) = Scribe::start(settings.store.clone(), written);
        scribe.write(errands::forsaken(&settings.store).await?);
        let (commands, heard) = mpsc::unbounded_channel();
        let (stop, stopped) = watch::channel(false);
        let (told, condition) = watch::channel(Condition { monitors, refused: None });
        let worker = Worker::new(tools(&settings, &http), connectivity(&watch, &http, &clock));
        let (measured, listener) = Measured::listening_with(&settings.listener);
        listener(&Event::Started { at: now, version: env!("CARGO_PKG_VERSION"), monitors });
        let conductor = Conductor {
            control,
            worker,
            scribe,
            clock: Arc::clone(&clock),
            listener: Arc::clone(&listener),
            commands: heard,
            stop: stopped,
            condition: told.clone(),
            errands: Errands::default(),
            watch: watch.clone(),
        };
        let notifiers = Notifiers::of(&watch.project, &settings.variables, &http, now).await;
        let (chosen, notifiers) = watch::channel(Arc::new(notifiers));
        let messenger =
            messenger(&settings, notifiers, (commands.clone(), messages), Arc::clone(&listener));
        let beside =
            Beside::start(measured, &settings, Arc::new(watch), &http, commands.clone()).await?;
        let helpers = helpers(&settings.store, messenger, &commands, &clock, listener);
        Ok(Running {
            commands,
            stop,
            condition,
            refusals: told,
            conductor: tokio::spawn(conductor.run()),
            writing,
            helpers,
            beside,
            http,
            clock,
            notifiers: chosen,
            settings,
            _alone: alone,
        })
    }
}

/// What goes on beside the loop until it is aborted.
fn helpers(
    store: &Store,
    messenger: Messenger,
    commands: &mpsc::UnboundedSender<Command>,
    clock: &Arc<dyn Clock>,
    listener: Listener,
) -> Vec<JoinHandle<()>> {
    let orders = orders::take(store.clone(), Arc::clone(clock), commands.clone());
    vec![
        tokio::spawn(messenger.run()),
        tokio::spawn(trouble::tell(store.condition(), Arc::clone(clock), listener)),
        tokio::spawn(orders),
    ]
}

/// Goes on where the process ended that watched last.
pub(super) async fn restored(
    settings: &Settings,
    watch: &Watch,
    now: Timestamp,
) -> Result<Control, StartError> {
    let rulebook = Arc::new(Rulebook::of(&watch.project));
    let conditions = Conditions::new(settings.location.clone());
    let judge = Judge::restore(&settings.store, Arc::clone(&rulebook), conditions).await?;
    let mut control = Control::new(judge);
    control.watch(watch, rulebook, now);
    let last = last_runs(&settings.store).await?;
    control.deploys_seen(last.clone());
    // Before anything begins or is told: who is paused, and what is under maintenance by hand.
    control.stand(orders::standing(&settings.store, now).await?, now);
    control.missed_while_away(&last, now);
    control.resume_confirmations();
    Ok(control)
}

/// Sends what waits in the outbox: told by `messages` when there is something, it tells `commands`
/// what became of it.
fn messenger(
    settings: &Settings,
    notifiers: watch::Receiver<Arc<Notifiers>>,
    (commands, messages): (mpsc::UnboundedSender<Command>, watch::Receiver<()>),
    listener: Listener,
) -> Messenger {
    Messenger {
        store: settings.store.clone(),
        clock: Arc::clone(&settings.clock),
        pages: settings.pages.clone(),
        notifiers,
        commands,
        listener,
        messages,
    }
}

fn tools(settings: &Settings, http: &Http) -> WorkerTools {
    WorkerTools {
        http: http.clone(),
        clock: Arc::clone(&settings.clock),
        variables: Arc::clone(&settings.variables),
        lasting: Lasting::new(settings.per_host),
        location: settings.location.clone(),
        jobs: settings.jobs,
    }
}

fn connectivity(watch: &Watch, http: &Http, clock: &Arc<dyn Clock>) -> Connectivity {
    let reference = watch.project.connectivity.reference.iter().map(|r| r.value.clone());
    Connectivity::new(reference.collect(), http.clone(), Arc::clone(clock))
}

/// The last slot of each monitor in which something ran.
async fn last_runs(store: &Store) -> Result<BTreeMap<MonitorName, Timestamp>, ReadError> {
    let mut last = BTreeMap::new();
    for status in store.runs().current().await? {
        let planned = status.last.planned;
        let known = last.entry(status.series.monitor).or_insert(planned);
        *known = planned.max(*known);
    }
    Ok(last)
}

impl Running {
    /// Watches by other files from now on: what changed is applied, what did not goes on.
    pub async fn watch(&self, watch: Watch) {
        self.http.allow(watch.project.serve.allow_addresses.clone());
        let notifiers =
            Notifiers::of(&watch.project, &self.settings.variables, &self.http, self.clock.now())
                .await;
        self.notifiers.send_replace(Arc::new(notifiers));
        self.refusals.send_modify(|condition| condition.refused = None);
        let connectivity = connectivity(&watch, &self.http, &self.clock);
        self.beside.follow(watch.clone());
        // The loop ends only after this handle is gone.
        let _ = self.commands.send(Command::Watch(Box::new(watch), connectivity));
    }

    /// The files say again what is watched by.
    pub fn is_right(&self) {
        self.refusals.send_modify(|condition| condition.refused = None);
    }

    /// The files were changed and are not right: what ran before runs on, and that is said.
    pub fn refuse(&self, problems: usize, first: String) {
        // Once is enough, however often the files are looked at.
        if self.condition.borrow().refused.as_ref() == Some(&first) {
            return;
        }
        let at = self.clock.now();
        (self.settings.listener)(&Event::ReloadRefused { at, problems, first: first.clone() });
        self.refusals.send_modify(|condition| condition.refused = Some(first.clone()));
        let _ = self.commands.send(Command::Refused { problems, first });
    }

    /// How it is; the receiver sees every change.
    pub fn condition(&self) -> watch::Receiver<Condition> {
        self.condition.clone()
    }

    /// Ends within ten seconds: runs that go on are let end, then stopped; everything is written,
    /// unless the store cannot be written at all.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // They panic only when their code is wrong; then there is nothing left to wait for.
        drop(self.conductor.await);
        self.beside.stop().await;
        if tokio::time::timeout(PATIENCE_WITH_THE_STORE, &mut self.writing).await.is_err() {
            self.writing.abort();
        }
        for helper in self.helpers {
            helper.abort();
            drop(helper.await);
        }
    }
}
