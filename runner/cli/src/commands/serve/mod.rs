//! `tripline serve`: the project's monitors, watched for months.

mod door;
mod event_log;
mod file_size;
mod logs;
mod reload;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use runner_model::{LocationName, human};
use runner_monitor::Listener;
use runner_monitor::metrics::Metrics;
use runner_monitor::promises::not_measurable;
use runner_monitor::service::{Running, Service, Settings};
use runner_monitor::watch::{Refused, Watch};
use runner_store::{Condition, Store};

use self::door::{Address, OpenDoor};
use crate::args::service::ServeArgs;
use crate::commands::run::environment::NO_PROJECT;
use crate::commands::run::execute;
use crate::commands::run::interrupts::Interrupts;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, files, kept, say};

/// Servers that never pause keep the thread of their connection busy, each one: so many of them
/// hold up nobody else.
const THREADS_TO_SPARE: usize = 8;

/// The end takes no longer.
const ALL_IN_ALL: Duration = Duration::from_secs(10);

/// A store is open by then, usually.
const SOON: Duration = Duration::from_secs(2);

/// Watches until it is asked to end.
pub(crate) fn serve(args: &ServeArgs, outside: &Outside) -> Exit {
    let files = reload::Files::look(outside);
    let watch = match read(outside) {
        Ok(watch) => watch,
        Err(exit) => return exit,
    };
    if watch.monitors.is_empty() && watch.project.heartbeats.is_empty() {
        let help = "write some below `monitors` in `tripline.yaml`";
        say::error("the project has no monitors, so there is nothing to watch", Some(help));
        return Exit::Usage;
    }
    logs::start(args.log, outside.colour_on_stderr);
    let runtime = match execute::runtime_with(THREADS_TO_SPARE) {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let exit = awake::block_on(&runtime, until_asked_to_end(args, watch, files, outside));
    runtime.shutdown_background();
    exit
}

/// Reads the project; what is wrong is printed.
pub(crate) fn read(outside: &Outside) -> Result<Watch, Exit> {
    match Watch::read(&outside.current_dir) {
        Ok(watch) => {
            files::print(&watch.warnings, &watch.sources, outside);
            let wrong = not_measurable(&watch);
            if wrong.is_empty() {
                return Ok(watch);
            }
            wrong.iter().for_each(|wrong| say::error(wrong, None));
            say::err(format_args!("\n{}; nothing was started", human::count(wrong.len(), "error")));
            Err(Exit::Invalid)
        }
        Err(Refused::NoProject) => {
            say::error("there is no project file, so nothing to watch", Some(NO_PROJECT));
            Err(Exit::Usage)
        }
        Err(Refused::Problems { diagnostics, sources }) => {
            let count = files::print(&diagnostics, &sources, outside);
            say::err(format_args!("\n{count}; nothing was started"));
            Err(Exit::Invalid)
        }
    }
}

async fn until_asked_to_end(
    args: &ServeArgs,
    watch: Watch,
    files: reload::Files,
    outside: &Outside,
) -> Exit {
    let mut interrupts = Interrupts::listen();
    // Who asks for the files to be read again before there is something to read them for must not
    // end the process.
    let hangups = reload::Hangups::listen();
    file_size::survive_its_limit();
    // Opening the store may wait for another process that holds it locked.
    let serving = tokio::select! {
        started = start(args, watch.clone(), outside, Introduction::Here) => match started {
            Ok(serving) => serving,
            Err(exit) => return exit,
        },
        () = interrupts.next() => {
            say::err("stopped before it began to watch");
            return Exit::Passed;
        }
    };
    tokio::select! {
        () = interrupts.next() => {}
        () = reload::whenever_files_change(&serving, files, watch, hangups, outside) => {}
    }
    say::err("stopping: what goes on has ten seconds");
    serving.stop().await
}

/// Who says where the service is, and what it watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Introduction {
    /// It does, on standard error.
    Here,
    /// Whoever starts it.
    Elsewhere,
}

/// A service that runs, with what it remembers and the door to it.
pub(crate) struct Serving {
    running: Running,
    store: Store,
    door: OpenDoor,
    addr: SocketAddr,
}

