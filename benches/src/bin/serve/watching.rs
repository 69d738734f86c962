//! One service, watched at its work.

use std::error::Error;
use std::time::{Duration, Instant};

use benches::{Origin, Process};
use jiff::Timestamp;
use runner_store::Store;

use crate::extent::Extent;
use crate::history::History;
use crate::project::Layout;

/// After the end of measuring: what took place is written by then.
const SETTLE: Duration = Duration::from_secs(1);

/// What was seen of one service.
pub(crate) struct Seen {
    /// From the start of the process until monitors were watched.
    pub(crate) start_up: Duration,
    /// User and system, of all threads, while it was measured.
    pub(crate) cpu: Duration,
    /// Resident, in bytes, at the end.
    pub(crate) memory: u64,
    /// By how many bytes the store grew while it was measured.
    pub(crate) grown: u64,
    /// When monitors began to be watched.
    pub(crate) started: Timestamp,
    /// What was recorded; of lateness what was while it was measured.
    pub(crate) history: History,
}

/// Lets a service watch so many monitors for a while.
#[expect(clippy::disallowed_methods, reason = "runs are counted between two moments")]
pub(crate) async fn watch(
    layout: Layout,
    monitors: usize,
    extent: Extent,
    origin: &Origin,
) -> Result<Seen, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let project = folder.path().join("project");
    let path = folder.path().join("bench.db");
    layout.write(&project, monitors, extent.every, &origin.url())?;
    let spawned = Instant::now();
    let process = Process::start(&project, &path)?;
    let (start_up, started) = (spawned.elapsed(), process.started);
    tokio::time::sleep(extent.warm).await;
    let size_before = size(&path).await?;
    let (from, before) = (Timestamp::now(), process.usage()?);
    tokio::time::sleep(extent.measured).await;
    let (until, after) = (Timestamp::now(), process.usage()?);
    let size_after = size(&path).await?;
    tokio::time::sleep(SETTLE).await;
    drop(process);
    let store = Store::open(&path).await?;
    let history = History::read(&store, from, until).await?;
    store.close().await;
    if history.first.len() != monitors {
        return Err(format!("{} of {monitors} monitors ran", history.first.len()).into());
    }
    Ok(Seen {
        start_up,
        cpu: after.cpu.saturating_sub(before.cpu),
        memory: after.memory,
        grown: size_after.saturating_sub(size_before),
        started,
        history,
    })
}

/// The bytes of the file as they will be when the log beside it is written into it.
async fn size(path: &std::path::Path) -> Result<u64, Box<dyn Error>> {
    let store = Store::open(path).await?;
    let stats = store.stats().await;
    store.close().await;
    Ok(stats?.file)
}
