//! Dashboards that are open: each listens for changes, and comes back when it is sent away, as a
//! browser does.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use benches::Process;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::asking::Asking;
use crate::extent::Extent;
use crate::project::Watched;

const LISTEN: &str = "GET /events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n";

/// How soon a browser comes back: as it is told.
const AGAIN: Duration = Duration::from_secs(1);

/// While runs end, one is asked for so often: as often as a token may.
const BETWEEN_RUNS: Duration = Duration::from_millis(1_100);

/// What 200 dashboards cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched200 {
    /// Of a core, while nothing happens.
    pub(crate) quiet: f64,
    /// Of a core, while a run ends each second.
    pub(crate) busy: f64,
    /// Changes that each was told in a second, at most.
    pub(crate) told: f64,
    /// Bytes of the largest message.
    pub(crate) size: usize,
}

/// What was heard by all.
#[derive(Default)]
struct Heard {
    listening: AtomicUsize,
    changes: AtomicUsize,
    largest: AtomicUsize,
}

/// Opens dashboards and looks at what the service uses.
pub(crate) async fn watch(
    process: &Process,
    asking: &Asking,
    monitors: &[Watched],
    extent: Extent,
) -> Result<Watched200, Box<dyn Error>> {
    let Extent { dashboards, watched, .. } = extent;
    let heard = Arc::<Heard>::default();
    let address = process.url.strip_prefix("http://").unwrap_or_default().to_owned();
    let mut open = JoinSet::new();
    for _ in 0..dashboards {
        open.spawn(listen(address.clone(), Arc::clone(&heard)));
    }
    let patience = Instant::now() + Duration::from_secs(20);
    while heard.listening.load(Ordering::Relaxed) < dashboards {
        if Instant::now() > patience {
            return Err(format!("not all of {dashboards} dashboards could be opened").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // What pages asked for is still being worked out, perhaps.
    tokio::time::sleep(extent.quiet).await;
    let (quiet, _) = used(process, tokio::time::sleep(watched)).await?;
    heard.changes.store(0, Ordering::Relaxed);
    let (busy, seconds) = used(process, runs(asking, monitors, watched)).await?;
    let changes = heard.changes.load(Ordering::Relaxed) as f64;
    if changes == 0.0 {
        return Err("runs have ended, and no dashboard was told".into());
    }
    Ok(Watched200 {
        quiet,
        busy,
        told: changes / dashboards as f64 / seconds,
        size: heard.largest.load(Ordering::Relaxed),
    })
}

/// Has runs end, one after the other.
async fn runs(asking: &Asking, monitors: &[Watched], watched: Duration) {
    let end = Instant::now() + watched;
    for monitor in monitors.iter().cycle() {
        // One that is refused ends no run; that none ends is noticed.
        let _ = asking.run(&monitor.to_string()).await;
        tokio::time::sleep(BETWEEN_RUNS).await;
        if Instant::now() >= end {
            return;
        }
    }
}

/// The share of a core that the service uses while `work` goes on, and how many seconds that took.
async fn used(
    process: &Process,
    work: impl Future<Output = ()>,
) -> Result<(f64, f64), Box<dyn Error>> {
    let (begun, before) = (Instant::now(), process.usage()?.cpu);
    work.await;
    let (seconds, after) = (begun.elapsed().as_secs_f64(), process.usage()?.cpu);
    Ok((after.saturating_sub(before).as_secs_f64() / seconds, seconds))
}

/// Listens for ever.
async fn listen(address: String, heard: Arc<Heard>) {
    loop {
        // Whoever is sent away comes back.
        let _ = once(&address, &heard).await;
        tokio::time::sleep(AGAIN).await;
    }
}

async fn once(address: &str, heard: &Heard) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(LISTEN.as_bytes()).await?;
    let mut buffer = vec![0; 16 * 1024];
    let mut is_first = true;
    loop {
        let read = stream.read(&mut buffer).await?;
        let said = String::from_utf8_lossy(&buffer[..read]);
        if read == 0 || said.ends_with("0\r\n\r\n") {
            return Ok(());
        }
        if is_first {
            heard.listening.fetch_add(1, Ordering::Relaxed);
            is_first = false;
        } else {
            heard.changes.fetch_add(said.matches("event: changed").count(), Ordering::Relaxed);
            heard.largest.fetch_max(read, Ordering::Relaxed);
        }
    }
}