impl Serving {
    /// What it remembers.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Where it answers.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Watches by other files from now on.
    async fn watch(&self, watch: Watch) {
        self.door.knows(&watch);
        self.running.watch(watch).await;
    }

    /// Ends within ten seconds; everything is written, unless the store cannot be.
    pub(crate) async fn stop(self) -> Exit {
        let Self { running, store, door, addr: _ } = self;
        let condition = store.condition();
        let end = async {
            door.stops_soon();
            running.stop().await;
            door.close().await;
            store.close().await;
        };
        // Whether it came to its end or not, what counts is whether everything is written.
        drop(tokio::time::timeout(ALL_IN_ALL, end).await);
        match &*condition.borrow() {
            Condition::Writing => Exit::Passed,
            Condition::Waiting { obstacle, .. } => {
                say::error(format_args!("the last results are lost: {obstacle}"), None);
                Exit::Unknown
            }
        }
    }
}

/// Listens, opens the store and starts to watch.
pub(crate) async fn start(
    args: &ServeArgs,
    watch: Watch,
    outside: &Outside,
    introduction: Introduction,
) -> Result<Serving, Exit> {
    let location = LocationName::try_from(args.location.as_str()).map_err(|invalid| {
        say::error(invalid, None);
        Exit::Usage
    })?;
    let address = Address::take(args.listen).await?;
    let path = kept::path(&args.store, outside);
    let store = opened(&path).await?;
    let (told, metrics) = (listener(args, outside)?, Metrics::new());
    let counted = metrics.listener();
    let admitted = address.admit(&store, args.insecure_open).await?;
    match introduction {
        Introduction::Here => {
            address.announce(admitted);
            introduce(&watch, &path);
        }
        Introduction::Elsewhere => {}
    }
    let settings = Settings {
        folder: watch.project.root.clone(),
        store: store.clone(),
        clock: Arc::clone(&outside.clock),
        variables: Arc::clone(&outside.variables),
        location,
        jobs: args.jobs,
        per_host: args.per_host,
        pages: args.url.clone().or_else(|| address.pages()),
        listener: Arc::new(move |event| {
            told(event);
            counted(event);
        }),
    };
    let known = door::known(&watch);
    match Service::start(settings, watch).await {
        Ok(running) => {
            let told = (admitted.open, running.condition(), known);
            let addr = address.addr();
            let door = address.open(&store, &outside.clock, told, metrics);
            Ok(Serving { running, store, door, addr })
        }
        Err(error) => {
            say::error(error, None);
            Err(Exit::Unknown)
        }
    }
}

/// Opens the store. Whoever waits for that is told why.
async fn opened(path: &Path) -> Result<Store, Exit> {
    let opening = Store::open(path);
    tokio::pin!(opening);
    let opened = match tokio::time::timeout(SOON, &mut opening).await {
        Ok(opened) => opened,
        Err(_) => {
            say::err(format_args!(
                "{} is not open yet: it is large, or another process holds it locked",
                path.display()
            ));
            opening.await
        }
    };
    opened.map_err(|error| {
        say::error(error, None);
        Exit::Unknown
    })
}

/// Who hears what happens: the log, and the file for events.
fn listener(args: &ServeArgs, outside: &Outside) -> Result<Listener, Exit> {
    let log = match &args.event_log {
        Some(path) => {
            let path = outside.current_dir.join(path);
            let opened = event_log::EventLog::open(&path);
            Some(opened.map_err(|cause| {
                say::error(format_args!("{} cannot be written: {cause}", path.display()), None);
                Exit::Usage
            })?)
        }
        None => None,
    };
    Ok(Arc::new(move |event| {
        logs::told(event);
        if let Some(log) = &log {
            log.write(event);
        }
    }))
}

fn introduce(watch: &Watch, store: &Path) {
    let monitors = human::count(watch.monitors.len(), "monitor");
    let channels = human::count(watch.project.channels.len(), "channel");
    say::err(format_args!("tripline watches {monitors} and tells {channels}; Ctrl-C ends"));
    say::err(format_args!("  remembered in {}", store.display()));
    say::err("  look: the address above in a browser, or tripline status");
}
