//! The shop as a running thing: opened, broken on demand, closed.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::store::Store;
use crate::web::{Outages, Releases, Site};
use crate::{Config, Ports, Release, Service, api};

/// How long a request in flight may hold up the closing.
const PATIENCE: Duration = Duration::from_secs(2);

/// The sample API, open on four ports.
///
/// Dropping it closes it: no new connection is taken, and what is in flight is
/// finished in the background. [`Shop::stop`] waits for that.
#[derive(Debug)]
pub struct Shop {
    doors: Vec<Door>,
    outages: Arc<Outages>,
    releases: Arc<Releases>,
    closing: watch::Sender<bool>,
}

/// One service, listening.
#[derive(Debug)]
struct Door {
    service: Service,
    addr: SocketAddr,
    task: JoinHandle<io::Result<()>>,
}

impl Shop {
    /// Opens the shop with the default [`Config`].
    ///
    /// # Errors
    ///
    /// When one of the ports cannot be had; nothing is left listening then.
    pub async fn start(bind: IpAddr, ports: Ports) -> io::Result<Self> {
        Self::start_with(Config::default(), bind, ports).await
    }

    /// Opens the shop.
    ///
    /// # Errors
    ///
    /// When one of the ports cannot be had; nothing is left listening then.
    pub async fn start_with(config: Config, bind: IpAddr, ports: Ports) -> io::Result<Self> {
        let mut listeners = Vec::with_capacity(Service::ALL.len());
        for service in Service::ALL {
            let wanted = SocketAddr::new(bind, ports.of(service));
            let listener = TcpListener::bind(wanted).await.map_err(|error| {
                io::Error::new(error.kind(), format!("{service} on {wanted}: {error}"))
            })?;
            listeners.push((service, listener.local_addr()?, listener));
        }

        let store = Arc::new(Store::new(&config));
        let outages = Arc::new(Outages::default());
        let releases = Arc::new(Releases::default());
        let (closing, closed) = watch::channel(false);
        let doors = listeners
            .into_iter()
            .map(|(service, addr, listener)| {
                let (store, outages) = (Arc::clone(&store), Arc::clone(&outages));
                let releases = Arc::clone(&releases);
                let site = Site { service, config, store, outages, releases };
                Door { service, addr, task: tokio::spawn(serve(site, listener, closed.clone())) }
            })
            .collect();
        Ok(Self { doors, outages, releases, closing })
    }

    /// Where a service listens.
    #[must_use]
    pub fn addr(&self, service: Service) -> SocketAddr {
        let door = self.doors.iter().find(|door| door.service == service);
        door.expect("start opens a door for every service").addr
    }

    /// The base URL of a service, without a slash at its end.
    #[must_use]
    pub fn url(&self, service: Service) -> String {
        format!("http://{}", self.addr(service))
    }

    /// Breaks a service, or mends it. While broken it answers 503 to everything,
    /// and services that lean on it answer 502 where they need it.
    pub fn outage(&self, service: Service, out: bool) {
        self.outages.set(service, out);
    }

    /// Deploys a version of a service: from now on it behaves so.
    pub fn deploy(&self, service: Service, release: Release) {
        self.releases.set(service, release);
    }

    /// Closes the shop and waits until it is closed, for two seconds at most.
    pub async fn stop(mut self) {
        self.closing.send_replace(true);
        let give_up = tokio::time::Instant::now() + PATIENCE;
        for door in std::mem::take(&mut self.doors) {
            let abort = door.task.abort_handle();
            if tokio::time::timeout_at(give_up, door.task).await.is_err() {
                abort.abort();
            }
        }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.closing.send_replace(true);
    }
}

/// Answers for one service until the shop closes.
async fn serve(
    site: Site,
    listener: TcpListener,
    mut closed: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Only costs speed when it fails, so there is nothing to do about it.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, api::router(site))
        .with_graceful_shutdown(async move {
            // An error means that the shop is gone, which closes the door too.
            let _ = closed.wait_for(|closed| *closed).await;
        })
        .await
}
