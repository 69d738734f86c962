//! What was read of suites, as long as nothing has run since.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use runner_model::{MonitorName, RunId, SuiteId};
use runner_store::{ReadError, Store};

use super::rows::{Row, Seen};
use crate::pages::asked::Range;
use crate::pages::standings::Line;

/// Of so many suites it is kept: some thousand bytes each.
const MOST: usize = 1_000;

/// Time goes on without runs, too: what falls out of the range is noticed within it.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// So many are read at a time.
const SIDE_BY_SIDE: usize = 4;

/// What was read of suites. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct KeptRows(Arc<Mutex<BTreeMap<Key, Known>>>);

type Key = (MonitorName, SuiteId, Range);

struct Known {
    /// The last run of each series then.
    last: Vec<RunId>,
    at: Timestamp,
    seen: Arc<Seen>,
}

impl KeptRows {
    /// The rows of `lines`, in their order; `several` says whether environments tell them apart.
    pub(crate) async fn of(
        &self,
        store: &Store,
        lines: &[&Line],
        (range, several): (Range, bool),
        now: Timestamp,
    ) -> Result<Vec<Row>, ReadError> {
        let mut reading = Vec::new();
        for line in lines {
            reading.push(async move {
                let seen = self.seen(store, line, range, now).await?;
                Ok(Row::of(line, &seen, several, now))
            });
        }
        stream::iter(reading).buffered(SIDE_BY_SIDE).try_collect().await
    }

    async fn seen(
        &self,
        store: &Store,
        line: &Line,
        range: Range,
        now: Timestamp,
    ) -> Result<Arc<Seen>, ReadError> {
        let key = (line.monitor.clone(), line.suite.clone(), range);
        let last: Vec<RunId> = line.series.iter().map(|status| status.last.run.clone()).collect();
        if let Some(known) = self.lock().get(&key)
            && known.last == last
            && now.duration_since(known.at) < GOOD_FOR
        {
            return Ok(Arc::clone(&known.seen));
        }
        let seen = Arc::new(Seen::read(store, line, range, now).await?);
        let mut kept = self.lock();
        if kept.len() >= MOST && !kept.contains_key(&key) {
            let oldest = kept.iter().min_by_key(|(_, known)| known.at).map(|(key, _)| key.clone());
            oldest.map(|key| kept.remove(&key));
        }
        kept.insert(key, Known { last, at: now, seen: Arc::clone(&seen) });
        Ok(seen)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
