//! What a service recorded, read from its store.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use runner_model::{MonitorName, Outcome};
use runner_store::Store;

/// What a service recorded.
pub(crate) struct History {
    /// Runs that began within the span.
    pub(crate) runs: usize,
    /// How late they began, the least first.
    pub(crate) late: Vec<Duration>,
    /// The slot of the first run of each monitor.
    pub(crate) first: BTreeMap<MonitorName, Timestamp>,
}

impl History {
    /// Reads all runs; `from` and `until` are the ends of the span.
    pub(crate) async fn read(
        store: &Store,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Self, Box<dyn Error>> {
        let (mut late, mut first) = (Vec::new(), BTreeMap::new());
        for status in store.runs().current().await? {
            let monitor = &status.series.monitor;
            let all = store.runs().between(&status.series, Timestamp::MIN, Timestamp::MAX);
            let all: Vec<_> = all.try_collect().await?;
            if let Some(bad) = all.iter().find(|run| run.outcome != Outcome::Passed) {
                return Err(format!("`{monitor}` did not pass at {}", bad.started).into());
            }
            let missed = store.missed().between(monitor, Timestamp::MIN, Timestamp::MAX, 1).await?;
            if let Some(slot) = missed.first() {
                return Err(format!("`{monitor}` missed {}: {}", slot.planned, slot.reason).into());
            }
            if let Some(run) = all.first() {
                first.insert(monitor.clone(), run.planned);
            }
            let within = all.iter().filter(|run| from <= run.started && run.started < until);
            late.extend(within.map(|run| {
                Duration::try_from(run.started.duration_since(run.planned)).unwrap_or_default()
            }));
        }
        late.sort_unstable();
        Ok(Self { runs: late.len(), late, first })
    }

    /// By how much all but one in a hundred were late at most.
    pub(crate) fn late_p99(&self) -> Duration {
        let index = (self.late.len() * 99).div_ceil(100).saturating_sub(1);
        self.late.get(index).copied().unwrap_or_default()
    }
}
