//! Series as numbers: each is named once, and everything else refers to it by its number.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use runner_model::{Series, TestRef, Variant};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use crate::ReadError;
use crate::reading::Columns;

const ADD: &str = "INSERT INTO series (monitor, suite, test, variant, location)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (monitor, suite, test, variant, location) DO NOTHING";

const ID: &str = "SELECT id FROM series
    WHERE monitor = $1 AND suite = $2 AND test = $3 AND variant = $4 AND location = $5";

const BEHIND: &str = "SELECT id, monitor, suite, test, variant, location FROM series
    WHERE id > $1 ORDER BY id";

/// The series that are known, by number and by name. Only grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    by_id: HashMap<i64, Arc<Series>>,
    /// Ordered by name.
    ids: BTreeMap<Arc<Series>, i64>,
    /// All up to this one were read. Of those beyond only what was written here is known: another
    /// process may write, too.
    read: i64,
}

impl Known {
    fn add(&mut self, id: i64, series: Series) {
        let series = Arc::new(series);
        self.by_id.insert(id, Arc::clone(&series));
        self.ids.insert(series, id);
    }

    /// The series with the number `id`.
    pub(crate) fn series(&self, id: i64) -> Result<Arc<Series>, ReadError> {
        let found = self.by_id.get(&id).cloned();
        found.ok_or_else(|| ReadError::damaged("a series", format!("none has the number {id}")))
    }

    /// All of them with their numbers, ordered by name.
    pub(crate) fn sorted(&self) -> Vec<(i64, Arc<Series>)> {
        self.ids.iter().map(|(series, id)| (*id, Arc::clone(series))).collect()
    }
}

/// Remembers what the table of series holds.
#[derive(Debug)]
pub(crate) struct Names {
    known: RwLock<Arc<Known>>,
    /// The runs of no series are rolled up beyond this hour.
    rolled_until: AtomicI64,
    readers: SqlitePool,
}

impl Names {
    pub(crate) fn new(readers: SqlitePool, rolled_until: i64) -> Self {
        Self { known: RwLock::default(), rolled_until: rolled_until.into(), readers }
    }

    /// The runs of some series are rolled up until `hour`: say so before that is committed.
    pub(crate) fn rolled(&self, hour: i64) {
        self.rolled_until.fetch_max(hour, Ordering::AcqRel);
    }

    fn now(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// All series of which any row has been read so far: ask after reading the rows.
    pub(crate) async fn all(&self) -> Result<Arc<Known>, ReadError> {
        let read = self.now().read;
        let rows = sqlx::query(BEHIND).bind(read).fetch_all(&self.readers).await?;
        if !rows.is_empty() {
            let rows = rows.iter().map(named).collect::<Result<Vec<_>, _>>()?;
            let last = rows.last().map_or(read, |(id, _)| *id);
            self.change(|known| {
                rows.into_iter().for_each(|(id, series)| known.add(id, series));
                known.read = known.read.max(last);
            });
        }
        Ok(self.now())
    }

    /// The number of `series`, when anything was ever recorded of it.
    pub(crate) async fn id(&self, series: &Series) -> Result<Option<i64>, ReadError> {
        match self.now().ids.get(series) {
            Some(id) => Ok(Some(*id)),
            None => Ok(self.all().await?.ids.get(series).copied()),
        }
    }

    /// What was added and is committed.
    pub(crate) fn learn(&self, added: Vec<(i64, Series)>) {
        if !added.is_empty() {
            self.change(|known| added.into_iter().for_each(|(id, series)| known.add(id, series)));
        }
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut known));
    }
}

fn named(row: &SqliteRow) -> Result<(i64, Series), ReadError> {
    let variant: &str = row.at(4)?;
    let variant: Variant = serde_json::from_str(variant)
        .map_err(|error| ReadError::damaged("a case or matrix entry", error))?;
    let series = Series {
        monitor: row.name(1, "the name of a monitor")?,
        test: TestRef {
            suite: row.name(2, "the name of a suite")?,
            test: row.name(3, "the name of a test")?,
            variant,
        },
        location: row.name(5, "the name of a location")?,
    };
    Ok((row.at(0)?, series))
}

/// The numbers of the series in a batch.
pub(crate) struct Ids<'a> {
    ids: HashMap<&'a Series, i64>,
    rolled_until: i64,
    /// Those that the table did not know: known to all once the batch is committed.
    pub(crate) added: Vec<(i64, Series)>,
}

impl<'a> Ids<'a> {
    /// Finds or adds all of `wanted`.
    pub(crate) async fn of_all(
        wanted: impl Iterator<Item = &'a Series>,
        names: &Names,
        at: &mut SqliteConnection,
    ) -> Result<Self, sqlx::Error> {
        let known = names.now();
        let mut ids = HashMap::new();
        let mut added = Vec::new();
        for series in wanted {
            if ids.contains_key(series) {
                continue;
            }
            let id = match known.ids.get(series) {
                Some(id) => *id,
                None => {
                    let id = find_or_add(series, at).await?;
                    added.push((id, series.clone()));
                    id
                }
            };
            ids.insert(series, id);
        }
        let rolled_until = names.rolled_until.load(Ordering::Acquire);
        Ok(Self { ids, rolled_until, added })
    }

    /// Whether the runs of `hour` may be rolled up already.
    pub(crate) fn may_be_rolled(&self, hour: i64) -> bool {
        hour < self.rolled_until
    }

    /// The number of a series that was asked for in [`Ids::of_all`].
    pub(crate) fn of(&self, series: &Series) -> i64 {
        *self.ids.get(series).expect("every series of a batch was looked up before its rows")
    }
}

async fn find_or_add(series: &Series, at: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let variant = serde_json::to_string(&series.test.variant);
    let columns = [
        series.monitor.as_str().to_owned(),
        series.test.suite.as_str().to_owned(),
        series.test.test.as_str().to_owned(),
        variant.expect("a variant is text, and maps of text to text"),
        series.location.as_str().to_owned(),
    ];
    let bound = |sql: &'static str| columns.iter().fold(sqlx::query(sql), |q, c| q.bind(c.clone()));
    bound(ADD).execute(&mut *at).await?;
    bound(ID).fetch_one(at).await?.try_get(0)
}
