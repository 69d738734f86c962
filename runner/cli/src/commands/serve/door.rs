//! The door of the service: where it listens, and what it is told.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runner_model::Clock;
use runner_monitor::Pages;
use runner_monitor::metrics::Metrics;
use runner_monitor::service::Condition;
use runner_monitor::watch::Watch;
use runner_store::{ReadError, Store};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use web::{Door, Known, Open, Readiness};

use crate::exit::Exit;
use crate::say;

/// An address that is ours, at which nobody answers yet.
pub(super) struct Address {
    listener: TcpListener,
    addr: SocketAddr,
}

/// A door at which somebody answers.
pub(super) struct OpenDoor {
    known: watch::Sender<Known>,
    is_stopping: Arc<AtomicBool>,
    close: oneshot::Sender<()>,
    answering: JoinHandle<()>,
    measuring: JoinHandle<()>,
}

/// Who comes in without signing in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admitted {
    pub(super) open: Open,
    /// There is somebody who can sign in.
    has_users: bool,
}

impl Address {
    /// Takes `addr`. A service that nobody can ask must not begin to run beside another one.
    pub(super) async fn take(addr: SocketAddr) -> Result<Self, Exit> {
        let taken = TcpListener::bind(addr).await;
        let taken = taken.and_then(|listener| Ok((listener.local_addr()?, listener)));
        match taken {
            Ok((addr, listener)) => Ok(Self { listener, addr }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                let other = SocketAddr::new(addr.ip(), addr.port().wrapping_add(1));
                let help = format!("end it, or choose another address: `--listen {other}`");
                let what =
                    format!("another program listens on {addr}, perhaps another `tripline serve`");
                say::error(what, Some(&help));
                Err(Exit::Usage)
            }
            Err(error) => {
                let help = "choose another address: `--listen 127.0.0.1:8765`";
                say::error(format_args!("{addr} cannot be listened on: {error}"), Some(help));
                Err(Exit::Usage)
            }
        }
    }

    /// Where it is.
    pub(super) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Sees to it that others come in only where somebody can sign in.
    pub(super) async fn admit(&self, store: &Store, insecure: bool) -> Result<Admitted, Exit> {
        let unreadable = |error: ReadError| {
            say::error(error, None);
            Exit::Unknown
        };
        let has_users = store.users().any().await.map_err(unreadable)?;
        let has_tokens = !store.tokens().all().await.map_err(unreadable)?.is_empty();
        let open = web::may_listen(self.addr, has_users || has_tokens, insecure);
        let open = open.map_err(|refusal| {
            say::error(&refusal, Some(&refusal.help()));
            Exit::Usage
        })?;
        Ok(Admitted { open, has_users })
    }

    /// Says where people come in, and who need not sign in.
    pub(super) fn announce(&self, Admitted { open, has_users }: Admitted) {
        say::err(format_args!("listening on http://{}", self.addr));
        match open {
            Open::ToEverybody => say::err(
                "  everybody who can reach it may do everything without signing in: `--insecure-open`",
            ),
            Open::ToThisMachine if !has_users => say::err(
                "  whoever uses this machine may do everything without signing in, until there is a user: `tripline user add NAME --role admin`",
            ),
            Open::ToThisMachine | Open::ToNobody => {}
        }
    }

    /// Where people find the pages, as far as that can be known: everybody on this machine, or
    /// whoever reaches the one address that it listens on.
    pub(super) fn pages(&self) -> Option<Pages> {
        let is_one = !self.addr.ip().is_unspecified();
        is_one.then(|| Pages::at(&format!("http://{}", self.addr)).ok()).flatten()
    }

    /// Begins to answer.
    pub(super) fn open(
        self,
        store: &Store,
        clock: &Arc<dyn Clock>,
        (open, condition, known): (Open, watch::Receiver<Condition>, Known),
        metrics: Metrics,
    ) -> OpenDoor {
        let (known, knows) = watch::channel(known);
        let is_stopping = Arc::new(AtomicBool::new(false));
        let measuring = tokio::spawn(metrics.clone().follow(store.clone(), Arc::clone(clock)));
        let (stopping, asked) = (Arc::clone(&is_stopping), Arc::clone(clock));
        let door = Door {
            store: store.clone(),
            open,
            clock: Arc::clone(clock),
            readiness: Arc::new(move || {
                let Condition { monitors, refused } = condition.borrow().clone();
                Readiness { monitors, refused, is_stopping: stopping.load(Ordering::Relaxed) }
            }),
            metrics: Arc::new(move || metrics.text(asked.now())),
            known: knows,
        };
        let (close, closed) = oneshot::channel();
        let answering = tokio::spawn(web::serve(self.listener, door, async {
            // Closed by hand, or because the service is gone.
            let _ = closed.await;
        }));
        OpenDoor { known, is_stopping, close, answering, measuring }
    }
}

impl OpenDoor {
    /// There is something else to be asked for from here on.
    pub(super) fn knows(&self, watch: &Watch) {
        self.known.send_replace(known(watch));
    }

    /// Says to those who ask that it ends soon. Jobs still report: that is kept for the next start.
    pub(super) fn stops_soon(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Ends within two seconds.
    pub(super) async fn close(self) {
        // They end by themselves only when their code is wrong; then there is nothing to be done.
        let _ = self.close.send(());
        drop(self.answering.await);
        self.measuring.abort();
        drop(self.measuring.await);
    }
}

/// What a project has to be asked for.
pub(super) fn known(watch: &Watch) -> Known {
    Known {
        monitors: watch.monitors.iter().map(|watched| watched.name().clone()).collect(),
        heartbeats: watch.project.heartbeats.iter().map(|job| job.name.value.clone()).collect(),
        watch: Some(watch.clone()),
    }
}
